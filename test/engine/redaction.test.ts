import { readFileSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { digestOf, linkHash } from '../../src/engine/chain.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { verify } from '../../src/engine/verify.ts'
import { emptyDatabase } from './databases.ts'
import { errand } from './errand.ts'
import { ANA, KEY, rig } from './rig.ts'

const SECRET = 'hunter2-is-the-password'

async function told(kind: 'sqlite' | 'postgres' = 'sqlite', words = SECRET) {
  const bot = await rig({ kind })
  await bot.errands.begin(() => ({ type: 'give', what: 'milk' }), ANA)
  await bot.errands.handle('ERR-1', { type: 'say', words }, ANA)
  await bot.errands.handle('ERR-1', { type: 'record-sent', as: 'm1' }, ANA)
  const hush = (...entries: number[]) => bot.errands.handle('ERR-1', { type: 'hush', entries }, ANA)
  const faults = async () => {
    const found: string[] = []
    for await (const { seq, what } of verify({ store: bot.store, chainKey: KEY, deciders: [errand] }))
      found.push(`${seq ?? ''} ${what}`)
    return found
  }
  return { ...bot, db: bot.database.writes, hush, faults }
}

describe.each(['sqlite', 'postgres'] as const)('a redaction on %s', (kind) => {
  it('takes the words from the entry and from the state, and the timeline still verifies', async () => {
    const { errands, hush, faults } = await told(kind)
    expect(await hush(2)).toMatchObject({ result: 'committed', state: { said: '', sentAs: 'm1' } })
    expect(await errands.entry('ERR-1', 2)).toMatchObject({
      event: { type: 'said', words: '' },
      actor: { id: 'U0ANA' },
      redactedBy: 4,
    })
    expect(await errands.load('ERR-1')).toEqual({
      what: 'milk',
      nags: 0,
      done: false,
      nextNag: expect.any(Number),
      said: '',
      sentAs: 'm1',
    })
    expect(await faults()).toEqual([])
  })

  it('leaves what was said later in the state', async () => {
    const { errands, hush, faults } = await told(kind)
    await errands.handle('ERR-1', { type: 'say', words: 'all fine' }, ANA)
    await hush(2)
    expect(await errands.load('ERR-1')).toMatchObject({ said: 'all fine' })
    expect(await faults()).toEqual([])
  })

  it('takes the words of several entries in one commit', async () => {
    const { errands, hush, faults } = await told(kind)
    await errands.handle('ERR-1', { type: 'say', words: SECRET }, ANA)
    expect(await hush(2, 4)).toMatchObject({ result: 'committed', state: { said: '' } })
    const marks = (await errands.entries('ERR-1')).map(({ redactedBy }) => redactedBy)
    expect(marks).toEqual([undefined, 5, undefined, 6, undefined, undefined])
    expect(await faults()).toEqual([])
  })

  it('is refused for an entry that has no words, is not there, or has lost them already', async () => {
    const { hush } = await told(kind)
    const refused = { result: 'rejected', rejection: { code: 'no-words' } }
    expect(await hush(3)).toMatchObject(refused)
    expect(await hush(9)).toMatchObject(refused)
    await hush(2)
    expect(await hush(2)).toMatchObject(refused)
  })

  it('takes place once when two ask for it together', async () => {
    const { hush, errands, faults } = await told(kind)
    const results = (await Promise.all([hush(2), hush(2)])).map(({ result }) => result)
    expect(results.sort()).toEqual(['committed', 'rejected'])
    expect(await errands.entries('ERR-1')).toHaveLength(4)
    expect(await faults()).toEqual([])
  })
})

describe('verify, of redactions', () => {
  it('finds words that came back, or others that were put there', async () => {
    const { db, hush, faults } = await told()
    await hush(2)
    const forged = JSON.stringify({ type: 'said', words: 'all is well' })
    await db.updateTable('entries').set({ event: forged }).where('seq', '=', 2).execute()
    expect(await faults()).toContain('2 says that it was redacted, but it has words')
  })

  it('finds one without words in the place of the one that the redaction left', async () => {
    const { db, errands, hush, faults } = await told()
    await hush(2)
    const [, said] = await db.selectFrom('entries').selectAll().orderBy('seq').execute()
    expect(said?.event).toBe('{"type":"said","words":""}')
    const forged = JSON.stringify({ type: 'finished' })
    await db.updateTable('entries').set({ event: forged, type: 'finished' }).where('seq', '=', 2).execute()
    const { nextNag: _, ...state } = (await errands.load('ERR-1')) ?? {}
    const folded = { what: 'milk', nags: 0, done: true, sentAs: 'm1' }
    expect(state).toMatchObject({ done: false })
    await db
      .updateTable('streams')
      .set({ state: JSON.stringify(folded) })
      .execute()
    expect(await faults()).toContain('4 says that entry 2 was redacted, but it is not what that left of it')
  })

  it('takes an old one that does not say what it left', async () => {
    const { db, hush, faults } = await told()
    await hush(2)
    const [, , before, hushed] = await db.selectFrom('entries').selectAll().orderBy('seq').execute()
    if (!before || !hushed) throw new Error('There are four entries')
    expect(JSON.parse(hushed.event)).toMatchObject({ left: expect.stringMatching(/^[0-9a-f]{64}$/) })
    const event = JSON.stringify({ type: 'hushed', entry: 2 })
    const digest = digestOf(KEY, event)
    const { stream, seq, actor, via, at, recorded_at: recordedAt } = hushed
    const hash = linkHash(KEY, before.hash, { stream, seq, actor, via, at, recordedAt, digest })
    await db.updateTable('entries').set({ event, digest, hash }).where('seq', '=', 4).execute()
    await db.updateTable('streams').set({ head: hash }).execute()
    expect(await faults()).toEqual([])
  })

  it('finds a text that was taken away with no entry that says so', async () => {
    const { db, faults } = await told()
    const text = JSON.stringify({ type: 'said', words: '' })
    await db.updateTable('entries').set({ event: text, redacted_by: 3 }).where('seq', '=', 2).execute()
    expect(await faults()).toContain('2 says that it was redacted, but no later entry did that')
  })

  it('finds a redaction that is claimed for another entry than the one that it names', async () => {
    const { db, errands, hush, faults } = await told()
    await errands.handle('ERR-1', { type: 'say', words: 'evidence' }, ANA)
    await hush(2)
    const text = JSON.stringify({ type: 'said', words: '' })
    await db.updateTable('entries').set({ event: text, redacted_by: 5 }).where('seq', '=', 4).execute()
    expect(await faults()).toContain('4 says that it was redacted, but no later entry did that')
  })

  it('finds a text that was put back without its mark', async () => {
    const { db, hush, faults } = await told()
    const [, said] = await db.selectFrom('entries').selectAll().orderBy('seq').execute()
    await hush(2)
    await db
      .updateTable('entries')
      .set({ event: said?.event ?? '', redacted_by: null })
      .where('seq', '=', 2)
      .execute()
    expect(await faults()).toContain('4 says that entry 2 was redacted, but it was not')
  })

  it('finds an earlier entry named as the one that took the words', async () => {
    const { db, hush, faults } = await told()
    await hush(2)
    await db.updateTable('entries').set({ redacted_by: 1 }).where('seq', '=', 2).execute()
    expect(await faults()).toContain('2 says that it was redacted, but no later entry did that')
  })
})

describe('what was redacted, on SQLite', () => {
  const files = (url: string) => ['', '-wal'].map((suffix) => readFileSync(url + suffix).toString('latin1'))

  it.each([
    ['short', SECRET],
    ['that fills pages of its own', `${SECRET} `.repeat(1_000)],
  ])('is in no file of the database any more: a text %s', async (_, words) => {
    const { url, errands, hush } = await told('sqlite', words)
    for (let n = 0; n < 5; n += 1) await errands.handle('ERR-1', { type: 'record-sent', as: `m${n}` }, ANA)
    expect(files(url).join()).toContain(SECRET) // it can be found at all
    await hush(2)
    expect(files(url).join()).not.toContain(SECRET)
  })

  it('goes from the free pages of a file that was begun before there were redactions', async () => {
    const url = await emptyDatabase('sqlite')
    await (await openDatabase(url)).close()
    const old = new Sqlite(url)
    old.exec('drop index entries_type; alter table entries drop column redacted_by')
    old.exec('drop table flags; drop table evidence_files')
    old.exec(`delete from kysely_migration where name > '0001-engine'`)
    old.exec('pragma secure_delete = off; create table scrap (text)')
    for (let n = 0; n < 50; n += 1) old.prepare('insert into scrap values (?)').run(SECRET.repeat(99))
    old.pragma('wal_checkpoint')
    old.exec('drop table scrap')
    old.close()
    expect(readFileSync(url).toString('latin1')).toContain(SECRET)
    const database = await openDatabase(url)
    expect(files(url).join()).not.toContain(SECRET)
    await database.close()
  })

  it('goes from the log later when somebody was reading all the while', async () => {
    const { url, store, clock, hush } = await told()
    const reader = new Sqlite(url, { readonly: true })
    reader.exec('begin')
    reader.prepare('select count(*) from entries').get()
    await hush(2)
    expect(files(url).join()).toContain(SECRET)
    reader.close()
    await store.forgetInbox(clock.now())
    expect(files(url).join()).not.toContain(SECRET)
  })

  it('is gone though the log could not be emptied; what follows from it is done and nobody is told otherwise', async () => {
    const { database, engine, hush } = await told()
    const committed: string[] = []
    engine.onCommit(({ entries }) => committed.push(...entries.map(({ event }) => event.type)))
    database.forget = () => Promise.reject(new Error('disk I/O error'))
    expect(await hush(2)).toMatchObject({ result: 'committed', state: { said: '' } })
    expect(committed).toEqual(['hushed'])
  })

  it('goes from the log at the next start when the end came right after the commit', async () => {
    const { url, errands, hush, database } = await told()
    database.forget = async () => true // as if killed before it
    await hush(2)
    expect(files(url)[1]).toContain(SECRET)
    await errands.load('ERR-1')
    const copy = `${url}-copy`
    for (const suffix of ['', '-wal']) writeFileSync(copy + suffix, readFileSync(url + suffix))
    const next = await openDatabase(copy)
    expect(files(copy).join()).not.toContain(SECRET)
    await next.close()
  })
})
