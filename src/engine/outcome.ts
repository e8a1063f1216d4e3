import type { Entry, Instant, Lane } from '../core/decider.ts'

/** Work owed to the outside world, as handed to who performs it. */
export type Owed = {
  key: string // `INC-7:12:0`: stream, entry, nth effect of that entry. Goes into what is sent, so that it can be found again.
  stream: string
  kind: string // `slack.sync-card`
  lane: Lane
  subject: string
  args: Record<string, string | number | boolean>
  entry: Entry<unknown> // what caused it
  state: unknown // the stream's newest state when it was taken up
  /** The same as it is committed now: for what must not go out any more once something has happened. */
  newest(): Promise<unknown>
  head: string // hash of its newest entry: where its chain ended when the state was read
  policy: unknown // the one that the stream is decided under
  attempts: number // tries before this one
  /** True when an earlier try may have been accepted: look before sending again. */
  maybeSent: boolean
}

/**
 * The world's answer, as a value. `ok` may carry a command for the stream (`record-card`), committed together
 * with the settling. `retry`: surely not accepted. `unknown`: may have been accepted. `give-up`: will never work.
 * `notBefore`: asked for by the other side.
 */
export type Outcome =
  | { outcome: 'ok'; command?: { type: string } }
  | { outcome: 'retry'; why: string; notBefore?: Instant }
  | { outcome: 'unknown'; why: string; notBefore?: Instant }
  | { outcome: 'give-up'; why: string }

/** A budget that calls draw on: at most `perMinute`, at most `burst` at once. */
export type Pace = { bucket: string; perMinute: number; burst: number }

/** One way to do one kind of effect. Must come back before its signal aborts; a throw counts as `unknown`. */
export type Performer = {
  perform(owed: Owed, signal: AbortSignal): Promise<Outcome>
  paces(owed: { kind: string; subject: string; args: Owed['args'] }): Pace[]
}

export type Performers = Record<string, Performer> // by effect kind
