import type { Instant, TimerFired } from '../decider.ts'
import type { ChannelId, Severity, Ts, UserId } from '../incident/incident.ts'
import {
  type Climbing,
  type Ladder,
  NOT_CLIMBING,
  type RunCommand,
  type RunEvent,
} from '../ladder/climber.ts'
import type { PagerdutyCommand, PagerdutyEvent } from '../pagerduty/pages.ts'
import type { AlertLevel, AlertLink, AlertSignal } from './signal.ts'

export const ALERT_STATUSES = ['firing', 'acknowledged', 'silenced', 'resolved'] as const
export type AlertStatus = (typeof ALERT_STATUSES)[number]

/**
 * One alert of a line, as the latest signal about it said. `since`: when it first fired; absent while only its end
 * is known. `last`: when it fired last, of one that is over. Only the first ALERT_TITLES_KEPT of a line keep their title.
 */
export type Member = {
  at: Instant
  firing: boolean
  level: AlertLevel
  since?: Instant
  last?: Instant
  title?: string
}

/** What the policy promises for a level: somebody acknowledges in time, or the ladder is climbed. */
export type AlertPromises = {
  acknowledgeMinutes?: number
  ladder?: Ladder
  /** Whether people are paged at once, or only when nobody acknowledged in time. */
  page?: 'at-once' | 'when-missed'
}

/** An incident that the policy wants declared because of this alert. */
export type Declaring = {
  rule: string
  classes: string[]
  severity?: Severity // or else by these answers
  answers?: Record<string, string>
}

/**
 * Who has taken an alert upon them, up to which level: something worse calls anew. `incident`: it is an incident,
 * which pages from there.
 */
export type Answered = {
  how: 'acknowledged' | 'silenced' | 'incident'
  level: AlertLevel
  at: Instant
  by?: UserId
  name?: string // of somebody who is not known in Slack
  until?: Instant // of a silence
  reason?: string // of a silence
}

/** One signal of a line, as far as it was news. */
export type TakenSignal = { key: string; at: Instant } & (
  | {
      state: 'firing'
      level: AlertLevel
      title: string
      summary?: string
      labels?: Record<string, string>
      links?: AlertLink[]
    }
  | { state: 'resolved'; level: AlertLevel }
)

/**
 * What is asked of a line of alerts. `record-*` come from the bot's own deliveries.
 *
 * - `take`: signals of one line; the first begins it. `storm`: alerts of one service that came too many at a time.
 * - `acknowledge` without a run: the alert, and all pages that are open for it.
 * - `record-acknowledged`: it was acknowledged elsewhere; `by` when that person is known here, else `name`.
 * - `record-incident`: it belongs to an incident now. `by`: whose doing that was; `pages`: the incident calls people itself.
 */
export type AlertCommand =
  | { type: 'take'; number: number; signals: AlertSignal[]; storm?: true }
  | { type: 'silence'; minutes: number; reason?: string }
  | { type: 'end-silence' }
  | { type: 'link'; incident: string }
  | RunCommand
  | PagerdutyCommand
  | { type: 'record-acknowledged'; by?: UserId; name?: string }
  | { type: 'record-incident'; incident: string; by?: UserId; pages: boolean }
  | { type: 'record-line'; channel: ChannelId; ts: Ts }
  | { type: 'record-failure'; effect: string; why: string; entry?: number; args?: Record<string, unknown> }
  | { type: 'record-gap'; from: Instant; to: Instant }
  | TimerFired

/** What has happened to a line of alerts. */
export type AlertEvent =
  | {
      type: 'alert-begun'
      number: number
      source: string
      group: string // the key of the group, or of the only alert
      title?: string // of the group
      service?: string
      storm?: true
      channel: string // name of the channel where the line goes, as the policy had it
    }
  | { type: 'signals-taken'; signals: TakenSignal[] }
  | { type: 'alert-fired'; level: AlertLevel; again: boolean } // something fires where nothing did
  | { type: 'alert-worsened'; from: AlertLevel; to: AlertLevel }
  | { type: 'alert-resolved' } // nothing of the line fires any more
  | { type: 'alert-promised'; level: AlertLevel; promises: AlertPromises }
  | { type: 'alert-acknowledged'; afterMs: number; by?: UserId; name?: string } // since it fired or got worse
  | { type: 'acknowledgement-missed'; minutes: number; level: AlertLevel }
  | { type: 'alert-silenced'; minutes: number; until: Instant; reason?: string }
  | { type: 'silence-ended' }
  | { type: 'incident-wanted'; declaring: Declaring } // by a rule of the policy
  | { type: 'alert-linked'; incident: string; from?: string; by?: UserId; pages: boolean } // `from`: where it belonged before
  | { type: 'line-wanted' }
  | { type: 'line-posted'; channel: ChannelId; ts: Ts }
  | { type: 'delivery-failed'; effect: string; why: string; entry?: number }
  | { type: 'gap-noticed'; from: Instant; to: Instant } // the bot was away, and PagerDuty may have been answered meanwhile
  | RunEvent
  | PagerdutyEvent

/** One line in the channel of alerts: an alert, a group that its source made, or a storm. */
export type Alert = {
  number: number // 0 before its first signal
  id: string // ALERT-n
  source: string
  group: string
  storm: boolean
  begunAt: Instant // by our clock
  groupTitle?: string // what its source calls the group
  title: string // of the latest signal, as are summary, labels and links
  summary?: string
  service?: string
  labels: Record<string, string>
  links: AlertLink[]
  latest?: { at: Instant; key: string } // the latest signal that it fires
  level: AlertLevel // the worst that fires; when nothing does, the worst there was
  status: AlertStatus
  members: Record<string, Member> // by key, at most ALERT_MEMBERS_MAX
  firing: number // how many of them fire
  firstAt: Instant // when the first began to fire
  lastAt: Instant // of the latest signal
  heardAt: Instant // when there was last anything new, by our clock
  firedAt: Instant // when it came to fire, or got worse, by our clock: what the acknowledgement is counted from
  times: number // how often it came to fire
  answered?: Answered
  acknowledge?: { due: Instant; minutes: number } // until when somebody has to have acknowledged
  missed: number // acknowledgements that did not come in time
  declaring?: Declaring // while the incident is not there yet
  incident?: string // INC-n
  promises: AlertPromises
  channel: string // name of the channel
  lineWanted: boolean // the line is owed or posted
  line?: { channel: ChannelId; ts: Ts }
  failures: number // deliveries given up
} & Climbing

export const UNSEEN: Alert = {
  number: 0,
  id: '',
  source: '',
  group: '',
  storm: false,
  begunAt: 0,
  title: '',
  labels: {},
  links: [],
  level: 'info',
  status: 'resolved',
  members: {},
  firing: 0,
  firstAt: 0,
  lastAt: 0,
  heardAt: 0,
  firedAt: 0,
  times: 0,
  missed: 0,
  promises: {},
  channel: '',
  lineWanted: false,
  failures: 0,
  ...NOT_CLIMBING,
}

/** `ALERT-7` for 7. */
export function alertId(number: number): string {
  return `ALERT-${number}`
}
