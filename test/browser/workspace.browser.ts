import type { App } from '@slack/bolt'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPage, servePage } from '../../src/sandbox/page-build.ts'
import type { Json } from '../../src/sandbox/protocol.ts'
import { Stand } from '../sandbox/stand.ts'
import { launch, openPage } from './chromium.ts'

/** The page alone, with an app that only answers a message shortcut. */

let browser: Browser
let stand: Stand
const shortcuts: Json[] = []

beforeAll(async () => {
  const page = servePage(await buildPage())
  browser = await launch()
  const app = (bolt: App) => {
    bolt.event(/.*/, async () => {})
    bolt.shortcut('probe_message', async ({ ack, shortcut, client }) => {
      await ack()
      shortcuts.push({ ...shortcut })
      await client.views.open({
        trigger_id: shortcut.trigger_id,
        view: { type: 'modal', title: { type: 'plain_text', text: 'Probed' }, blocks: [] },
      })
    })
  }
  stand = await Stand.overSocket(app, { page })
})
afterAll(async () => {
  await browser?.close()
  await stand?.close()
})

async function open(at = '', size = { width: 1280, height: 800 }) {
  const opened = await openPage(browser, `${stand.sandbox.url}/${at}`, size)
  await opened.page.getByRole('heading', { level: 1 }).first().waitFor()
  const welcome = opened.page.getByRole('button', { name: 'Dismiss the welcome' })
  if (await welcome.isVisible()) await welcome.click()
  return opened
}

const lastMessage = (page: Page, place = 'Messages in #incident-room') =>
  page.getByRole('log', { name: place }).getByTestId('message').last()

it('a file is attached, sent, read and deleted', async () => {
  const { page, errors } = await open()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('textbox', { name: 'Message #incident-room' }).press('Control+u')
  const chooser = await choosing
  const files = [
    { name: 'notes.md', mimeType: '', buffer: Buffer.from('# Findings\n\n- [x] pool is **full**\n') },
    { name: 'huge.bin', mimeType: '', buffer: Buffer.alloc(10_000_001) },
  ]
  await chooser.setFiles(files)
  await page.getByText('huge.bin is too large').waitFor()
  await page.getByRole('button', { name: 'Send message' }).click()
  await page.getByRole('button', { name: 'Open notes.md' }).click()
  const reader = page.getByRole('dialog', { name: 'notes.md' })
  await reader.getByRole('heading', { name: 'Findings' }).waitFor()
  await reader.getByRole('img', { name: 'Done:' }).waitFor()
  await reader.getByRole('button', { name: 'Raw' }).click()
  await reader.getByText('pool is **full**').waitFor()

  const address = page.url()
  expect(address).toMatch(/\/file\/F\d+$/)
  await reader.getByRole('button', { name: 'Delete file' }).click()
  await page.getByRole('dialog', { name: 'Delete file' }).getByRole('button', { name: 'Delete' }).click()
  await lastMessage(page).getByText('This file was deleted.').waitFor()
  await page.goto(address)
  await page.getByText('There is no such file').waitFor()
  expect(errors.filter((one) => !one.includes('404'))).toEqual([])
})

it('a message is marked, changed and deleted by single keys, without a mouse', async () => {
  const { page, errors } = await open()
  const composer = page.getByRole('textbox', { name: 'Message #incident-room' })
  await composer.fill('Restarting the pool')
  await composer.press('Enter')
  const message = lastMessage(page)
  await message.getByText('Restarting the pool').waitFor()
  await page.getByRole('log', { name: 'Messages in #incident-room' }).focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('r')
  await page.keyboard.type('pushpin')
  await page.keyboard.press('Enter')
  await message.getByRole('button', { name: '1 pushpin, by you' }).waitFor()

  await page.keyboard.press('e')
  await page.keyboard.type(', twice')
  await page.keyboard.press('Enter')
  await message.getByText('Restarting the pool, twice').waitFor()
  await message.getByRole('button', { name: '1 pushpin, by you' }).click()
  await stand.quiet()
  const reactions = [...(await stand.events('reaction_added')), ...(await stand.events('reaction_removed'))]
  expect(reactions).toMatchObject([
    { type: 'reaction_added', reaction: 'pushpin' },
    { type: 'reaction_removed', reaction: 'pushpin' },
  ])
  await message.focus()
  await page.keyboard.press('Delete')
  await page.getByRole('dialog', { name: 'Delete message' }).getByRole('button', { name: 'Delete' }).click()
  await message.getByText('Restarting the pool, twice').waitFor({ state: 'detached' })
  expect(errors).toEqual([])
})

