import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/config/config.ts'

const KEY = 'e93facc04764012d7bfb002500d5d1a6'
const read = (env: Record<string, string>) => readConfig(env).pagerduty

describe('how PagerDuty is reached', () => {
  it('is not at all without settings', () => {
    expect(read({})).toBeUndefined()
  })

  it('is by its own addresses, with what is there', () => {
    expect(read({ PAGERDUTY_ROUTING_KEY: KEY })).toEqual({
      routingKey: KEY,
      apiUrl: 'https://api.pagerduty.com',
      eventsUrl: 'https://events.pagerduty.com',
      webhookSecrets: [],
    })
    expect(read({ PAGERDUTY_API_TOKEN: 'u+token', PAGERDUTY_FROM: 'tocsin@example.com' })).toMatchObject({
      apiToken: 'u+token',
      from: 'tocsin@example.com',
    })
  })

  it('takes several secrets for webhooks, so that one can replace another', () => {
    expect(read({ PAGERDUTY_WEBHOOK_SECRET: 'old-secret, new-secret' })?.webhookSecrets).toEqual([
      'old-secret',
      'new-secret',
    ])
  })

  it('takes other addresses of the same kind', () => {
    const eu = {
      PAGERDUTY_ROUTING_KEY: KEY,
      PAGERDUTY_API_TOKEN: 'u+token',
      PAGERDUTY_API_URL: 'https://api.eu.pagerduty.com',
      PAGERDUTY_EVENTS_URL: 'https://events.eu.pagerduty.com',
    }
    expect(read(eu)).toMatchObject({ apiUrl: eu.PAGERDUTY_API_URL, eventsUrl: eu.PAGERDUTY_EVENTS_URL })
  })

  it.each([
    [{ PAGERDUTY_ROUTING_KEY: 'R0short' }, 'PAGERDUTY_ROUTING_KEY must have 32'],
    [{ PAGERDUTY_API_TOKEN: 'two words' }, 'PAGERDUTY_API_TOKEN holds a space'],
    [{ PAGERDUTY_API_TOKEN: 'u+t', PAGERDUTY_FROM: 'tocsin' }, 'PAGERDUTY_FROM must be the e-mail'],
    [{ PAGERDUTY_FROM: 'tocsin@example.com' }, 'but PAGERDUTY_API_TOKEN is not'],
    [{ PAGERDUTY_API_URL: 'https://api.eu.pagerduty.com' }, 'but PAGERDUTY_API_TOKEN is not'],
    [{ PAGERDUTY_EVENTS_URL: 'https://events.eu.pagerduty.com' }, 'but PAGERDUTY_ROUTING_KEY is not'],
    [
      { PAGERDUTY_ROUTING_KEY: KEY, PAGERDUTY_EVENTS_URL: 'https://events.eu.pagerduty.com/v2' },
      'without a path',
    ],
    [{ PAGERDUTY_ROUTING_KEY: KEY, PAGERDUTY_EVENTS_URL: 'http://127.0.0.1:4001' }, 'must be https://'],
    [
      { PAGERDUTY_API_TOKEN: 'u+t', PAGERDUTY_API_URL: 'http://api.example.com' },
      'PAGERDUTY_API_URL must begin with https://',
    ],
    [
      { PAGERDUTY_API_TOKEN: 'u+t', PAGERDUTY_API_URL: 'https://me:pass@api.example.com' },
      'must hold no user',
    ],
  ])('%j is refused with a sentence', (env, sentence) => {
    expect(() => read(env)).toThrow(ConfigError)
    expect(() => read(env)).toThrow(sentence)
  })
})
