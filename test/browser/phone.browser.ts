import { expect, it } from 'vitest'
import { TOCSIN_SERVICE } from '../../src/sandbox/pagerduty/records.ts'
import { forAll } from './a-workspace.ts'
import { openPage } from './chromium.ts'

const at = forAll({
  pagerduty: {
    token: 't',
    routingKey: 'r'.repeat(32),
    webhookSecrets: ['secret'],
    webhookUrl: () => undefined,
  },
})

function ring(key: string, title: string) {
  const account = at.sandbox.pagerduty?.account
  if (!account) throw new Error('there is no PagerDuty')
  const alert = {
    key,
    title,
    severity: 'critical',
    source: 'Tocsin',
    details: { Severity: 'SEV1' },
    links: [],
  } as const
  return account.trigger(
    { ...alert, links: [], service: TOCSIN_SERVICE },
    { type: 'integration', id: TOCSIN_SERVICE },
  )
}

it.each([
  ['wide', { width: 1280, height: 860 }],
  ['phone', { width: 390, height: 844 }],
])(
  'rings for whoever is on call, and does what is pressed, with the keyboard too: %s',
  async (name, size) => {
    const { page, errors } = await openPage(at.browser, `${at.sandbox.url}/#/U0ANA/phone`, size)
    const incident = ring(`a-${name}`, `Orders are down, ${name}`)
    await page.getByRole('heading', { name: `Orders are down, ${name}` }).waitFor()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    const acknowledge = page.getByRole('button', { name: 'Acknowledge' })
    await acknowledge.focus()
    await page.keyboard.press('Enter')
    await page
      .getByRole('button', { name: new RegExp(`Orders are down, ${name}.*acknowledged by Ana Ruiz`) })
      .click()
    await page.getByText('What became of it').waitFor()
    expect(incident.status).toBe('acknowledged')

    const second = ring(`b-${name}`, `Returns are down, ${name}`)
    await page.getByRole('button', { name: 'Escalate' }).click()
    await expect.poll(() => second.assignments.map(({ user }) => user)).toEqual(['P0BEN00'])
    const rota = page.getByRole('region', { name: 'On call' }).getByRole('listitem')
    await rota.filter({ hasText: 'Ben Okafor · the phone rings' }).waitFor()
    expect(errors).toEqual([])
  },
)

it('is noticed wherever its owner looks, and only by its owner', async () => {
  const ben = await openPage(at.browser, `${at.sandbox.url}/#/U0BEN/C0GENERAL`, { width: 1280, height: 860 })
  const sofia = await openPage(at.browser, `${at.sandbox.url}/#/U0SOFIA/C0GENERAL`, {
    width: 1280,
    height: 860,
  })
  const card = ben.page.getByRole('complementary', { name: 'Your phone rings' })
  await card.waitFor()
  expect(await sofia.page.getByRole('complementary', { name: 'Your phone rings' }).count()).toBe(0)
  await card.getByRole('button', { name: 'Look at it' }).click()
  await ben.page.getByRole('button', { name: 'Acknowledge' }).waitFor()
  await card.waitFor({ state: 'detached' })
})
