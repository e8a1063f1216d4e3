import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/config/config.ts'
import { DatabaseUnavailable, openDatabase } from '../../src/engine/database.ts'

describe('an environment that cannot work', () => {
  it.each([
    [
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      /^SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN .* nor SLACK_SIGNING_SECRET/,
    ],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, /^SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not/],
    [{ SLACK_SIGNING_SECRET: 's' }, /^SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN is not/],
    [{ SLACK_BOT_TOKEN: 'xoxp-1', SLACK_APP_TOKEN: 'xapp-1' }, /^SLACK_BOT_TOKEN must begin with xoxb-/],
    [{ HEARTBEAT_URL: 'http://beats.example/x' }, /^HEARTBEAT_URL must begin with https/],
    [{ HEARTBEAT_URL: 'https://beats.example/x', HEARTBEAT_SECONDS: '5' }, /^HEARTBEAT_SECONDS must be/],
    [{ HEARTBEAT_SECONDS: '60' }, /^HEARTBEAT_SECONDS is set, but HEARTBEAT_URL is not/],
    [{ PORT: 'eighty' }, /^PORT must be a port number/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of/],
    [{ PORT: '39999', WORKSPACE_PORT: '39999' }, /^WORKSPACE_PORT must be a port of its own/],
    [{ PORT: '65535', WORKSPACE_PORT: '' }, /^WORKSPACE_PORT must be a port of its own/],
    [{ OFREP_TOKEN: 'a-token-of-a-service, short' }, /^OFREP_TOKEN must have at least 16 characters/],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', SLACK_API_URL: 'http://slack.example/api/' },
      /^SLACK_API_URL must begin with https:\/\/, since a secret is sent there/,
    ],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', OFREP_ORIGINS: 'https://shop.example' },
      /^OFREP_ORIGINS is set, but OFREP_TOKEN is not/,
    ],
    [{ OFREP_ORIGINS: 'https://shop.example/path' }, /^OFREP_ORIGINS must be origins such as/],
  ])('such as %j is refused in one sentence that says what to do', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(ConfigError)
    expect(() => readConfig(env)).toThrow(sentence)
  })
})

describe('an address of a database', () => {
  it.each([
    ['mysql://localhost/x', /^DATABASE_URL must be the path of a SQLite file, or postgres/],
    [':memory:', /^DATABASE_URL must be the path/],
    ['/proc/x/tocsin.db', /^The database \/proc\/x\/tocsin\.db cannot be opened: /],
  ])('such as %s is refused in one sentence', async (url, sentence) => {
    const opening = openDatabase(url)
    await expect(opening).rejects.toThrow(DatabaseUnavailable)
    await expect(opening).rejects.toThrow(sentence)
  })
})
