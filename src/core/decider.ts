import type { Person } from './authority.ts'
import type { Policy } from './policy.ts'

/** Milliseconds since the Unix epoch, UTC. */
export type Instant = number

/** Who did something: a person, or the bot itself (a timer, a recovery, what an outside system told it). */
export type Actor = { kind: 'user'; id: string } | { kind: 'bot' }

/** Who asks for something, with what the edge found out about them. Only the `Actor` in it stands on the timeline. */
export type Asker = ({ kind: 'user' } & Person) | { kind: 'bot' }

/** By what means an act reached the bot. Stands on the timeline. */
export type Via =
  | 'command'
  | 'button'
  | 'modal'
  | 'shortcut'
  | 'reaction'
  | 'message'
  | 'timer'
  | 'delivery'
  | 'recovery'
  | 'webhook'

/** What every event has. `happenedAt`: when it happened, if that was not the moment when it was committed. */
export type EventBase = { type: string; happenedAt?: Instant }

/** One line of a timeline. Never rewritten: a correction is a new entry that points at this one. */
export type Entry<Event> = {
  seq: number // 1, 2, 3… within its stream
  event: Event
  actor: Actor
  via: Via
  at: Instant // when it happened
  recordedAt: Instant // when it was committed
  redactedBy?: number // seq of the entry that took the words from this one
}

/**
 * What `decide` may know beside the state. The policy is the one in force when the stream began, unless the
 * decider wants the newest. `entries`: those that the command refers to, as far as they are there.
 */
export type Context = { now: Instant; policy: Policy; actor: Asker; entries?: Entry<EventBase>[] }

/** The user's problem, in a sentence for the user: what happened and what to do next. */
export type Rejection = { rejected: string; code: string }

/**
 * `page` wakes people; `say` is a message that must be seen; `sync` shows state (a card, a topic) and
 * coalesces; `file` is large and can wait. A busy lane never delays an earlier one.
 */
export const LANES = ['page', 'say', 'sync', 'file'] as const
export type Lane = (typeof LANES)[number]

/**
 * Work owed to the outside world. It carries no rendered content: who performs it gets the entry that
 * caused it and, for lane `sync`, the newest state. `args` holds the few facts that neither has.
 */
export type Effect = {
  /** `system.verb`, as in `slack.sync-card`. */
  kind: string
  lane: Lane
  /** What order is kept within: a channel, a person, a service. Effects of one subject are done one by one. */
  subject: string
  args?: Record<string, string | number | boolean>
  /** Not before this time; absent means at once. */
  notBefore?: Instant
}

/** A wake-up wanted: at `due` the command `{ type: 'timer-fired', name, due }` is handled by the stream. */
export type Timer = { name: string; due: Instant }

/** The command that a timer sends when it falls due. */
export type TimerFired = { type: 'timer-fired'; name: string; due: Instant }

/**
 * A pure description of one kind of thing that happens over time. No clock, no randomness, no I/O.
 *
 * - `decide` says what follows from a command: events (none when nothing is to be said) or a rejection.
 * - `evolve` is the only way state changes; the stored state row is the fold of all entries.
 * - `react` names the work that one entry makes owed.
 * - `timers` names every wake-up wanted from this state on; the commit replaces the stored ones by these.
 * - `labels` names the keys under which the stream is found (`open`, `channel:C1`); replaced like timers.
 */
export type Decider<State, Command, Event extends EventBase> = {
  kind: string
  /** Of its streams' ids: `INC` makes INC-1, INC-2… */
  prefix: string
  /**
   * Raise it whenever old entries fold to another state, other timers or other labels than before: at the next
   * start every stream of this kind is folded anew.
   */
  version: number
  /** Which policy `decide` and the performers get: the one that the stream began under, or that in force now. */
  policy?: 'begun' | 'newest'
  initial: State
  decide(state: State, command: Command, context: Context): Event[] | Rejection
  evolve(state: State, entry: Entry<Event>): State
  react(entry: Entry<Event>, state: State): Effect[]
  timers(state: State): Timer[]
  labels(state: State): string[]
  /** Entries that a command is about: `decide` finds them in its context, as far as they are there. */
  refersTo?(command: Command, state: State): number[]
  redaction?: Redaction<Event>
}

/** How the words of a kind of stream can be taken away again. */
export type Redaction<Event extends EventBase> = {
  /**
   * Seq of the entry whose words this event takes away. The commit of such an event does it. `left`: digest of the
   * text that it left; old redactions do not say it.
   */
  of(event: Event): { entry: number; left?: string } | undefined
  /** Such an event, saying what it leaves, so that nobody can put another text there. */
  leaving(event: Event, left: string): Event
  /**
   * The event without anybody's words, of the same structure, so that `evolve` still takes it. Of such an event it
   * is the event itself, also in every later version: a text that it would change further does not verify.
   */
  without(event: Event): Event
}

/** Narrows what `decide` answered. */
export function isRejection(answer: unknown): answer is Rejection {
  return typeof answer === 'object' && answer !== null && 'rejected' in answer
}

/** A rejection: `code` is stable (for tests and logs), `sentence` is for the person. */
export function reject(code: string, sentence: string): Rejection {
  return { rejected: sentence, code }
}