it("the app's shortcut on a reply tells it the reply and its thread", async () => {
  const root = await stand.type('The root')
  const reply = await stand.type('The reply', { threadTs: root.ts ?? '' })
  const { page, errors } = await open(`#/U0ANA/C0ROOM/thread/${root.ts}/message/${reply.ts}`)
  const row = lastMessage(page, 'Messages in the thread')
  await row.hover()
  await row.getByRole('button', { name: 'More message actions' }).click()
  await page.getByRole('menuitem', { name: 'Probe this' }).click()
  await page.getByRole('dialog', { name: 'Probed' }).waitFor()
  await page.keyboard.press('Escape')
  expect(shortcuts).toMatchObject([
    {
      type: 'message_action',
      user: { id: 'U0ANA' },
      channel: { id: 'C0ROOM' },
      message_ts: reply.ts,
      message: { text: 'The reply', thread_ts: root.ts, parent_user_id: 'U0ANA' },
      response_url: expect.stringContaining('/response/'),
    },
  ])
  expect(errors).toEqual([])
})

it("a channel's canvas is read in its tab, with its table and picture, and follows an edit", async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  )
  const { files } = await stand.client.filesUploadV2({ filename: 'chart.png', file: png })
  const id = files[0]?.files?.[0]?.id ?? ''
  const { file } = await stand.client.files.info({ file: id })
  const markdown = `# Report\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n![the chart](${file?.permalink})`
  const { canvas_id = '' } = await stand.client.conversations.canvases.create({
    channel_id: 'C0ROOM',
    title: 'INC-1',
    document_content: { type: 'markdown', markdown },
  })
  const { page, errors } = await open('', { width: 390, height: 844 })
  await page.getByRole('tab', { name: 'Canvas' }).click()
  const canvas = page.getByRole('article', { name: 'INC-1' })
  await canvas.getByRole('cell', { name: '2' }).waitFor()
  const picture = canvas.getByRole('img', { name: 'the chart' })
  await expect.poll(() => picture.evaluate((img) => 'naturalWidth' in img && img.naturalWidth)).toBe(1)
  await stand.client.canvases.edit({
    canvas_id,
    changes: [
      { operation: 'insert_at_end', document_content: { type: 'markdown', markdown: 'Added later' } },
    ],
  })
  await canvas.getByText('Added later').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  expect(errors).toEqual([])
})

it('what one sends is seen, also from far up, and the welcome makes way for it', async () => {
  const { page, errors } = await openPage(browser, stand.sandbox.url)
  const composer = page.getByRole('textbox', { name: 'Message #incident-room' })
  const welcome = page.getByRole('complementary', { name: 'Welcome' })
  await welcome.waitFor()
  for (let line = 1; line <= 30; line++) {
    await composer.fill(`Line ${line}`)
    await composer.press('Enter')
    await lastMessage(page).getByText(`Line ${line}`, { exact: true }).waitFor()
  }
  expect(await welcome.count()).toBe(0)
  const list = page.getByTestId('message-scroll').first()
  await list.evaluate((element) => element.scrollTo({ top: 0 }))
  await page.getByRole('button', { name: /bottom|newest|latest/i }).waitFor()
  await composer.fill('From far up')
  await composer.press('Enter')
  const mine = lastMessage(page).getByText('From far up')
  await mine.waitFor()
  await expect
    .poll(() =>
      mine.evaluate((element) => {
        const { bottom } = element.getBoundingClientRect()
        return bottom > 0 && bottom < innerHeight
      }),
    )
    .toBe(true)
  expect(errors).toEqual([])
})
