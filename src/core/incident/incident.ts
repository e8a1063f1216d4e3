import type { Standing } from '../authority.ts'
import type { Instant, TimerFired } from '../decider.ts'
import type { Clock, ClockCommand, ClockEvent } from './clock.ts'

export const SEVERITIES = ['sev1', 'sev2', 'sev3', 'sev4'] as const
export type Severity = (typeof SEVERITIES)[number]

export const STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export type Status = (typeof STATUSES)[number]

/** A Slack user id, `U…` or `W…`. */
export type UserId = string
/** A Slack channel id, `C…`, `G…` or `D…`. */
export type ChannelId = string
/** Slack's identity of a message within its channel, `1718000000.000100`. */
export type Ts = string

export type Update = {
  summary: string // what changed
  impact?: string // who feels it, and how
  next?: string // what is done next
}

/**
 * What is asked of an incident. `record-*` come from the bot's own deliveries and recovery, never from people.
 *
 * - `assign-role`: `standing` is what the workspace says of the person who gets it; `expected` is who held the
 *   role on the card that was clicked (empty for nobody), so that a click on a stale card takes nothing away.
 * - `post-update`: `nextInMinutes` promises the next one sooner than the policy does.
 * - `record-failure`: `effect` is the kind of the delivery that was given up, `slack.say`.
 */
export type IncidentCommand =
  | { type: 'declare'; number: number; title: string; severity: Severity; declaredIn?: ChannelId }
  | { type: 'rename'; title: string }
  | { type: 'post-update'; update: Update; nextInMinutes?: number }
  | { type: 'note'; text: string }
  | { type: 'change-status'; status: Status; note?: string }
  | { type: 'reopen'; reason: string }
  | { type: 'change-severity'; severity: Severity; reason: string }
  | { type: 'assign-role'; role: string; user: UserId; standing?: Standing; expected?: UserId | '' }
  | { type: 'release-role'; role: string }
  | { type: 'record-card'; channel: ChannelId; ts: Ts }
  | { type: 'record-channel'; channel: ChannelId; name: string }
  | { type: 'record-channel-lost'; channel: ChannelId; why: string } // archived or deleted under us
  | { type: 'record-failure'; effect: string; why: string }
  | { type: 'record-gap'; from: Instant; to: Instant }
  | ClockCommand
  | TimerFired

/** What has happened to an incident, in the past tense. The timeline is made of these. */
export type IncidentEvent =
  | Declared
  | { type: 'renamed'; from: string; title: string }
  | { type: 'update-posted'; number: number; update: Update; nextInMinutes?: number }
  | { type: 'noted'; text: string }
  | { type: 'status-changed'; from: Status; to: Status; note?: string }
  | { type: 'reopened'; reason: string; opensChannel?: true }
  | { type: 'severity-changed'; from: Severity; to: Severity; reason: string; opensChannel?: true }
  | { type: 'role-assigned'; role: string; user: UserId; from?: UserId } // `from`: who handed over
  | { type: 'role-released'; role: string; user: UserId }
  | { type: 'card-posted'; channel: ChannelId; ts: Ts }
  | { type: 'channel-opened'; channel: ChannelId; name: string }
  | { type: 'channel-lost'; channel: ChannelId; why: string }
  | { type: 'delivery-failed'; effect: string; why: string }
  | { type: 'gap-noticed'; from: Instant; to: Instant }
  | ClockEvent

/** `opensChannel`: the policy gives this severity a channel of its own and there is none yet, so one is owed. */
type Declared = {
  type: 'declared'
  number: number
  title: string
  severity: Severity
  declaredIn?: ChannelId
  room: string // name of the channel where the card goes, as the policy had it
  policy: string // digest of the policy
  opensChannel?: true
}

export type Incident = {
  number: number // 0 before it is declared
  id: string // INC-n
  title: string
  severity: Severity
  status: Status
  declaredBy: UserId // empty when declared by the bot
  declaredAt: Instant
  declaredIn?: ChannelId
  resolvedAt?: Instant
  roles: Record<string, UserId> // commander, communications, scribe, and those of the policy
  room: string // name of the channel where the card goes
  card?: { channel: ChannelId; ts: Ts }
  channelAwaited: boolean // a channel of its own is owed and neither there nor given up
  channel?: { id: ChannelId; name: string }
  updates: number
  lastUpdate?: Update & { at: Instant; by: UserId }
  failures: number // deliveries given up, for the card
  policy: string // digest of the policy it began under
} & Clock

/** `INC-7` for 7. */
export function incidentId(number: number): string {
  return `INC-${number}`
}
