import type { KeyObject } from 'node:crypto'
import type { EntryRow, StreamRow } from '../../db/schema.ts'
import type { Actor, Asker, Decider, Entry, Instant, Rejection, Timer, Via } from '../core/decider.ts'
import { isRejection, LANES } from '../core/decider.ts'
import type { Policy } from '../core/policy.ts'
import { digestOf, linkHash } from './chain.ts'
import type { Clock } from './clock.ts'
import type { DispatchLog } from './dispatch.ts'
import type { Settlement } from './outbox.ts'
import type { Store } from './store.ts'
import { entryFromRow } from './stored-entry.ts'
import { createTurns } from './turns.ts'

/** The circumstances of a command. `key` makes it idempotent: a second commit under the same key is a duplicate. */
export type Request = { actor: Asker; via: Via; key?: string; at?: Instant }

/** What became of a command. In `duplicate`, state is what is stored now. */
export type Handled<State, Event> =
  | { result: 'committed'; id: string; state: State; entries: Entry<Event>[] }
  | { result: 'unchanged' | 'duplicate'; id: string; state: State }
  | { result: 'rejected'; rejection: Rejection }

/** All streams of one decider. */
export type Streams<State, Command, Event> = {
  /** Begins a stream under the next free number; `command` is made from that number. */
  begin(command: (number: number) => Command, request: Request): Promise<Handled<State, Event>>
  handle(id: string, command: Command, request: Request): Promise<Handled<State, Event>>
  load(id: string): Promise<State | undefined>
  /** States of the streams that carry a label, newest first; at most `limit`. */
  find(label: string, limit?: number): Promise<State[]>
  /** Newest last. `before`: only entries with a smaller seq. */
  entries(id: string, page?: { before?: number; limit?: number }): Promise<Entry<Event>[]>
}

/** A commit, as told to whoever wants to know: the cycle, the dispatcher, open home pages. */
export type Committed = {
  id: string
  kind: string
  state: unknown
  effects: { lane: number; subject: string }[]
  timers?: Timer[]
}

export type Engine = {
  streams<State, Command, Event>(decider: Decider<State, Command, Event>): Streams<State, Command, Event>
  /** Handles a command of the bot's own (a timer, a delivery's result) for a stream of any registered kind. */
  handleOwn(
    id: string,
    command: { type: string },
    request: Request,
    settles?: Settlement,
  ): Promise<Handled<unknown, unknown>>
  onCommit(listener: (committed: Committed) => void): void
}

const FIND_LIMIT = 50
const ENTRIES_LIMIT = 100
/** Two replicas at once; in one process a stream's commands take turns. */
const CONFLICTS_MAX = 20

// biome-ignore lint/suspicious/noExplicitAny: a registry of deciders of every kind; each stream is only ever given its own.
type AnyDecider = Decider<any, any, any>

