import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { SHOP_SWITCHES } from '../../src/sandbox/storefront/switches.ts'
import { aStand, folder, TOKEN } from '../flags/stand.ts'
import { freePort, spawnBot, untilReady } from '../process/bot-process.ts'
import { aWorkspace } from './a-workspace.ts'
import { launch, openPage, shot } from './chromium.ts'

const NORMAL = { safe_mode: false, callback_queue: false, assistant_copy: 'full', customer_banner: '' }
const declared = Object.keys(SHOP_SWITCHES).map((key) => ({
  key,
  normal: key in NORMAL ? NORMAL[key as keyof typeof NORMAL] : true,
}))

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser?.close())

/** The shop, its switches served by the bot's own server, in a workspace without a bot. */
async function openShop(size?: { width: number; height: number }) {
  const flags = await aStand({ declared })
  const sandbox = await aWorkspace({
    storefront: { url: () => flags.server, token: TOKEN },
  })
  onTestFinished(() => sandbox.close())
  const { page, errors } = await openPage(browser, sandbox.url, size)
  onTestFinished(() => page.close())
  await page.getByRole('button', { name: 'Dismiss the welcome' }).click()
  return { flags, sandbox, page, errors }
}

/** What a list of the switches beside the shop says of one. */
const beside = (page: Page, key: string) =>
  page
    .getByRole('complementary', { name: 'Switches of the shop' })
    .getByRole('listitem')
    .filter({ hasText: key })

it('a pulled switch is seen in the shop, and a restored one', async () => {
  const { flags, page, errors } = await openShop()
  await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: 'Storefront' }).click()
  const shop = page.getByRole('region', { name: 'Storefront' })
  await shop.getByText('asks Tocsin').waitFor()
  await shop.getByRole('button', { name: 'Start your capsule' }).waitFor()
  await shop.getByText('Answers at once').waitFor()
  expect(await shop.getByRole('region', { name: 'Callback' }).count()).toBe(0)
  await shot(page, 'storefront-1-normal')

  await flags.set('capsule_cta', false)
  await shop.getByText('New capsules are back soon').waitFor()
  expect(await shop.getByRole('button', { name: 'Start your capsule' }).count()).toBe(0)
  await beside(page, 'capsule_cta').getByText('hidden').waitFor()

  await flags.set('customer_banner', 'We are on it <b>now</b>')
  await shop.getByText('We are on it <b>now</b>').waitFor()

  await flags.set('callback_queue', true)
  const callback = shop.getByRole('region', { name: 'Callback' })
  await callback.getByRole('textbox').fill('030 1234')
  await callback.getByRole('button', { name: 'Call me' }).click()
  await callback.getByText('You are number 3').waitFor()

  const talk = shop.getByRole('log', { name: 'Conversation' })
  await talk.getByText('on Thursday').waitFor()
  await flags.set('assistant_copy', 'informative')
  await talk.getByText('Its tracking page shows where it is').waitFor()
  await flags.set('t_order_status_verified', false)
  await talk.getByText('A person answers you').waitFor()
  await beside(page, 't_order_status_verified').getByText('decides this answer').waitFor()
  await shop.getByRole('button', { name: 'Something is missing' }).click()
  await talk.getByText('Which piece is missing?').waitFor()
  await flags.set('safe_mode', true)
  await talk.getByText('Passed on to our returns team').waitFor()
  await shot(page, 'storefront-2-pulled')

  await flags.set('capsule_cta', true)
  await shop.getByRole('button', { name: 'Start your capsule' }).waitFor()
  expect(errors).toEqual([])
})

it('says so when nobody answers, shows the careful values, and comes back', async () => {
  const { flags, page } = await openShop()
  await page.evaluate(() => location.assign('#/U0ANA/storefront'))
  const shop = page.getByRole('region', { name: 'Storefront' })
  await shop.getByRole('button', { name: 'Start your capsule' }).waitFor()
  await flags.stop()
  await shop.getByRole('alert').getByText('Tocsin does not answer').waitFor()
  await shop.getByText('New capsules are back soon').waitFor()
  await shop.getByText('People answer, as soon as they can').waitFor()
  await shot(page, 'storefront-3-away')
  await aStand({ url: flags.url, declared, port: Number(new URL(flags.server).port) })
  await shop.getByRole('button', { name: 'Start your capsule' }).waitFor()
  expect(await shop.getByRole('alert').count()).toBe(0)
})

