import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/config/config.ts'

function complaint(env: Record<string, string>): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('Nothing was wrong.')
}
const BOTH = { STATUSPAGE_API_KEY: 'key-1', STATUSPAGE_PAGE_ID: 'gytm4qzbx9t6' }

describe('the credentials of the status page', () => {
  it('may be absent, or be there with the address that it always has', () => {
    expect(readConfig({ STATUSPAGE_API_KEY: ' ' })).not.toHaveProperty('statuspage')
    expect(readConfig(BOTH).statuspage).toEqual({
      apiUrl: 'https://api.statuspage.io',
      apiKey: 'key-1',
      pageId: 'gytm4qzbx9t6',
    })
    const elsewhere = { ...BOTH, STATUSPAGE_API_URL: 'http://localhost:4000/statuspage/v1/' }
    expect(readConfig(elsewhere).statuspage?.apiUrl).toBe('http://localhost:4000/statuspage/v1/')
  })

  it.each<[Record<string, string>, string]>([
    [
      { STATUSPAGE_API_KEY: 'key-1' },
      'STATUSPAGE_API_KEY is set, but STATUSPAGE_PAGE_ID is not: set STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID to reach Statuspage, or neither.',
    ],
    [
      { STATUSPAGE_API_URL: 'https://status.example.com' },
      'STATUSPAGE_API_URL is set, but STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID are not: set STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID to reach Statuspage, or neither.',
    ],
    [
      { ...BOTH, STATUSPAGE_API_URL: 'http://api.statuspage.io' },
      'STATUSPAGE_API_URL must begin with https://, since a secret is sent there; http:// is only for this machine.',
    ],
    [
      { ...BOTH, STATUSPAGE_PAGE_ID: '../pages' },
      'STATUSPAGE_PAGE_ID is no id of a page: letters and digits as in its address.',
    ],
    [
      { ...BOTH, STATUSPAGE_API_KEY: 'key 1' },
      'STATUSPAGE_API_KEY holds a space or a character that it cannot have.',
    ],
  ])('that cannot work together are one sentence: %o', (env, sentence) => {
    expect(complaint(env)).toBe(sentence)
  })
})