/** A stream's id is its decider's prefix and its number: INC-7. */
export function createEngine(parts: {
  store: Store
  clock: Clock
  /** The key of the hash chain. */
  chainKey: KeyObject
  /** The policy that new streams begin under. */
  policy(): Policy
  /** A stored policy by digest. Throws when it is not there: the database was tampered with. */
  policyOf(digest: string): Promise<Policy>
  deciders: AnyDecider[]
  log: Pick<DispatchLog, 'error'>
}): Engine {
  const { store, clock, chainKey, log } = parts
  const deciders = new Map(parts.deciders.map((decider) => [decider.kind, decider]))
  const listeners: ((committed: Committed) => void)[] = []
  const inTurn = createTurns()
  /** Ids that are being begun: their numbers count as taken, so that many may begin at once. */
  const beginning = new Set<string>()

  /** Decides, folds and commits once. Undefined: somebody else was first, or had the same key; load again. */
  async function attempt(
    decider: AnyDecider,
    row: StreamRow | { id: string; number: number },
    command: unknown,
    request: Request,
    settles?: Settlement,
  ): Promise<Handled<unknown, unknown> | undefined> {
    const stored = 'seq' in row ? row : undefined
    const policy = stored ? await parts.policyOf(stored.policy) : parts.policy()
    const before: unknown = stored ? JSON.parse(stored.state) : decider.initial
    // A clock that was set back must not make a timeline run backwards.
    const now = Math.max(clock.now(), stored?.updated_at ?? 0)

    const decided = decider.decide(before, command, { now, policy, actor: request.actor })
    if (isRejection(decided)) return { result: 'rejected', rejection: decided }
    if (decided.length === 0) return { result: 'unchanged', id: row.id, state: before }

    const next = follow(decider, row, before, decided, { ...request, now })
    const stream = { ...next.row, policy: stored?.policy ?? policy.digest, kind: decider.kind }
    const timers = changed(decider.timers(before), decider.timers(next.state), stored)
    const labels = changed(decider.labels(before), decider.labels(next.state), stored)
    const result = await store.commit({
      stream,
      expectedSeq: stored?.seq ?? 0,
      entries: next.rows,
      effects: next.effects,
      ...(timers && { timers: timers.map((timer) => ({ stream: row.id, ...timer })) }),
      ...(labels && { labels }),
      ...(request.key !== undefined && { key: request.key }),
      ...(settles && { settles }),
      now,
    })
    if (result !== 'committed') return undefined
    const { state, effects } = next
    tell({ id: row.id, kind: decider.kind, state, effects, ...(timers && { timers }) })
    return { result, id: row.id, state, entries: next.entries }
  }

  /** The commit is durable whatever a listener makes of it, so its caller must not hear of a listener's bug. */
  function tell(committed: Committed): void {
    for (const listener of listeners) {
      try {
        listener(committed)
      } catch (error) {
        log.error({ err: error, stream: committed.id }, 'Who listens for commits threw')
      }
    }
  }

  /** What the events make of the stream: its new row, entries linked into the chain, and the effects owed. */
  function follow(
    decider: AnyDecider,
    from: StreamRow | { id: string; number: number },
    before: unknown,
    events: unknown[],
    request: Request & { now: Instant },
  ) {
    const { via, now } = request
    const actor: Actor =
      request.actor.kind === 'user' ? { kind: 'user', id: request.actor.id } : { kind: 'bot' }
    let state = before
    let seq = 'seq' in from ? from.seq : 0
    let head = 'head' in from ? from.head : ''
    const entries: Entry<unknown>[] = []
    const rows: EntryRow[] = []
    const effects = []
    for (const event of events) {
      seq += 1
      const entry: Entry<unknown> = { seq, event, actor, via, at: request.at ?? now, recordedAt: now }
      const row = entryRow(from.id, entry, head)
      head = row.hash
      state = decider.evolve(state, entry)
      entries.push(entry)
      rows.push(row)
      for (const [n, effect] of decider.react(entry, state).entries()) {
        const { kind, subject, lane, args = {}, notBefore } = effect
        effects.push({
          key: `${from.id}:${seq}:${n}`,
          stream: from.id,
          seq,
          kind,
          lane: LANES.indexOf(lane),
          subject,
          args: JSON.stringify(args),
          not_before: notBefore ?? 0, // at once, also when the clock is set back
        })
      }
    }
    const row = { id: from.id, number: from.number, seq, head, state: JSON.stringify(state), updated_at: now }
    return { state, entries, rows, effects, row }
  }

  function entryRow(stream: string, entry: Entry<unknown>, previous: string): EntryRow {
    const event = JSON.stringify(entry.event)
    const actor = entry.actor.kind === 'user' ? entry.actor.id : 'bot'
    const digest = digestOf(chainKey, event)
    const { seq, via, at, recordedAt } = entry
    const hash = linkHash(chainKey, previous, { stream, seq, actor, via, at, recordedAt, digest })
    const type = (entry.event as { type: string }).type
    return { stream, seq, type, event, digest, actor, via, at, recorded_at: recordedAt, hash }
  }

  async function handle(id: string, command: unknown, request: Request, settles?: Settlement) {
    return inTurn(id, async () => {
      for (let conflicts = 0; conflicts < CONFLICTS_MAX; conflicts += 1) {
        const { row, seenBy } = await store.load(id, request.key)
        if (!row) throw new Error(`There is no stream ${id}`)
        if (seenBy !== undefined) return { result: 'duplicate' as const, id, state: JSON.parse(row.state) }
        const handled = await attempt(deciderOf(row.kind), row, command, request, settles)
        if (handled) return handled
      }
      throw new Error(`${id} changed ${CONFLICTS_MAX} times while one command was decided`)
    })
  }

  async function begin(decider: AnyDecider, command: (number: number) => unknown, request: Request) {
    for (let conflicts = 0; conflicts < CONFLICTS_MAX; conflicts += 1) {
      const seenBy = request.key === undefined ? undefined : await store.seenBy(request.key)
      const seen = seenBy === undefined ? undefined : (await store.load(seenBy)).row
      if (seen) return { result: 'duplicate' as const, id: seen.id, state: JSON.parse(seen.state) }
      let number = await store.nextNumber(decider.kind)
      while (beginning.has(`${decider.prefix}-${number}`)) number += 1
      const row = { id: `${decider.prefix}-${number}`, number }
      beginning.add(row.id)
      try {
        const handled = await attempt(decider, row, command(number), request)
        if (handled) return handled
      } finally {
        beginning.delete(row.id)
      }
    }
    throw new Error(`No number was free for a new ${decider.kind} after ${CONFLICTS_MAX} tries`)
  }

  function deciderOf(kind: string): AnyDecider {
    const decider = deciders.get(kind)
    if (!decider) throw new Error(`Nothing here knows streams of kind ${kind}`)
    return decider
  }

  return {
    streams<State, Command, Event>(decider: Decider<State, Command, Event>) {
      if (deciders.get(decider.kind) !== decider) throw new Error(`${decider.kind} is not registered`)
      const streams: Streams<State, Command, Event> = {
        begin: (command, request) => begin(decider, command, request) as Promise<Handled<State, Event>>,
        handle: (id, command, request) => handle(id, command, request) as Promise<Handled<State, Event>>,
        async load(id) {
          const { row } = await store.load(id)
          return row && (JSON.parse(row.state) as State)
        },
        async find(label, limit = FIND_LIMIT) {
          return (await store.find(label, limit)).map((row) => JSON.parse(row.state) as State)
        },
        async entries(id, { before, limit = ENTRIES_LIMIT } = {}) {
          const rows = await store.entries(id, { limit, ...(before !== undefined && { before }) })
          return rows.map((row) => entryFromRow<Event>(row))
        },
      }
      return streams
    },
    handleOwn: handle,
    onCommit: (listener) => {
      listeners.push(listener)
    },
  }
}

/** The new set when it differs from the stored one, or when nothing is stored yet. */
function changed<T>(before: T[], after: T[], stored: StreamRow | undefined): T[] | undefined {
  return stored && JSON.stringify(before) === JSON.stringify(after) ? undefined : after
}
