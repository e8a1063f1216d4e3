import { OFREPProvider } from '@openfeature/ofrep-provider'
import { ErrorCode, OpenFeature, StandardResolutionReasons } from '@openfeature/server-sdk'
import { afterAll, describe, expect, it } from 'vitest'
import { aStand, type Stand, TOKEN } from './stand.ts'
import { watched } from './watched.ts'

afterAll(() => OpenFeature.clearProviders())

/** The SDK as a service uses it: the provider's own fetch, headers from its options. */
async function aClient(stand: Pick<Stand, 'server'>, headers: [string, string][] = [['x-api-key', TOKEN]]) {
  const domain = `service-${stand.server}-${headers.join()}`
  await OpenFeature.setProviderAndWait(
    domain,
    new OFREPProvider({ baseUrl: stand.server, headers, fetchImplementation: watched() }),
  )
  return OpenFeature.getClient(domain)
}

describe('the OpenFeature server SDK', () => {
  it('sees a pulled switch on its next evaluation, and a restored one', async () => {
    const stand = await aStand()
    const client = await aClient(stand)
    expect(await client.getBooleanValue('automation_enabled', false)).toBe(true)
    await stand.set('automation_enabled', false)
    expect(await client.getBooleanValue('automation_enabled', true)).toBe(false)
    await stand.set('automation_enabled', true)
    expect(await client.getBooleanValue('automation_enabled', false)).toBe(true)
  })

  it('gets every type of value, with its variant', async () => {
    const stand = await aStand()
    const client = await aClient(stand)
    await stand.set('customer_banner', 'Wir sind bald zurück ✓')
    await stand.set('replies_per_minute', 2.5)
    const context = { targetingKey: 'customer-7', country: 'DE' }
    expect(await client.getStringDetails('customer_banner', '', context)).toMatchObject({
      value: 'Wir sind bald zurück ✓',
      variant: 'changed',
      reason: StandardResolutionReasons.STATIC,
    })
    expect(await client.getNumberDetails('replies_per_minute', 0, context)).toMatchObject({ value: 2.5 })
    expect(await client.getBooleanDetails('safe_mode', true, context)).toMatchObject({
      value: false,
      variant: 'normal',
    })
  })

  it('falls to its default with the protocol’s reason: unknown, of another type, not allowed, away', async () => {
    const stand = await aStand()
    const client = await aClient(stand)
    expect(await client.getBooleanDetails('nobody_made_it', true)).toMatchObject({
      value: true,
      errorCode: ErrorCode.FLAG_NOT_FOUND,
    })
    expect(await client.getStringDetails('safe_mode', 'none')).toMatchObject({
      value: 'none',
      errorCode: ErrorCode.TYPE_MISMATCH,
    })
    const stranger = await aClient(stand, [['authorization', 'Bearer of-something-else']])
    expect(await stranger.getBooleanDetails('automation_enabled', false)).toMatchObject({
      value: false,
      reason: StandardResolutionReasons.ERROR,
    })
    await stand.stop()
    expect(await client.getBooleanDetails('automation_enabled', false)).toMatchObject({
      value: false,
      reason: StandardResolutionReasons.ERROR,
    })
  })
})
