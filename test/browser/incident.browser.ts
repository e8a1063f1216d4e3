import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BotProcess, freePort, spawnBot, untilReady } from '../process/bot-process.ts'
import { launch, openPage, shot } from './chromium.ts'

let browser: Browser
let bot: BotProcess
let workspace: string
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-browser-'))

beforeAll(async () => {
  const [port, workspacePort] = [await freePort(), await freePort()]
  bot = spawnBot({ PORT: `${port}`, WORKSPACE_PORT: `${workspacePort}`, DATA_DIR: folder })
  workspace = `http://127.0.0.1:${workspacePort}`
  browser = await launch()
  await untilReady(bot, `http://127.0.0.1:${port}`)
})

afterAll(async () => {
  await browser?.close()
  bot?.child.kill('SIGTERM')
  await bot?.ended
  rmSync(folder, { recursive: true, force: true })
})

/** The page as that person sees it; fails the test if the page itself reports an error. */
async function open(size = { width: 1280, height: 860 }): Promise<{ page: Page; errors: string[] }> {
  const opened = await openPage(browser, workspace, size)
  await opened.page.getByRole('heading', { level: 1, name: 'incident-room' }).waitFor()
  return opened
}

async function become(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^You are / }).click()
  await page.getByRole('menuitemradio', { name }).or(page.getByRole('option', { name })).first().click()
  await page.getByRole('button', { name: new RegExp(`^You are ${name}`) }).waitFor()
}

async function choose(page: Page, form: Locator, label: string | RegExp, option: string | RegExp) {
  await form.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option }).first().click()
}

it('an incident by hand: declare by the questions, take command, post an update, resolve', async () => {
  const { page, errors } = await open()
  await page.getByRole('button', { name: 'Dismiss the welcome' }).click()
  const composer = page.getByRole('textbox', { name: 'Message #incident-room' })

  await composer.fill('/incident')
  await shot(page, '1-completion')
  await composer.press('Escape')
  await composer.press('Enter')
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: 'Declare' }).click()
  await form.getByText('Please complete this required field.').first().waitFor()
  await form.getByRole('textbox', { name: 'What is wrong?' }).fill('Orders API answers 500')
  for (const [question, answer] of [
    ['What is it about?', 'Orders'],
    [/data is lost/, 'No sign of it'],
    ['Who feels it?', 'Many customers'],
    ['What can they still do?', /slowly, with errors/],
    ['Where is it heading?', 'Unsure'],
  ] as const) {
    await choose(page, form, question, answer)
  }
  await form.getByText('SEV2 Major').first().waitFor()
  expect(await form.getByRole('textbox', { name: 'What is wrong?' }).inputValue()).toBe(
    'Orders API answers 500',
  )
  expect(await form.getByText('Please complete this required field.').count()).toBe(0)
  await shot(page, '2-declare')
  await form.getByRole('button', { name: 'Declare' }).click()
  await page.keyboard.press('Escape')

  const log = page.getByRole('log', { name: 'Messages in #incident-room' })
  const card = log.getByRole('article').filter({ hasText: 'Incident commander' }).first()
  await card.waitFor()
  await become(page, 'Ben Okafor')
  await card.getByRole('button', { name: 'Take command' }).click()
  await card.getByText('@Ben Okafor').first().waitFor()

  await card
    .getByRole('button', { name: 'Post update…' })
    .or(card.getByRole('button', { name: /Post an update/ }))
    .first()
    .click()
  const update = page.getByRole('dialog')
  await update.getByRole('textbox').first().fill('The connection pool is exhausted; adding connections')
  await shot(page, '3-update')
  await update.getByRole('button', { name: /Post/ }).click()
  await card.getByText('The connection pool is exhausted').waitFor()
  await shot(page, '4-room')

  for (const next of [/identified/i, /monitoring/i]) {
    await card.getByRole('button', { name: next }).click()
    await card.getByText(next).first().waitFor()
  }
  await card.getByRole('button', { name: /resolve/i }).click()
  const resolve = page.getByRole('dialog')
  await resolve.getByRole('button', { name: /resolve/i }).click()
  await card.getByText('Resolved').first().waitFor()
  await shot(page, '5-resolved')

  const sidebar = page.getByRole('navigation', { name: 'Channels and direct messages' })
  const apps = sidebar.getByRole('list', { name: 'Apps' })
  await apps.getByRole('button', { name: 'Tocsin', exact: true }).click()
  await page
    .getByText(/open incidents/i)
    .first()
    .waitFor()
  await shot(page, '6-home')
  expect(errors).toEqual([])
})

it('works on a phone and in the dark', async () => {
  const { page, errors } = await open({ width: 375, height: 740 })
  const welcome = await page.getByRole('complementary', { name: 'Welcome' }).boundingBox()
  const channel = await page.getByRole('region', { name: '#incident-room' }).boundingBox()
  expect((welcome?.y ?? 0) + (welcome?.height ?? 0)).toBeLessThanOrEqual(channel?.y ?? 0)
  await page.getByRole('button', { name: 'Dismiss the welcome' }).click()
  await shot(page, '7-phone')
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 1280, height: 860 })
  await shot(page, '8-dark')
  expect(errors).toEqual([])
})
