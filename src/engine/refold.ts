import type { StreamRow } from '../../db/schema.ts'
import type { DispatchLog } from './dispatch.ts'
import { type AnyDecider, foldStream } from './fold.ts'
import type { Store } from './store.ts'

/** Streams that are rewritten in one transaction. */
const BATCH = 50
/** Replicas that start together refold the same streams; whoever is late looks again. */
const CONFLICTS_MAX = 20

/** Under this name the database remembers which version of a decider its states are of. */
export function versionFact(kind: string): string {
  return `state-version:${kind}`
}

/**
 * Brings the stored states to the deciders' shape of today: when a decider's version is not the stored one, its
 * streams are folded anew from their entries, and their timers and labels follow. How far it came is remembered
 * after each batch, so that an interrupted start goes on there; doing a stream twice changes nothing. Must be
 * done before anything else reads a state.
 */
export async function refold(parts: {
  store: Store
  deciders: AnyDecider[]
  log: Pick<DispatchLog, 'info' | 'error'>
}): Promise<void> {
  const { store, log } = parts
  for (const decider of parts.deciders) {
    const { kind, version } = decider
    const fact = versionFact(kind)
    const known = await store.fact(fact)
    if (known === String(version)) continue
    // While it is under way the fact equals no version, so that an older Tocsin started now does not trust it either.
    const underWay = `${version} after `
    let after = known?.startsWith(underWay) ? Number(known.slice(underWay.length)) : 0
    let streams = 0
    for (;;) {
      const rows = await store.streamsNumbered(kind, after, BATCH)
      await Promise.all(rows.map((row) => rewrite(store, decider, row, log)))
      streams += rows.length
      after = rows.at(-1)?.number ?? after
      if (rows.length < BATCH) break
      await store.setFact(fact, `${underWay}${after}`)
    }
    await store.setFact(fact, String(version))
    if (streams > 0) log.info({ kind, streams, from: known, to: version }, 'States were folded anew')
  }
}

async function rewrite(
  store: Store,
  decider: AnyDecider,
  first: StreamRow,
  log: Pick<DispatchLog, 'error'>,
): Promise<void> {
  const { id: stream } = first
  let row: StreamRow | undefined = first
  for (let conflicts = 0; row !== undefined && conflicts < CONFLICTS_MAX; conflicts += 1) {
    const { seq, updated_at: now } = row
    let state: unknown
    try {
      state = await foldStream(store, decider, stream, seq)
    } catch (error) {
      // One timeline that cannot be read must not keep the bot from starting for all others.
      log.error({ err: error, stream }, 'A stream could not be folded anew')
      return
    }
    const result = await store.commit({
      stream: { ...row, state: JSON.stringify(state) },
      expectedSeq: seq,
      entries: [],
      effects: [],
      timers: decider.timers(state).map((timer) => ({ stream, ...timer })),
      labels: decider.labels(state),
      now,
    })
    if (result === 'committed') return
    row = (await store.load(stream)).row
  }
  throw new Error(`${stream} changed ${CONFLICTS_MAX} times while it was folded anew`)
}
