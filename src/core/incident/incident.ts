import type { AmendCommand, AmendEvent, Amends } from '../amend/amend.ts'
import type { Standing } from '../authority.ts'
import type { CaptureCommand, Captured, CaptureEvent, Kind } from '../capture/capture.ts'
import type { Answers } from '../classify.ts'
import type { Comms, CommsCommand, CommsEvent } from '../comms/comms.ts'
import type { Instant, TimerFired } from '../decider.ts'
import type { OnCallCommand, OnCallEvent, OnCallKnown } from '../on-call/hand-over.ts'
import type { PagerdutyCommand, PagerdutyEvent } from '../pagerduty/pages.ts'
import type { ReportCommand, ReportEvent, Reported } from '../report/delivery.ts'
import type { Aftermath, ReviewCommand, ReviewEvent } from '../review/review.ts'
import type { ExportCommand, ExportEvent } from '../timeline/export-topic.ts'
import type { Doubts } from '../triage-policy.ts'
import type { Clock, ClockCommand, ClockEvent } from './clock.ts'
import type { LeverCommand, LeverEvent, Levers } from './levers.ts'
import type { AlertNews, AlertOrigin, LinkedAlertCommand, LinkedAlerts } from './linked-alerts.ts'
import type { Tally } from './tally.ts'

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

/** Answers to the questions of the policy; the severity follows from them unless a person overrules it. */
export type Triage = { answers: Answers; overrule?: { severity: Severity; reason: string } }

/** A severity that was found by asking. The words are those that were on the screen. */
export type Classification = {
  answers: { question: string; answer: string; name: string; text: string }[] // `answer` may be `unsure`
  result: Severity
  because: string
  overruled?: { severity: Severity; reason: string }
}

/** A fact that speaks against the severity. `switch`: one was pulled that customers notice. */
export type Doubt =
  | { doubt: 'outage'; minutes: number } // it has lasted longer than this
  | { doubt: 'classes'; count: number } // so many are affected by now
  | { doubt: 'switch'; switch: string }

/**
 * What is asked of an incident. `record-*` come from the bot's own deliveries and recovery, never from people.
 *
 * - `declare`: takes `triage` or else `severity`. `classes`: keys of the policy, what it is mainly about first.
 * - `assign-role`: `standing` and `namedBy` are what the workspace says of the person who gets it; `expected` is who held the
 *   role on the card that was clicked (empty for nobody), so that a click on a stale card takes nothing away.
 * - `change-status`: `lostMinutes` of data are gone for good, as far as is known when service is back.
 * - `post-update`: `nextInMinutes` promises the next one sooner than the policy does.
 * - `record-failure`: `effect` is the kind of the delivery that was given up, `slack.say`; `entry` the seq of what it was about.
 */
export type IncidentCommand =
  | Declare
  | { type: 'rename'; title: string }
  | { type: 'post-update'; update: Update; nextInMinutes?: number }
  | { type: 'note'; text: string; kind?: Kind; at?: Instant }
  | { type: 'change-status'; status: Status; note?: string; lostMinutes?: number }
  | { type: 'reopen'; reason: string }
  | { type: 'change-severity'; severity: Severity; reason: string }
  | { type: 'triage'; triage: Triage; classes?: string[] }
  | { type: 'change-classes'; classes: string[] }
  | {
      type: 'assign-role'
      role: string
      user: UserId
      standing?: Standing
      namedBy?: string[]
      expected?: UserId | ''
    }
  | { type: 'release-role'; role: string }
  | { type: 'record-card'; channel: ChannelId; ts: Ts }
  | { type: 'record-channel'; channel: ChannelId; name: string }
  | { type: 'record-own-card'; channel: ChannelId; ts: Ts }
  | { type: 'record-channel-lost'; channel: ChannelId; why: string } // archived or deleted under us
  | { type: 'record-failure'; effect: string; why: string; entry?: number; args?: Record<string, unknown> }
  | { type: 'record-gap'; from: Instant; to: Instant }
  | TopicCommand
  | TimerFired

/** What is asked of the topics, each in its own file. */
export type TopicCommand =
  | ClockCommand
  | LeverCommand
  | LinkedAlertCommand
  | CaptureCommand
  | AmendCommand
  | ReviewCommand
  | ExportCommand
  | ReportCommand
  | CommsCommand
  | PagerdutyCommand
  | OnCallCommand

