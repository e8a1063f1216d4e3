import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EventSource } from 'eventsource'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Storefront } from '../../src/sandbox/outside-world.ts'
import type { WorkspaceState } from '../../src/sandbox/protocol.ts'
import { SHOP_SWITCHES } from '../../src/sandbox/storefront/switches.ts'
import { aStand, type Stand as Flags, TOKEN } from '../flags/stand.ts'
import { Stand } from './stand.ts'

const NORMAL: Record<string, boolean | string> = {
  automation_enabled: true,
  safe_mode: false,
  assistant_copy: 'full',
  callback_queue: false,
  capsule_cta: true,
  customer_banner: '',
}
const declared = Object.entries(NORMAL).map(([key, normal]) => ({ key, normal }))

/** A shop whose switches are served by the bot's own server, seen as the page sees it. */
async function open(given: { flags?: Flags; url?: () => string | undefined; token?: string } = {}) {
  const flags = given.flags ?? (await aStand({ declared }))
  const stand = await Stand.open({
    storefront: { url: given.url ?? (() => flags.server), token: given.token ?? TOKEN },
  })
  onTestFinished(() => stand.close())
  const source = new EventSource(`${stand.sandbox.url}/sandbox/storefront`)
  onTestFinished(() => source.close())
  const heard: Storefront[] = []
  source.onmessage = ({ data }) => heard.push(JSON.parse(data))
  await expect.poll(() => heard.length).toBeGreaterThan(0)
  return {
    flags,
    stand,
    heard,
    source,
    shows: (key: string) => heard.at(-1)?.switches.find((one) => one.key === key)?.value,
  }
}

describe('the storefront', () => {
  it('shows the switches as they are, and the shop’s own value for those that the bot does not know', async () => {
    const { heard } = await open()
    expect(heard[0]?.reached).toBe(true)
    for (const { key, value, isOwn } of heard[0]?.switches ?? []) {
      expect(isOwn, key).toBe(!(key in NORMAL))
      expect(value, key).toBe(key in NORMAL ? NORMAL[key] : SHOP_SWITCHES[key])
    }
  })

  it('tells each change by itself, one message a change', async () => {
    const { flags, heard, shows } = await open()
    for (const [key, value] of [
      ['capsule_cta', false],
      ['assistant_copy', 'informative'],
      ['customer_banner', 'We are on it'],
      ['capsule_cta', true],
    ] as const) {
      const before = heard.length
      await flags.set(key, value)
      await expect.poll(() => shows(key)).toBe(value)
      expect(heard).toHaveLength(before + 1)
    }
  })

  it('goes by its own careful values and says so while nobody answers, and comes back by itself', async () => {
    const first = await aStand({ declared })
    let url: string | undefined = first.server
    const { heard, shows } = await open({ flags: first, url: () => url })
    expect(shows('capsule_cta')).toBe(true)
    await first.stop()
    await expect.poll(() => heard.at(-1)?.reached).toBe(false)
    for (const { key, value, isOwn } of heard.at(-1)?.switches ?? [])
      expect({ value, isOwn }, key).toEqual({ value: SHOP_SWITCHES[key], isOwn: true })
    url = (await aStand({ url: first.url, declared, port: Number(new URL(first.server).port) })).server
    await expect.poll(() => heard.at(-1)?.reached).toBe(true)
    expect(shows('capsule_cta')).toBe(true)
  })

  it('does so too with a token that is not valid, or an address that is not known yet', async () => {
    expect((await open({ token: 'a-token-of-nobody' })).heard[0]?.reached).toBe(false)
    const flags = await aStand({ declared })
    let url: string | undefined
    const { heard } = await open({ flags, url: () => url })
    expect(heard[0]?.reached).toBe(false)
    url = flags.server
    await expect.poll(() => heard.at(-1)?.reached).toBe(true)
  })

  it('takes a value of the wrong kind for none', async () => {
    const flags = await aStand({ declared: [{ key: 'capsule_cta', normal: 'yes' }] })
    const { heard, shows } = await open({ flags })
    expect(heard[0]?.reached).toBe(true)
    expect(shows('capsule_cta')).toBe(false)
  })

  it('asks only while somebody looks', async () => {
    let asked = 0
    const server = createServer((_request, response) => {
      asked += 1
      response.writeHead(404, { 'content-type': 'application/json' })
      response.end('{"key":"x","errorCode":"FLAG_NOT_FOUND"}')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { source } = await open({ url: () => `http://127.0.0.1:${port}` })
    await expect.poll(() => asked).toBeGreaterThan(2 * Object.keys(SHOP_SWITCHES).length)
    source.close()
    // Two counts that are the same, taken further apart than the shop would ask.
    const counts: number[] = []
    const isStill = () => counts.push(asked) > 1 && counts.at(-1) === counts.at(-2)
    await expect.poll(isStill, { interval: 600, timeout: 10_000 }).toBe(true)
  })
})

it('a workspace without a shop offers none', async () => {
  const stand = await Stand.open()
  onTestFinished(() => stand.close())
  const url = `${stand.sandbox.url}/sandbox`
  expect((await fetch(`${url}/storefront`)).status).toBe(404)
  const state = (await (await fetch(`${url}/state`)).json()) as WorkspaceState
  expect(state.hasStorefront).toBe(false)
})

it('another site’s page cannot look', async () => {
  const flags = await aStand({ declared })
  const stand = await Stand.open({ storefront: { url: () => flags.server, token: TOKEN } })
  onTestFinished(() => stand.close())
  const headers = { origin: 'https://evil.example' }
  expect((await fetch(`${stand.sandbox.url}/sandbox/storefront`, { headers })).status).toBe(403)
})
