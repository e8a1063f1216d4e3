import type { KeyObject } from 'node:crypto'
import type { StreamRow } from '../../db/schema.ts'
import type { Asker, Decider, Entry, EventBase, Rejection, Timer, Via } from '../core/decider.ts'
import { isRejection } from '../core/decider.ts'
import type { Policy } from '../core/policy.ts'
import type { Clock } from './clock.ts'
import type { DispatchLog } from './dispatch.ts'
import { type AnyDecider, foldStream } from './fold.ts'
import { type From, follow } from './follow.ts'
import { newestFact, newestMark, numberIn } from './newest.ts'
import type { Settlement } from './outbox.ts'
import { type RedactedText, redactedBy, sealed } from './redaction.ts'
import type { Store } from './store.ts'
import { entryFromRow } from './stored-entry.ts'
import { createReads, type Streams } from './streams.ts'
import { createTurns } from './turns.ts'

/** The circumstances of a command. `key` makes it idempotent: a second commit under the same key is a duplicate. */
export type Request = { actor: Asker; via: Via; key?: string }

/** What became of a command. In `duplicate`, state is what is stored now. */
export type Handled<State, Event> =
  | { result: 'committed'; id: string; state: State; entries: Entry<Event>[] }
  | { result: 'unchanged' | 'duplicate'; id: string; state: State }
  | { result: 'rejected'; rejection: Rejection }

/** A commit, as told to whoever wants to know: the cycle, the dispatcher, open home pages. */
export type Committed = {
  id: string
  kind: string
  state: unknown
  entries: Entry<EventBase>[]
  effects: { lane: number; subject: string }[]
  timers?: Timer[]
}

export type Engine = {
  streams<State, Command, Event extends EventBase>(
    decider: Decider<State, Command, Event>,
  ): Streams<State, Command, Event>
  /** Handles a command of the bot's own (a timer, a delivery's result) for a stream of any registered kind. */
  handleOwn(
    id: string,
    command: { type: string },
    request: Request,
    settles?: Settlement,
  ): Promise<Handled<unknown, unknown>>
  /** The policy that a stream is decided and performed under. */
  policyFor(stream: { kind: string; policy: string }): Promise<Policy>
  onCommit(listener: (committed: Committed) => void): void
}

/** Two replicas at once; in one process a stream's commands take turns. */
const CONFLICTS_MAX = 20

/** A stream's id is its decider's prefix and its number: INC-7. */
export function createEngine(parts: {
  store: Store
  clock: Clock
  /** The key of the hash chain. */
  chainKey: KeyObject
  /** The policy in force, which new streams begin under. */
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
    row: From,
    command: unknown,
    request: Request,
    settles?: Settlement,
  ): Promise<Handled<unknown, unknown> | undefined> {
    const stored = 'seq' in row ? row : undefined
    const policy = stored ? await policyFor(stored) : parts.policy()
    const before: unknown = stored ? JSON.parse(stored.state) : decider.initial
    // A clock that was set back must not make a timeline run backwards.
    const now = Math.max(clock.now(), stored?.updated_at ?? 0)

    const referred = await referredBy(decider, stored, command, before)
    const context = { now, policy, actor: request.actor, entries: referred }
    const decided: EventBase[] | Rejection = decider.decide(before, command, context)
    if (isRejection(decided)) return { result: 'rejected', rejection: decided }
    if (decided.length === 0) return { result: 'unchanged', id: row.id, state: before }

    const redacted = redactedBy(decider, decided, stored?.seq ?? 0, referred)
    // The words may stand in the state too, and only a fold without them surely has none of them.
    const clean = stored && redacted.size > 0 ? await foldWithout(decider, stored, redacted) : before
    const events = sealed(decider, decided, redacted, chainKey)
    const next = follow({ decider, chainKey }, row, clean, events, { ...request, now })
    const timers = changed(decider.timers(before), decider.timers(next.state), stored)
    const labels = changed(decider.labels(before), decider.labels(next.state), stored)
    const result = await store.commit({
      stream: { ...next.row, policy: stored?.policy ?? policy.digest, kind: decider.kind },
      expectedSeq: stored?.seq ?? 0,
      entries: next.rows,
      effects: next.effects,
      ...(timers && { timers: timers.map((timer) => ({ stream: row.id, ...timer })) }),
      ...(labels && { labels }),
      ...(redacted.size > 0 && { redacted: [...redacted.values()] }),
      ...(request.key !== undefined && { key: request.key }),
      ...(settles && { settles }),
      ...(!stored && { newest: await markOf(decider.kind, row.number) }),
      now,
    })
    if (result !== 'committed') return undefined
    const { state, effects } = next
    tell({ id: row.id, kind: decider.kind, state, entries: next.entries, effects, ...(timers && { timers }) })
    return { result, id: row.id, state, entries: next.entries }
  }

  async function referredBy(
    decider: AnyDecider,
    stored: StreamRow | undefined,
    command: unknown,
    state: unknown,
  ): Promise<Entry<EventBase>[]> {
    const seqs = decider.refersTo?.(command, state) ?? []
    if (!stored || seqs.length === 0) return []
    return (await store.entriesAt(stored.id, seqs)).map((row) => entryFromRow(row))
  }

  function foldWithout(decider: AnyDecider, stored: StreamRow, redacted: Map<number, RedactedText>) {
    const events = new Map([...redacted].map(([seq, { event }]) => [seq, JSON.parse(event)]))
    return foldStream(store, decider, stored.id, stored.seq, events)
  }

  async function policyFor({ kind, policy }: { kind: string; policy: string }): Promise<Policy> {
    return deciderOf(kind).policy === 'newest' ? parts.policy() : parts.policyOf(policy)
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
      let number = Math.max(await store.nextNumber(decider.kind), (await newestOf(decider.kind)) + 1)
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

  /** The last number that was given; after a stream was deleted, more than the last one that is there. */
  async function newestOf(kind: string): Promise<number> {
    return numberIn(chainKey, kind, (await store.fact(newestFact(kind))) ?? '') ?? 0
  }

  async function markOf(kind: string, number: number) {
    return {
      fact: newestFact(kind),
      mark: newestMark(chainKey, kind, number),
      after: await newestOf(kind),
    }
  }

  function deciderOf(kind: string): AnyDecider {
    const decider = deciders.get(kind)
    if (!decider) throw new Error(`Nothing here knows streams of kind ${kind}`)
    return decider
  }

  return {
    streams<State, Command, Event extends EventBase>(decider: Decider<State, Command, Event>) {
      if (deciders.get(decider.kind) !== decider) throw new Error(`${decider.kind} is not registered`)
      return {
        ...createReads<State, Event>(store, decider.kind),
        begin: (command, request) => begin(decider, command, request) as Promise<Handled<State, Event>>,
        handle: (id, command, request) => handle(id, command, request) as Promise<Handled<State, Event>>,
      }
    },
    handleOwn: handle,
    policyFor,
    onCommit: (listener) => {
      listeners.push(listener)
    },
  }
}

/** The new set when it differs from the stored one, or when nothing is stored yet. */
function changed<T>(before: T[], after: T[], stored: StreamRow | undefined): T[] | undefined {
  return stored && JSON.stringify(before) === JSON.stringify(after) ? undefined : after
}