it('is worked by keys alone, from the jump box to writing a switch’s command', async () => {
  const { page, errors } = await openShop()
  await page.getByRole('heading', { level: 1, name: 'incident-room' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('storef')
  await page.keyboard.press('Enter')
  const key = page.getByRole('button', { name: 'capsule_cta' })
  await key.waitFor()
  await key.focus()
  await page.keyboard.press('Enter')
  const composer = page.getByRole('textbox', { name: 'Message #incident-room' })
  await composer.waitFor()
  expect(await composer.inputValue()).toBe('/killswitch pull capsule_cta ')
  await expect.poll(() => composer.evaluate((box) => box === document.activeElement)).toBe(true)
  expect(errors).toEqual([])
})

it('fits a phone, in the dark too', async () => {
  const { flags, page, errors } = await openShop({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('button', { name: /Open the sidebar/ }).click()
  await page.getByRole('button', { name: 'Storefront' }).click()
  await flags.set(
    'customer_banner',
    'Something is not working as it should. We are on it; some pages may be slow.',
  )
  await page.getByText('Something is not working').waitFor()
  const tooWide = await page
    .locator('.storefront-pane .home-scroll')
    .evaluate((pane) => pane.scrollWidth - pane.clientWidth)
  expect(tooWide).toBe(0)
  await shot(page, 'storefront-4-phone')
  expect(errors).toEqual([])
})

it('what is pulled and restored in a channel is seen by customers', async () => {
  const [port, workspacePort] = [await freePort(), await freePort()]
  const bot = spawnBot({ PORT: `${port}`, WORKSPACE_PORT: `${workspacePort}`, DATA_DIR: folder() })
  onTestFinished(() => void bot.child.kill('SIGTERM'))
  await untilReady(bot, `http://127.0.0.1:${port}`)
  const workspace = `http://127.0.0.1:${workspacePort}`
  const { page: desk, errors } = await openPage(browser, workspace)
  const { page: customer } = await openPage(browser, `${workspace}/#/U0BEN/storefront`)
  onTestFinished(() => Promise.all([desk.close(), customer.close()]).then(() => {}))
  const shop = customer.getByRole('region', { name: 'Storefront' })
  await shop.getByText('Answers at once').waitFor()
  await desk.getByRole('button', { name: 'Dismiss the welcome' }).click()
  const composer = desk.getByRole('textbox', { name: 'Message #incident-room' })
  const say = async (text: string) => {
    await composer.fill(text)
    await composer.press('Escape') // the completion
    await composer.press('Enter')
  }
  await say('/incident declare sev3 class:capsule Capsules are empty')
  await say('/killswitch pull safe_mode Replies are wrong')
  await shop.getByText('Passed on to our orders team').waitFor()
  await say('/killswitch pull capsule_cta Capsules are empty')
  const confirm = desk.getByRole('dialog')
  await confirm.getByText('Hides the button that starts a capsule').waitFor()
  await shop.getByRole('button', { name: 'Start your capsule' }).waitFor()
  await confirm.getByRole('button', { name: 'Pull it' }).click()
  await shop.getByText('New capsules are back soon').waitFor()
  await shot(customer, 'storefront-5-pulled-in-a-channel')
  await confirm.getByText('read back just now').waitFor()
  await desk.keyboard.press('Escape')
  await confirm.waitFor({ state: 'hidden' })
  await say('/killswitch restore safe_mode')
  const back = desk.getByRole('dialog')
  await back.waitFor()
  await shot(desk, 'storefront-6-restore')
  await back.getByRole('textbox').first().fill('The replies are right again')
  await back.getByRole('button', { name: 'Restore it' }).click()
  await shop.getByText('on Thursday').waitFor()
  expect(errors).toEqual([])
})
