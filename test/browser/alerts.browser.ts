import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { aWorkspace } from './a-workspace.ts'
import { launch, openPage } from './chromium.ts'

let browser: Browser
let sandbox: Sandbox
let receiver: Server
/** What monitoring is answered. */
let status = 202

beforeAll(async () => {
  receiver = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end())
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  sandbox = await aWorkspace({
    alerting: { url: (by) => `http://127.0.0.1:${port}/hooks/${by}`, token: 'alert-token' },
  })
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  await sandbox?.close()
  receiver?.close()
})

it.each([
  ['wide', { width: 1280, height: 860 }],
  ['phone', { width: 390, height: 800 }],
])('fires and resolves by keyboard, and shows what was sent: %s', async (_name, size) => {
  status = 202
  const { page, errors } = await openPage(browser, `${sandbox.url}/#/U0ANA/alerts`, size)
  const fire = page.getByRole('button', { name: 'Fire OrdersApiErrorRate' })
  await fire.focus()
  await page.keyboard.press('Enter')
  await page.getByText('1 firing', { exact: true }).first().waitFor()
  const resolve = page.getByRole('button', { name: 'Resolve OrdersApiErrorRate' })
  await resolve.waitFor()

  const sent = page.getByRole('region', { name: 'What was sent' })
  const newest = sent.locator('summary').first()
  await newest.getByText('202 Accepted').waitFor()
  await newest.focus()
  await page.keyboard.press('Enter')
  await sent.locator('pre', { hasText: '"groupKey"' }).first().waitFor()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)

  await page.getByRole('button', { name: 'Fire the storm' }).click()
  await page.getByText('61 firing').waitFor()
  await page.getByRole('button', { name: 'Resolve all' }).click()
  await page.getByText('All is well').waitFor()
  expect(await page.getByRole('button', { name: 'Resolve all' }).isDisabled()).toBe(true)
  await sent.getByText('60 resolved').first().waitFor()
  expect(errors).toEqual([])
})

it('says when nobody takes what it sends, and when somebody does at last', async () => {
  status = 503
  const { page } = await openPage(browser, `${sandbox.url}/#/U0ANA/alerts`)
  await page.getByRole('button', { name: 'Fire StylistQueueDepth' }).click()
  const newest = page.getByRole('region', { name: 'What was sent' }).locator('summary').first()
  await newest.getByText(/503 Service Unavailable.*tried again soon/).waitFor()
  status = 202
  await newest.getByText(/202 Accepted.*try \d/).waitFor()
})
