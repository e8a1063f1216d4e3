import type { Evidence } from './capture/evidence.ts'
import type { Moment } from './capture/moments.ts'
import type { When } from './capture/when.ts'
import type { Target } from './incident/clock.ts'
import type { Severity, Status, UserId } from './incident/incident.ts'
import type { Period } from './report/period.ts'
import type { Stage } from './review/review.ts'
import type { ViewName } from './timeline/filters.ts'
import type { ExportFormat } from './timeline/kinds.ts'

/**
 * What a person asked for in words. A field that is absent was not given: ask for it, or open the form.
 * `incident` is the number in INC-n, when one was named; `text` fields are what the person typed, with Slack's
 * escaping undone once and mentions written as names.
 */
export type Intent =
  | { intent: 'home' } // nothing was said
  | { intent: 'show'; incident: number }
  | { intent: 'declare'; severity?: Severity; classes?: string[]; title?: string }
  | { intent: 'update'; incident?: number; text?: string }
  | { intent: 'comms'; incident?: number }
  | { intent: 'note'; incident?: number; text?: string; when?: When }
  | { intent: 'evidence'; incident?: number; items?: Evidence[]; when?: When }
  | { intent: 'moment'; incident?: number; moment?: Moment; when?: When; reason?: string }
  | { intent: 'status'; incident?: number; status?: Status; note?: string }
  | { intent: 'reopen'; incident?: number; reason?: string }
  | { intent: 'severity'; incident?: number; severity?: Severity; reason?: string }
  | { intent: 'triage'; incident?: number }
  | { intent: 'class'; incident?: number; classes?: string[] } // keys of the policy, what it is mainly about first
  | { intent: 'take'; incident?: number; role?: string }
  | { intent: 'assign'; incident?: number; role?: string; user?: UserId }
  | { intent: 'handover'; incident?: number; role?: string; user?: UserId } // of a role that one holds
  | { intent: 'release'; incident?: number; role?: string }
  | { intent: 'snooze'; incident?: number; minutes?: number }
  | { intent: 'escalate'; incident?: number; to?: Target; reason?: string } // to the next rung when none is named
  | { intent: 'page'; incident?: number; to?: Target; text?: string }
  | { intent: 'ack'; incident?: number }
  | { intent: 'rename'; incident?: number; title?: string }
  | { intent: 'summary'; incident?: number }
  | { intent: 'review'; incident?: number; to?: Stage; owner?: UserId | 'me' }
  | { intent: 'close'; incident?: number }
  | { intent: 'follow-up'; incident?: number; text?: string; owner?: UserId; by?: string } // `by`: a date in words
  | {
      intent: 'end-follow-up'
      incident?: number
      how: 'done' | 'drop' | 'reopen'
      number: number
      reason?: string
    }
  | { intent: 'follow-ups'; incident?: number; which: WhichFollowUps }
  | { intent: 'log-words'; about: 'decision' | 'near-miss'; incident?: number; text?: string }
  | { intent: 'log'; days: number }
  | { intent: 'list'; all: boolean }
  | { intent: 'alerts' }
  | TimelineIntent
  | { intent: 'export'; incident?: number; format: ExportFormat }
  | { intent: 'correct'; incident?: number; entry: number; when?: When; text?: string }
  | { intent: 'withdraw'; incident?: number; entry: number; reason?: string }
  | { intent: 'redact'; incident?: number; entries: number[]; reason?: string }
  | { intent: 'report'; incident?: number }
  | { intent: 'stats'; period: Period }
  | { intent: 'help'; command?: CommandName }
  | Unclear

/** `here`: what is open in the incident that is meant, else everywhere. */
export type WhichFollowUps = 'here' | 'all' | 'mine' | 'overdue'

/** `page` 1 is the newest. What is absent narrows nothing down. */
type TimelineIntent = {
  intent: 'timeline'
  incident?: number
  page: number
  view?: ViewName
  by?: UserId
  since?: When
  until?: When
  text?: string
}

/**
 * Nothing was done, because it is not clear what was meant. `sentence` and `examples` hold the person's own text; an
 * example is what follows the command, or with a slash another command as a whole.
 */
export type Unclear = { intent: 'unclear'; sentence: string; examples: string[] }

export type CommandName =
  | 'declare'
  | 'update'
  | 'comms'
  | 'note'
  | 'evidence'
  | 'moment'
  | 'status'
  | 'resolve'
  | 'reopen'
  | 'severity'
  | 'triage'
  | 'class'
  | 'take'
  | 'role'
  | 'assign'
  | 'handover'
  | 'release'
  | 'snooze'
  | 'escalate'
  | 'page'
  | 'ack'
  | 'rename'
  | 'summary'
  | 'review'
  | 'followup'
  | 'followups'
  | 'decision'
  | 'nearmiss'
  | 'close'
  | 'list'
  | 'alerts'
  | 'timeline'
  | 'log'
  | 'export'
  | 'correct'
  | 'withdraw'
  | 'redact'
  | 'report'
  | 'stats'
  | 'help'
