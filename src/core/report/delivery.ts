import type { ChannelId, UserId } from '../incident/incident.ts'

/** Commands about handing the report over. `record-report`: what was handed over; a canvas only when it is a new one. */
export type ReportCommand =
  | { type: 'ask-report'; to: 'thread' | 'me' }
  | { type: 'record-report'; how: 'canvas' | 'file'; channel: ChannelId; canvas?: string }

/** `to`: a person when it was asked for privately. */
export type ReportEvent =
  | { type: 'report-asked'; to?: UserId }
  | { type: 'report-delivered'; how: 'canvas' | 'file'; channel: ChannelId; canvas?: string }

/** What an incident knows of its report. `canvas`: the page in its own channel that is kept current. */
export type Reported = { deliveries: number; canvas?: string }

export const UNREPORTED: Reported = { deliveries: 0 }
