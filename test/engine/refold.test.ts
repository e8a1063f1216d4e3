import { describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine/engine.ts'
import { refold } from '../../src/engine/refold.ts'
import { verify } from '../../src/engine/verify.ts'
import { errand } from './errand.ts'
import { ANA, KEY, POLICY, rig } from './rig.ts'

/** The errand as a later Tocsin might know it: another state, other timers, other labels. */
const later = {
  ...errand,
  version: 2,
  initial: { ...errand.initial, told: 0 },
  evolve: (state: object, entry: never) => ({ ...errand.evolve(state as never, entry), told: 1 }),
  timers: (state: { nextNag?: number }) =>
    state.nextNag === undefined ? [] : [{ name: 'nag-again', due: state.nextNag }],
  labels: (state: { done: boolean }) => (state.done ? ['over'] : ['going']),
}

/** More than one batch of streams, written by the errand of today. */
async function given(kind: 'sqlite' | 'postgres', count = 120) {
  const bot = await rig({ kind })
  await Promise.all(
    Array.from({ length: count }, (_, n) => bot.errands.begin(() => ({ type: 'give', what: `${n}` }), ANA)),
  )
  await bot.errands.handle('ERR-7', { type: 'finish' }, ANA)
  const again = (decider = later) => refold({ store: bot.store, deciders: [decider as never], log: bot.log })
  const faults = async () => {
    const found: string[] = []
    for await (const { stream, what } of verify({
      store: bot.store,
      chainKey: KEY,
      deciders: [later as never],
    }))
      found.push(`${stream} ${what}`)
    return found
  }
  return { ...bot, again, faults, fact: () => bot.store.fact('state-version:errand') }
}

describe.each(['sqlite', 'postgres'] as const)('a new version of a decider on %s', (kind) => {
  it('has every state, timer and label of its streams made anew before anything runs', async () => {
    const { again, faults, store, fact, logged } = await given(kind)
    await again()
    expect(JSON.parse((await store.load('ERR-7')).row?.state ?? '')).toMatchObject({ told: 1, done: true })
    expect(await store.labelsOf('ERR-7')).toEqual(['over'])
    expect(await store.timersOf('ERR-120')).toMatchObject([{ name: 'nag-again' }])
    expect(await faults()).toEqual([])
    expect(await fact()).toBe('2')
    expect(logged).toMatchObject([{ facts: { kind: 'errand', streams: 120, from: '1', to: 2 } }])
  })

  it('goes on where it was interrupted, and never passes for done before it is', async () => {
    const { again, faults, store, fact, logged } = await given(kind)
    const { commit } = store
    let commits = 0
    store.commit = async (asked) => {
      commits += 1
      if (commits > 70) throw new Error('killed')
      return commit(asked)
    }
    await expect(again()).rejects.toThrow('killed')
    expect(await fact()).toBe('2 after 50')
    store.commit = commit
    await again()
    expect(logged).toMatchObject([{ facts: { streams: 70 } }])
    expect(await faults()).toEqual([])
  })

  it('begins from the start when yet another version comes after an interrupted one', async () => {
    const { again, store, fact, logged } = await given(kind)
    await store.setFact('state-version:errand', '2 after 50')
    await again({ ...later, version: 3 })
    expect(logged).toMatchObject([{ facts: { streams: 120, to: 3 } }])
    expect(await fact()).toBe('3')
  })

  it('is done once, and not at all in a database that is new', async () => {
    const { again, store, logged } = await given(kind, 7)
    await again()
    logged.length = 0
    const { commit } = store
    store.commit = () => Promise.reject(new Error('nothing is to be written'))
    await again()
    store.commit = commit
    expect(logged).toEqual([])
    const empty = await rig({ kind })
    expect(empty.logged).toEqual([])
  })

  it('takes a stream that another replica of the new version moves meanwhile as it is then', async () => {
    const { again, faults, store, clock, log } = await given(kind, 7)
    const parts = { store, clock, log, chainKey: KEY, policy: () => POLICY, policyOf: async () => POLICY }
    const replica = createEngine({ ...parts, deciders: [later as never] }).streams(later as never)
    const { commit } = store
    store.commit = async (asked) => {
      if (asked.stream.id === 'ERR-1') {
        store.commit = commit
        // It has folded this stream anew, and then goes on with it, before we come to write what we folded.
        await commit(asked)
        await replica.handle('ERR-1', { type: 'record-sent', as: 'm1' } as never, ANA)
      }
      return commit(asked)
    }
    await again()
    expect(await faults()).toEqual([])
    expect(JSON.parse((await store.load('ERR-1')).row?.state ?? '')).toMatchObject({ told: 1, sentAs: 'm1' })
  })

  it('leaves a timeline that cannot be read, says so, and does the others', async () => {
    const { again, store, database, logged } = await given(kind, 7)
    await database.writes.updateTable('entries').set({ event: '{' }).where('stream', '=', 'ERR-3').execute()
    await again()
    expect(logged[0]).toMatchObject({ level: 'error', facts: { stream: 'ERR-3' } })
    expect(JSON.parse((await store.load('ERR-7')).row?.state ?? '')).toMatchObject({ told: 1 })
  })
})
