import { createTransport } from 'nodemailer'
import { expect, it } from 'vitest'
import { forAll } from './a-workspace.ts'
import { openPage } from './chromium.ts'

const LOGIN = { user: 'app', pass: 'secret' }

const at = forAll({ mailLogin: LOGIN })

async function send(subject: string): Promise<void> {
  const { port = 0, certificate = '' } = at.sandbox.smtp ?? {}
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    requireTLS: true,
    auth: LOGIN,
    tls: { ca: certificate },
  })
  await transport.sendMail({
    from: 'Example <status@example.com>',
    to: 'customers@example.com',
    subject,
    text: 'In plain words.',
    html: '<p style="color:rgb(200, 0, 0)">In <b>red</b> words.</p><script>document.body.textContent="ran"</script>',
  })
}

it.each([
  ['wide', { width: 1280, height: 860 }],
  ['phone', { width: 390, height: 800 }],
])('shows a mail as it arrives, its parts, and runs nothing of it: %s', async (name, size) => {
  const { page, errors } = await openPage(at.browser, `${at.sandbox.url}/#/U0ANA/mailbox`, size)
  await page.getByRole('heading', { name: 'Mailbox' }).waitFor()
  await send(`Orders fail, ${name}`)
  const row = page.getByRole('button', { name: new RegExp(`Orders fail, ${name}`) })
  const isRead = async () => !(await row.getAttribute('class'))?.includes('is-new')
  expect(await isRead()).toBe(false)
  await row.focus()
  await page.keyboard.press('Enter')
  const words = page.frameLocator('iframe').getByText('In red words.')
  await words.waitFor()
  expect(await words.evaluate((each) => getComputedStyle(each).color)).toBe('rgb(200, 0, 0)')
  await page.getByRole('tab', { name: 'Headers' }).click()
  await page.getByText('Came over TLSv1.3.').waitFor()
  await page.getByRole('tab', { name: 'Text part' }).click()
  await page.getByRole('tabpanel').getByText('In plain words.').waitFor()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await page.keyboard.press('Escape')
  await row.waitFor()
  expect(await row.evaluate((each) => each === document.activeElement)).toBe(true)
  expect(await isRead()).toBe(true)
  // The script that the mail brings is refused, and the browser says so.
  expect(errors.filter((error) => !error.includes('script'))).toEqual([])
})
