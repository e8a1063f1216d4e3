import { expect, it } from 'vitest'
import { statuspage } from '../../src/statuspage/client.ts'
import { forAll } from './a-workspace.ts'
import { openPage } from './chromium.ts'

const KEY = 'statuspage-key'
const forever = new AbortController().signal

const at = forAll({ statuspageKey: KEY })

it.each([
  ['wide', { width: 1280, height: 860 }],
  ['phone', { width: 390, height: 800 }],
])('shows what customers read at once, and lets somebody change it by hand: %s', async (name, size) => {
  const client = statuspage(
    { ...at.sandbox.statuspage, apiKey: KEY },
    { now: () => at.sandbox.now(), pause: async () => {}, everyMs: 0 },
  )
  const { page, errors } = await openPage(at.browser, `${at.sandbox.url}/#/U0BEN/status`, size)
  await page.getByText('All systems operational').waitFor()

  const title = `Some orders fail (${name})`
  const made = await client.create(
    {
      name: title,
      status: 'investigating',
      body: 'We are looking into it.\n\nMore by noon. <b>No markup</b>',
      component_ids: ['checkout'],
      components: { checkout: 'major_outage' },
    },
    forever,
  )
  expect(made.ok).toBe(true)
  await page.getByText('Something important does not work').waitFor()
  const incident = page.getByRole('article', { name: title })
  await incident.getByText('<b>No markup</b>').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'Checkout' }).getByText('Major outage').waitFor()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)

  // By keyboard alone.
  await incident.getByRole('button', { name: 'Edit here' }).focus()
  await page.keyboard.press('Enter')
  await incident.getByLabel('Status').selectOption('resolved')
  await incident.getByLabel('New update').fill('All good again')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const past = page.locator('details', { hasText: title })
  await past.locator('summary').click()
  await past.getByText('All good again').waitFor()
  await past.getByText('by hand, Ben Okafor').waitFor()
  if (made.ok) {
    const found = await client.incident(made.value.id, forever)
    expect(found).toMatchObject({ ok: true, value: { status: 'resolved' } })
    await client.change(made.value.id, { components: { checkout: 'operational' } }, forever)
  }
  await page.getByText('All systems operational').waitFor()
  expect(errors).toEqual([])
  await page.close()
})
