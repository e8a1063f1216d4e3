import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/engine/database.ts'
import type { Outcome } from '../../src/engine/outcome.ts'
import { ANA, rig } from './rig.ts'

const GIVE = () => ({ type: 'give', what: 'milk' }) as const

/** Two bots on one PostgreSQL. */
async function pair(answer?: () => Outcome | Promise<Outcome>) {
  const one = await rig({ kind: 'postgres', ...(answer && { answer }) })
  const two = await rig({ url: one.url, ...(answer && { answer }) })
  return { one, two }
}

describe('replicas on one PostgreSQL', () => {
  it('send what is owed once between them', async () => {
    const { one, two } = await pair()
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => one.errands.begin(() => ({ type: 'give', what: `${n}` }), ANA)),
    )
    one.start()
    two.start()
    for (let n = 0; n < 100 && (await one.store.outbox.backlog()).length > 0; n += 1) {
      await Promise.all([one.quiet(), two.quiet()])
      one.dispatcher.wake()
      two.dispatcher.wake()
    }
    const tells = [...one.sent, ...two.sent].filter(({ kind }) => kind === 'post.tell')
    expect(tells).toHaveLength(20)
    expect(new Set(tells.map(({ key }) => key)).size).toBe(20)
  })

  it('know of each other whether a try may have arrived, however old what they looked at is', async () => {
    const { one, two } = await pair(() => ({ outcome: 'unknown', why: 'no answer' }))
    await one.errands.begin(GIVE, ANA)
    const stale = await two.store.outbox.due(two.clock.now(), 10)
    one.start()
    await one.quiet()
    two.clock.advance(60_000)
    const { due } = two.store.outbox
    let looks = 0
    two.store.outbox.due = async (...asked) => (looks++ === 0 ? stale : due(...asked))
    two.start()
    await expect.poll(() => two.sent.length).toBeGreaterThan(2)
    const again = two.sent.filter(({ kind }) => kind !== 'post.nag')
    expect(again.map(({ maybeSent }) => maybeSent)).not.toContain(false)
  })

  it('take over from the dead without taking away from each other', async () => {
    const { one, two } = await pair()
    await one.errands.begin(GIVE, ANA)
    const [first] = await one.store.outbox.due(one.clock.now(), 1)
    const position = first?.position ?? 0
    await one.store.outbox.claim(position, 'dead', one.clock.now())
    // While two still asks whether the owner is dead, one takes over and begins to send.
    const now = one.clock.now()
    await two.store.outbox.reclaim(async () => {
      await one.store.outbox.reclaim(async (owner) => owner === 'dead', now)
      await one.store.outbox.claim(position, one.database.owner, now + 5_000)
      return true
    }, now)
    const row = await one.database.reads
      .selectFrom('outbox')
      .select(['status', 'owner'])
      .where('position', '=', position)
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ status: 'sending', owner: one.database.owner })
  })

  it('decide a request that reaches both at once only once, and both say what came of it', async () => {
    const { one, two } = await pair()
    for (let n = 0; n < 10; n += 1) {
      const request = { ...ANA, key: `twice-${n}` }
      const begun = await Promise.all([one, two].map(({ errands }) => errands.begin(GIVE, request)))
      expect(begun.map(({ result }) => result).sort()).toEqual(['committed', 'duplicate'])
      const id = begun.map((each) => ('id' in each ? each.id : ''))
      expect(id[0]).toBe(id[1])
      const finish = { ...ANA, key: `finish-${n}` }
      const finished = await Promise.all(
        [one, two].map(({ errands }) => errands.handle(id[0] ?? '', { type: 'finish' }, finish)),
      )
      expect(finished.map(({ result }) => result).sort()).toEqual(['committed', 'duplicate'])
      expect(finished).toMatchObject([{ state: { done: true } }, { state: { done: true } }])
    }
  })

  it('commit batches over the same streams in opposite orders', async () => {
    const { one, two } = await pair()
    const ids = Array.from({ length: 12 }, (_, n) => `ERR-${n + 1}`)
    await Promise.all(ids.map(() => one.errands.begin(GIVE, ANA)))
    const record = (bot: typeof one, id: string) =>
      bot.errands.handle(id, { type: 'record-sent', as: 'x' }, ANA)
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([
        ...ids.map((id) => record(one, id)),
        ...ids.toReversed().map((id) => record(two, id)),
      ])
    }
    for (const id of ids) expect(await one.errands.entries(id)).toHaveLength(11)
  })

  it('stay alive for each other when a connection is lost, and go on working', async () => {
    const { one, two } = await pair()
    const other = await openDatabase(one.url)
    expect(await two.database.isAlive(one.database.owner)).toBe(true)
    const cut = () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`.execute(other.reads)
    const begun = Promise.allSettled(Array.from({ length: 30 }, () => one.errands.begin(GIVE, ANA)))
    await cut()
    await begun
    await expect
      .poll(() => two.database.isAlive(one.database.owner).catch(() => undefined), { timeout: 10_000 })
      .toBe(true)
    await expect
      .poll(() =>
        one.errands.begin(GIVE, ANA).then(
          ({ result }) => result,
          () => 'failed',
        ),
      )
      .toBe('committed')
    await other.close()
  })
})
