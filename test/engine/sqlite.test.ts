import { statSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { chainKey, holdToKey } from '../../src/engine/chain-key.ts'
import { DatabaseUnavailable, openDatabase } from '../../src/engine/database.ts'
import { emptyDatabase } from './databases.ts'
import { ANA, rig } from './rig.ts'

const GIVE = () => ({ type: 'give', what: 'milk' }) as const

describe('on SQLite', () => {
  it('writes ahead and waits for the disk at every commit', async () => {
    const { database } = await rig()
    const pragma = async (name: string) => {
      const { sql } = await import('kysely')
      const { rows } = await sql<Record<string, unknown>>`${sql.raw(`pragma ${name}`)}`.execute(
        database.writes,
      )
      return Object.values(rows[0] ?? {})[0]
    }
    expect([await pragma('journal_mode'), await pragma('synchronous')]).toEqual(['wal', 2])
  })

  it('refuses a second bot on the same file in a sentence, and lets one in when the first is gone', async () => {
    const url = await emptyDatabase('sqlite')
    const first = await openDatabase(url)
    await expect(openDatabase(url)).rejects.toThrow(
      /^Another Tocsin is running on .*Stop it, or set DATABASE_URL/,
    )
    await first.close()
    await (await openDatabase(url)).close()
  })

  it('can be read beside a running bot', async () => {
    const bot = await rig()
    await bot.errands.begin(GIVE, ANA)
    const beside = await openDatabase(bot.url, { readOnly: true })
    expect(await beside.reads.selectFrom('streams').select('id').execute()).toEqual([{ id: 'ERR-1' }])
    await expect(beside.writes.deleteFrom('streams').execute()).rejects.toThrow(/readonly/)
    await beside.close()
  })

  it('waits out another process that holds the file for a moment', async () => {
    const bot = await rig()
    const other = new Sqlite(bot.url)
    other.exec('begin immediate')
    const begun = bot.errands.begin(GIVE, ANA)
    await new Promise((resolve) => setImmediate(resolve))
    other.exec('rollback')
    other.close()
    expect(await begun).toMatchObject({ result: 'committed' })
  })

  it('tells the caller when the file stays locked, and has written nothing', async () => {
    const bot = await rig()
    const other = new Sqlite(bot.url)
    onTestFinished(() => void other.close())
    other.exec('begin immediate')
    await expect(bot.errands.begin(GIVE, ANA)).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    other.exec('rollback')
    expect(await bot.errands.begin(GIVE, ANA)).toMatchObject({ result: 'committed', id: 'ERR-1' })
  }, 60_000)

  it('lets many callers wait together for a locked file, and not one after another', async () => {
    const bot = await rig()
    const other = new Sqlite(bot.url)
    onTestFinished(() => void other.close())
    other.exec('begin immediate')
    const { pause } = bot.clock
    let pauses = 0
    bot.clock.pause = (ms) => {
      pauses += 1
      return pause(ms)
    }
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => bot.errands.begin(GIVE, ANA)))
    expect(asked.map(({ status }) => status)).toEqual(Array(10).fill('rejected'))
    expect(pauses).toBeLessThan(100)
    other.exec('rollback')
  })

  it('lets nobody wait for long who asks while it has been kept out for a while already', async () => {
    const bot = await rig()
    const other = new Sqlite(bot.url)
    onTestFinished(() => void other.close())
    other.exec('begin immediate')
    let pauses = 0
    bot.clock.pause = async () => {
      pauses += 1
    }
    const pausesOfOne = async () => {
      pauses = 0
      await expect(bot.errands.begin(GIVE, ANA)).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
      return pauses
    }
    const first = await pausesOfOne()
    expect(await pausesOfOne()).toBeLessThan(first / 3)
    other.exec('rollback')
    await bot.errands.begin(GIVE, ANA)
    other.exec('begin immediate')
    expect(await pausesOfOne()).toBe(first)
    other.exec('rollback')
  })

  it('tells the caller when the disk is full, and works again when there is room', async () => {
    const bot = await rig()
    const limit = async (pages: number) => {
      const { sql } = await import('kysely')
      await sql`${sql.raw(`pragma max_page_count = ${pages}`)}`.execute(bot.database.writes)
    }
    await limit(1)
    const what = 'x'.repeat(1_000_000)
    await expect(bot.errands.begin(() => ({ type: 'give', what }), ANA)).rejects.toMatchObject({
      code: 'SQLITE_FULL',
    })
    await limit(1_000_000)
    expect(await bot.errands.begin(() => ({ type: 'give', what }), ANA)).toMatchObject({
      result: 'committed',
    })
  })

  it('says in a sentence that a file cannot be opened', async () => {
    await expect(openDatabase('/dev/null/tocsin.db')).rejects.toThrow(DatabaseUnavailable)
  })
})

describe('the key of the hash chain', () => {
  it('is made once, readable by its owner only, and stays', async () => {
    const file = path.join(path.dirname(await emptyDatabase('sqlite')), 'deep', 'timeline.key')
    const key = chainKey(undefined, file)
    expect(chainKey(undefined, file).equals(key)).toBe(true)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('is not made anew for a database that was begun with another', async () => {
    const { store } = await rig()
    const known = (fingerprint: string) => store.firstFact('chain-key', fingerprint)
    await holdToKey(chainKey('ab'.repeat(32), 'unused'), known)
    await holdToKey(chainKey('ab'.repeat(32), 'unused'), known)
    await expect(holdToKey(chainKey('cd'.repeat(32), 'unused'), known)).rejects.toThrow(
      /^The key of the timelines is not the one that this database was begun with/,
    )
  })

  it('is refused when it is too short, with how to make one', () => {
    expect(() => chainKey('abc', 'unused')).toThrow(
      'TIMELINE_KEY must be 64 hex digits. Make one with: openssl rand -hex 32',
    )
    expect(chainKey('ab'.repeat(32), 'unused')).toMatchObject({ symmetricKeySize: 32 })
  })
})