type Declare = {
  type: 'declare'
  number: number
  title: string
  severity?: Severity
  triage?: Triage
  classes?: string[]
  declaredIn?: ChannelId
  alert?: AlertOrigin // with a rule of the policy the bot itself may declare
}

/** What has happened to an incident, in the past tense. The timeline is made of these. */
export type IncidentEvent =
  | Declared
  | { type: 'renamed'; from: string; title: string }
  | { type: 'update-posted'; number: number; update: Update; nextInMinutes?: number }
  | { type: 'noted'; text: string; kind?: Kind; happenedAt?: Instant }
  | { type: 'status-changed'; from: Status; to: Status; note?: string; lostMinutes?: number }
  | { type: 'reopened'; reason: string; opensChannel?: true }
  | { type: 'severity-changed'; from: Severity; to: Severity; reason: string; opensChannel?: true }
  | { type: 'triaged'; classification: Classification } // a `severity-changed` follows when it leads to another one
  | { type: 'classes-changed'; from: string[]; to: string[] }
  | { type: 'triage-offered'; doubt: Doubt }
  | { type: 'role-assigned'; role: string; user: UserId; from?: UserId } // `from`: who handed over
  | { type: 'role-released'; role: string; user: UserId }
  | { type: 'card-posted'; channel: ChannelId; ts: Ts }
  | { type: 'channel-opened'; channel: ChannelId; name: string }
  | { type: 'own-card-posted'; channel: ChannelId; ts: Ts }
  | { type: 'card-wanted' } // it was given up, and another try is worth it
  | { type: 'channel-lost'; channel: ChannelId; why: string }
  | { type: 'delivery-failed'; effect: string; why: string; entry?: number; target?: string } // `target`: of a message
  | { type: 'gap-noticed'; from: Instant; to: Instant }
  | TopicEvent

/** What happened to the topics. */
export type TopicEvent =
  | ClockEvent
  | LeverEvent
  | AlertNews
  | CaptureEvent
  | AmendEvent
  | ReviewEvent
  | ExportEvent
  | ReportEvent
  | CommsEvent
  | PagerdutyEvent
  | OnCallEvent

/**
 * `doubts` is the policy's, so that timers follow from the incident alone.
 * `opensChannel`: the policy gives this severity a channel of its own and there is none yet, so one is owed.
 */
type Declared = {
  type: 'declared'
  number: number
  title: string
  severity: Severity
  classes?: string[]
  classification?: Classification
  doubts?: Doubts
  declaredIn?: ChannelId
  alert?: AlertOrigin
  room: string // name of the channel where the card goes, as the policy had it
  policy: string // digest of the policy
  opensChannel?: true
}

export type Incident = {
  number: number // 0 before it is declared
  id: string // INC-n
  title: string
  severity: Severity
  severityAt: Instant // when somebody last judged it
  classification?: Classification // how the severity was found, as long as it is that one
  classes: string[] // keys of the policy, what it is mainly about first; empty when not known
  doubts: Doubts
  doubted: Doubt[] // what a new triage was offered for
  status: Status
  declaredBy: UserId // empty when declared by the bot
  declaredAt: Instant
  declaredIn?: ChannelId
  openSince: Instant // when it was declared or last reopened
  resolvedAt?: Instant
  roles: Record<string, UserId> // commander, communications, scribe, and those of the policy
  room: string // name of the channel where the card goes
  card?: { channel: ChannelId; ts: Ts }
  cardGivenUp?: true // it could not be posted, and is asked for again at the next occasion
  channelAwaited: boolean // a channel of its own is owed and neither there nor given up
  channel?: { id: ChannelId; name: string; cardTs?: Ts } // `cardTs`: the card there
  updates: number
  lastUpdate?: Update & { at: Instant; by: UserId; entry: number; withdrawn?: true } // `entry`: its seq
  failures: number // deliveries given up, for the card
  comms: Comms
  policy: string // digest of the policy it began under
  tally: Tally
  reported: Reported
  onCall?: OnCallKnown // for each rung that was paged
} & Clock &
  Levers &
  LinkedAlerts &
  Captured &
  Amends &
  Aftermath

/** `INC-7` for 7. */
export function incidentId(number: number): string {
  return `INC-${number}`
}
