import { createSecretKey } from 'node:crypto'
import type { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../db/schema.ts'
import { linkHash } from '../../src/engine/chain.ts'
import { markNewest } from '../../src/engine/newest.ts'
import { verify } from '../../src/engine/verify.ts'
import { errand } from './errand.ts'
import { ANA, KEY, rig } from './rig.ts'

async function worked(kind: 'sqlite' | 'postgres' = 'sqlite') {
  const bot = await rig({ kind })
  await bot.errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
  await bot.errands.handle('ERR-1', { type: 'record-sent', as: 'm1' }, ANA)
  await bot.errands.handle('ERR-1', { type: 'finish' }, ANA)
  await bot.errands.begin(() => ({ type: 'give', what: 'bread' }), ANA)
  const faults = async (chainKey = KEY) => {
    const found: string[] = []
    for await (const { stream, seq, what } of verify({ store: bot.store, chainKey, deciders: [errand] })) {
      found.push(`${stream}${seq === undefined ? '' : `:${seq}`} ${what}`)
    }
    return found
  }
  return { ...bot, db: bot.database.writes, faults }
}

describe('an entry’s hash', () => {
  const link = { stream: 'ERR-1', seq: 2, actor: 'U1', via: 'command', at: 3, recordedAt: 4, digest: 'd' }

  it.each([
    ['the entry before', 'other', {}],
    ['its stream', 'h1', { stream: 'ERR-2' }],
    ['its place', 'h1', { seq: 3 }],
    ['who did it', 'h1', { actor: 'U2' }],
    ['how it came', 'h1', { via: 'button' }],
    ['when it happened', 'h1', { at: 5 }],
    ['when it was recorded', 'h1', { recordedAt: 5 }],
    ['its text', 'h1', { digest: 'e' }],
  ])('covers %s', (_, previous, change) => {
    expect(linkHash(KEY, previous, { ...link, ...change })).not.toBe(linkHash(KEY, 'h1', link))
  })
})

describe('verify', () => {
  it('finds nothing wrong in what the engine wrote', async () => {
    const { faults } = await worked()
    expect(await faults()).toEqual([])
  })

  it('finds a changed text', async () => {
    const { db, faults } = await worked()
    await db.updateTable('entries').set({ event: '{"type":"sent","as":"m2"}' }).where('seq', '=', 2).execute()
    expect(await faults()).toEqual(['ERR-1:2 has a text that is not the one that was committed'])
  })

  it.each([
    ['who did it', { actor: 'U0EVE' }],
    ['when it happened', { at: 5 }],
    ['how it came', { via: 'button' }],
  ])('finds a change of %s', async (_, change) => {
    const { db, faults } = await worked()
    await db.updateTable('entries').set(change).where('stream', '=', 'ERR-1').where('seq', '=', 2).execute()
    expect(await faults()).toEqual([
      'ERR-1:2 does not follow from the entry before: it was changed, inserted or moved',
    ])
  })

  it('finds a removed entry by what is missing before the next', async () => {
    const { db, faults } = await worked()
    await db.deleteFrom('entries').where('stream', '=', 'ERR-1').where('seq', '=', 2).execute()
    expect((await faults())[0]).toBe('ERR-1:3 stands where entry 2 should be: entries are missing')
  })

  it('finds two entries that changed places', async () => {
    const { db, faults } = await worked()
    for (const [from, to] of [
      [2, 99],
      [3, 2],
      [99, 3],
    ] as const) {
      await db
        .updateTable('entries')
        .set({ seq: to })
        .where('stream', '=', 'ERR-1')
        .where('seq', '=', from)
        .execute()
    }
    expect((await faults()).length).toBeGreaterThan(0)
  })

  it('finds an entry forged by someone without the key', async () => {
    const { faults } = await worked()
    expect((await faults(createSecretKey(Buffer.alloc(32, 8))))[0]).toBe(
      'ERR-1:1 has a text that is not the one that was committed',
    )
  })

  it('finds a tail that was cut off', async () => {
    const { db, faults } = await worked()
    await db.deleteFrom('entries').where('stream', '=', 'ERR-1').where('seq', '=', 3).execute()
    expect((await faults())[0]).toMatch(/^ERR-1:2 ends here, but its row says entry 3/)
  })

  const LEAVES = ['entries', 'inbox', 'labels', 'outbox', 'timers'] as const
  async function erase(db: Kysely<Database>, id: string) {
    for (const table of LEAVES) await db.deleteFrom(table).where('stream', '=', id).execute()
    await db.deleteFrom('streams').where('id', '=', id).execute()
  }

  it('finds the newest stream gone with everything that was kept about it', async () => {
    const { db, faults } = await worked()
    await erase(db, 'ERR-2')
    expect(await faults()).toEqual(['ERR-2 is not there, though ERR-2 was begun'])
  })

  it('finds that still when there are newer ones, which do not take its number', async () => {
    const { db, errands, faults } = await worked()
    await erase(db, 'ERR-2')
    const begun = await errands.begin(() => ({ type: 'give', what: 'jam' }), ANA)
    expect(begun).toMatchObject({ result: 'committed', id: 'ERR-3' })
    expect(await faults()).toEqual(['ERR-2 is not there, though ERR-3 is'])
  })

  it('finds all streams gone', async () => {
    const { db, faults } = await worked()
    await erase(db, 'ERR-2')
    await erase(db, 'ERR-1')
    expect(await faults()).toEqual(['ERR-1 is not there, with all up to ERR-2, though ERR-2 was begun'])
  })

  it('finds that somebody without the key wrote how far numbers have come, and numbers do not follow it', async () => {
    const { db, errands, store, faults } = await worked()
    await erase(db, 'ERR-2')
    await store.setFact('newest:errand', `900 ${'0'.repeat(64)}`)
    expect(await faults()).toEqual(['ERR-1 is followed by a mark that was made without the key'])
    expect(await errands.begin(() => ({ type: 'give', what: 'jam' }), ANA)).toMatchObject({ id: 'ERR-2' })
  })

  it('of a database that an older version wrote marks what is there at the next start', async () => {
    const { db, store, faults } = await worked()
    await db.deleteFrom('facts').where('name', '=', 'newest:errand').execute()
    expect(await faults()).toEqual([])
    await markNewest({ store, deciders: [errand], chainKey: KEY })
    await erase(db, 'ERR-2')
    expect(await faults()).toEqual(['ERR-2 is not there, though ERR-2 was begun'])
  })

  it('finds a state row that somebody edited', async () => {
    const { db, faults } = await worked()
    await db
      .updateTable('streams')
      .set({ state: '{"what":"milk","nags":9,"done":true}' })
      .where('id', '=', 'ERR-1')
      .execute()
    expect(await faults()).toEqual(['ERR-1 has a state row that is not the fold of its entries'])
  })

  it('finds a state row that cannot be read at all', async () => {
    const { db, faults } = await worked()
    await db.updateTable('streams').set({ state: '{"what":' }).where('id', '=', 'ERR-1').execute()
    expect(await faults()).toEqual(['ERR-1 has a state row that is not the fold of its entries'])
  })

  it('finds labels that the state does not want', async () => {
    const { db, faults } = await worked()
    await db.updateTable('labels').set({ label: 'open' }).where('stream', '=', 'ERR-1').execute()
    expect(await faults()).toEqual(['ERR-1 is found by [open] where its state wants [done]'])
  })

  it('does not judge states that another version wrote', async () => {
    const { db, store } = await worked()
    await db.updateTable('streams').set({ state: '{"shape":"old"}' }).execute()
    await store.setFact('state-version:errand', '0')
    const walk = verify({ store, chainKey: KEY, deciders: [errand] })
    expect(await walk.next()).toEqual({ done: true, value: { streams: 2, entries: 4, unjudged: ['errand'] } })
  })

  it('takes a stream that moves while it is read for what it is', async () => {
    const bot = await worked()
    const { streamsAfter } = bot.store
    bot.store.streamsAfter = async (...asked) => {
      const rows = await streamsAfter(...asked)
      await bot.errands.handle('ERR-2', { type: 'finish' }, ANA).catch(() => {})
      return rows
    }
    expect(await bot.faults()).toEqual([])
  })

  it('finds timers that the state does not want', async () => {
    const { db, faults } = await worked()
    await db.deleteFrom('timers').execute()
    expect((await faults())[0]).toMatch(/^ERR-2 has timers \[\] where its state wants \[nag at /)
  })
})

describe.each(['sqlite', 'postgres'] as const)('verify on %s', (kind) => {
  it('finds a timeline that was deleted whole, by the gap in the numbers', async () => {
    const { db, faults, errands } = await worked(kind)
    for (const what of ['a', 'b']) await errands.begin(() => ({ type: 'give', what }), ANA)
    await removeStreams(db, ['ERR-2', 'ERR-3'])
    expect(await faults()).toEqual(['ERR-2 is not there, with all up to ERR-3, though ERR-4 is'])
  })

  it('finds the newest timeline deleted by what still names it', async () => {
    const { db, faults } = await worked(kind)
    await db.deleteFrom('streams').where('id', '=', 'ERR-2').execute()
    expect(await faults()).toEqual([
      'ERR-2 is not there, though ERR-2 was begun',
      'ERR-2 is not there, though there are entries, labels, outbox, timers of it',
    ])
  })

  it('finds a tail that was cut off, though the row was made to fit', async () => {
    const { db, faults, store } = await worked(kind)
    const [, second] = await store.entries('ERR-1', { after: 0, limit: 2 })
    await db.deleteFrom('entries').where('stream', '=', 'ERR-1').where('seq', '=', 3).execute()
    await db
      .updateTable('streams')
      .set({ seq: 2, head: second?.hash ?? '' })
      .where('id', '=', 'ERR-1')
      .execute()
    expect(await faults()).toEqual(['ERR-1 has a state row that is not the fold of its entries'])
  })

  it('finds a row that ends with another hash', async () => {
    const { db, faults } = await worked(kind)
    await db
      .updateTable('streams')
      .set({ head: 'f'.repeat(64) })
      .where('id', '=', 'ERR-1')
      .execute()
    expect(await faults()).toEqual(['ERR-1:3 does not end with the hash that its row has'])
  })
})

async function removeStreams(db: Kysely<Database>, ids: string[]): Promise<void> {
  await db.deleteFrom('streams').where('id', 'in', ids).execute()
  for (const table of ['entries', 'labels', 'outbox', 'timers', 'inbox'] as const)
    await db.deleteFrom(table).where('stream', 'in', ids).execute()
}
