import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/config/config.ts'

const providersOf = (env: Record<string, string>) => readConfig(env).providers

function complaint(env: Record<string, string>): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('Nothing was wrong.')
}

describe('credentials of outside systems', () => {
  it('may all be absent', () => {
    expect(providersOf({})).toEqual({})
    expect(providersOf({ ARGOCD_URL: '', ARGOCD_TOKEN: ' ', SWITCH_WEBHOOK_SECRET: '' })).toEqual({})
  })

  it('are read, with LaunchDarkly where it always is', () => {
    const env = {
      LAUNCHDARKLY_TOKEN: 'api-1\n',
      UNLEASH_URL: 'https://unleash.example.com/api/',
      UNLEASH_TOKEN: 'user:1',
      ARGOCD_URL: 'http://localhost:8080',
      ARGOCD_TOKEN: 'eyJ.1.x',
      SWITCH_WEBHOOK_SECRET: 'sixteen-characters',
    }
    expect(providersOf(env)).toEqual({
      launchdarkly: { apiUrl: 'https://app.launchdarkly.com', token: 'api-1' },
      unleash: { url: 'https://unleash.example.com/api/', token: 'user:1' },
      argocd: { url: 'http://localhost:8080', token: 'eyJ.1.x' },
      webhook: { secret: 'sixteen-characters' },
    })
    const elsewhere = { LAUNCHDARKLY_TOKEN: 'api-1', LAUNCHDARKLY_API_URL: 'https://app.eu.launchdarkly.com' }
    expect(providersOf(elsewhere).launchdarkly?.apiUrl).toBe('https://app.eu.launchdarkly.com')
  })

  it.each([
    [{ UNLEASH_URL: 'https://u.example.com' }, 'UNLEASH_URL is set, but UNLEASH_TOKEN is not'],
    [{ UNLEASH_TOKEN: 'x' }, 'UNLEASH_TOKEN is set, but UNLEASH_URL is not'],
    [{ ARGOCD_URL: 'https://a.example.com' }, 'ARGOCD_URL is set, but ARGOCD_TOKEN is not'],
    [{ ARGOCD_TOKEN: 'x' }, 'ARGOCD_TOKEN is set, but ARGOCD_URL is not'],
    [
      { LAUNCHDARKLY_API_URL: 'https://l.example.com' },
      'LAUNCHDARKLY_API_URL is set, but LAUNCHDARKLY_TOKEN is not',
    ],
    [{ ARGOCD_URL: 'http://argocd.example.com', ARGOCD_TOKEN: 'x' }, 'ARGOCD_URL must begin with https://'],
    [
      { ARGOCD_URL: 'https://a:b@argocd.example.com', ARGOCD_TOKEN: 'x' },
      'ARGOCD_URL must hold no user and password',
    ],
    [{ SWITCH_WEBHOOK_SECRET: 'too-short' }, 'SWITCH_WEBHOOK_SECRET is too short'],
    [{ LAUNCHDARKLY_TOKEN: 'one two' }, 'LAUNCHDARKLY_TOKEN holds a space'],
  ])('are refused by halves: %o', (env, sentence) => {
    const said = complaint(env as Record<string, string>)
    expect(said).toContain(sentence)
    expect(said).toMatch(/[^.]\.$/)
    expect(said).not.toMatch(/one two|too-short|a:b/)
  })
})
