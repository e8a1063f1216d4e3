import { OFREPWebProvider, type OFREPWebProviderOptions } from '@openfeature/ofrep-web-provider'
import {
  type ClientProviderEvents,
  ErrorCode,
  type EventDetails,
  OpenFeature,
  type Provider,
  ProviderEvents,
} from '@openfeature/web-sdk'
import { EventSource } from 'eventsource'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { aStand, type Stand, TOKEN } from './stand.ts'
import { watched } from './watched.ts'

beforeAll(() => Object.assign(globalThis, { EventSource }))
afterAll(() => void Reflect.deleteProperty(globalThis, 'EventSource'))

let clients = 0

/** The SDK as a web page uses it; `statuses` are the answers it got, in order. */
async function aClient(stand: Pick<Stand, 'server'>, options: Partial<OFREPWebProviderOptions> = {}) {
  clients += 1
  const domain = `page-${clients}`
  const statuses: number[] = []
  const addresses: string[] = []
  const provider = new OFREPWebProvider({
    baseUrl: stand.server,
    cacheMode: 'disabled', // there is no local storage here
    headers: [['authorization', `Bearer ${TOKEN}`]],
    fetchImplementation: watched(({ url, status }) => {
      statuses.push(status)
      addresses.push(url)
    }),
    ...options,
  })
  onTestFinished(() => provider.onClose?.())
  await OpenFeature.setProviderAndWait(domain, provider as Provider)
  const client = OpenFeature.getClient(domain)
  /** Resolves with the keys that changed, when the SDK tells of the next change. */
  const nextChange = () =>
    new Promise<string[]>((resolve) => {
      const heard = (details?: EventDetails<ClientProviderEvents>) => {
        client.removeHandler(ProviderEvents.ConfigurationChanged, heard)
        resolve((details?.flagsChanged as string[] | undefined) ?? [])
      }
      client.addHandler(ProviderEvents.ConfigurationChanged, heard)
    })
  return { client, statuses, addresses, nextChange }
}

describe('the OpenFeature web SDK', () => {
  it('is told of a change by the event stream, and has it when it says so', async () => {
    const stand = await aStand()
    const { client, nextChange, addresses } = await aClient(stand)
    expect(client.getBooleanValue('safe_mode', true)).toBe(false)
    await expect.poll(() => stand.flags.counts().listening).toBe(1)
    for (const value of [true, false]) {
      const changed = nextChange()
      await stand.set('safe_mode', value)
      expect(await changed).toEqual(['safe_mode'])
      expect(client.getBooleanValue('safe_mode', !value)).toBe(value)
    }
    expect(addresses.at(-1)).toContain('flagConfigEtag=')
  })

  it('misses no change that lies between its first look and its listening', async () => {
    const stand = await aStand()
    const { client } = await aClient(stand, {
      fetchImplementation: async (input, init) => {
        const response = await fetch(input, init)
        if (stand.flags.counts().listening === 0) await stand.set('safe_mode', true)
        return response
      },
    })
    await expect.poll(() => client.getBooleanValue('safe_mode', false)).toBe(true)
  })

  it('is answered 304 while nothing changed', async () => {
    const stand = await aStand()
    const { client, statuses } = await aClient(stand, { changeDetection: 'polling', pollInterval: 20 })
    await expect.poll(() => statuses.filter((status) => status === 304).length).toBeGreaterThan(2)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    await stand.set('customer_banner', 'Bear with us')
    await expect.poll(() => client.getStringValue('customer_banner', '')).toBe('Bear with us')
    expect(statuses.filter((status) => status === 200)).toHaveLength(2)
  })

  it('names an unknown flag and a wrong type by the protocol’s codes', async () => {
    const { client } = await aClient(await aStand())
    expect(client.getBooleanDetails('nobody_made_it', true)).toMatchObject({
      value: true,
      errorCode: ErrorCode.FLAG_NOT_FOUND,
    })
    expect(client.getNumberDetails('safe_mode', 7)).toMatchObject({
      value: 7,
      errorCode: ErrorCode.TYPE_MISMATCH,
    })
  })

  it('with a wrong token is told so when it begins', async () => {
    const stand = await aStand()
    const headers: [string, string][] = [['authorization', 'Bearer of-something-else']]
    await expect(aClient(stand, { headers })).rejects.toThrow()
  })

  it('finds its way back to the stream after the bot was away, with what changed meanwhile', async () => {
    const stand = await aStand()
    const { client, nextChange } = await aClient(stand)
    await expect.poll(() => stand.flags.counts().listening).toBe(1)
    const { port } = new URL(stand.server)
    await stand.stop()
    const again = await aStand({ url: stand.url, port: Number(port) })
    const changed = nextChange()
    await again.set('safe_mode', true)
    expect(await changed).toEqual(['safe_mode'])
    expect(client.getBooleanValue('safe_mode', false)).toBe(true)
  })
})
