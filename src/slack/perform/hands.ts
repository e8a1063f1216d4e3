import type { CaptureCommand } from '../../core/capture/capture.ts'
import type { CommsCommand } from '../../core/comms/comms.ts'
import type { Entry, Instant } from '../../core/decider.ts'
import type { ClockCommand } from '../../core/incident/clock.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import type { ThroughPagerduty } from '../../core/pagerduty/pages.ts'
import type { Policy } from '../../core/policy.ts'
import type { ReportCommand } from '../../core/report/delivery.ts'
import type { Reports } from '../../core/report/written-report.ts'
import type { EvidenceFiles } from '../../engine/evidence-files.ts'
import type { Outcome, Owed } from '../../engine/outcome.ts'
import type { Timelines } from '../../timeline/timelines.ts'
import type { Channels } from '../channels.ts'
import type { Slack } from '../client.ts'
import { slackCode } from '../failure.ts'
import type { Groups } from '../groups.ts'
import type { Identity } from '../identity.ts'
import type { Log } from '../log.ts'
import type { People } from '../people.ts'

/** Who stands behind a rung that names PagerDuty. */
export type PagerdutyRungs = {
  /** Whether anybody can be paged there; else they are only looked up, and paged here. */
  pages: boolean
  /** `why`: it is not known who, and why not. */
  behind(reference: string, signal: AbortSignal): Promise<ThroughPagerduty | { why: string }>
}

/** What a performer works with. */
export type Hands = {
  pagerduty?: PagerdutyRungs
  timelines: Timelines
  slack: Slack
  channels: Channels
  people: People
  groups: Groups
  identity: () => Promise<Identity>
  reports: Reports
  files: EvidenceFiles
  now: () => Instant
  log: Log
}

/** What is owed by an incident. */
export type IncidentOwed = Omit<Owed, 'state' | 'entry' | 'policy'> & {
  state: Incident
  entry: Entry<IncidentEvent>
  policy: Policy
}

/**
 * Does one effect. Throws what the Web API throws; who calls it makes an outcome of that. So nothing may be
 * thrown after a post has been accepted: a "surely not accepted" would then be untrue.
 */
export type Perform = (owed: IncidentOwed, hands: Hands, signal: AbortSignal) => Promise<Outcome>

export const DONE: Outcome = { outcome: 'ok' }

const LOST = new Set(['is_archived', 'is_inactive', 'channel_not_found'])

/** Runs what is to happen in the incident's own channel. When that is gone, that goes on the timeline instead. */
export async function inOwnChannel(
  owed: IncidentOwed,
  run: (channel: string) => Promise<Outcome>,
): Promise<Outcome> {
  const channel = owed.state.channel?.id
  if (channel === undefined) return DONE // it was lost since
  try {
    return await run(channel)
  } catch (error) {
    const code = slackCode(error)
    if (code === undefined || !LOST.has(code)) throw error
    return ok({
      type: 'record-channel-lost',
      channel,
      why: code === 'channel_not_found' ? 'deleted or made private' : 'archived',
    })
  }
}

type Recorded =
  | { type: 'record-card'; channel: string; ts: string }
  | { type: 'record-own-card'; channel: string; ts: string }
  | { type: 'record-channel'; channel: string; name: string }
  | { type: 'record-channel-lost'; channel: string; why: string }
  | Extract<ClockCommand | CaptureCommand | CommsCommand | ReportCommand, { type: `record-${string}` }>

/** Done, and to be put on the incident's timeline in the same commit. */
export function ok(command: Recorded): Outcome {
  return { outcome: 'ok', command }
}

/** The room is named by the policy, so a missing one is for people to put right. */
export function noRoom(name: string): Outcome {
  return {
    outcome: 'give-up',
    why: `there is no public channel #${name} that the bot can see; create it, or correct channels.room in policy.yml`,
  }
}
