import type { KnownBlock } from '@slack/types'
import type { Entry } from '../../core/decider.ts'
import { describeEntry } from '../../core/describe.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import { knewAlready } from '../../core/ladder/climber.ts'
import type { Policy } from '../../core/policy.ts'
import { context, type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { lineOf } from '../mrkdwn.ts'
import { pageControls } from './comms-page.ts'
import { contacts } from './help-call.ts'
import { nameOf, severityBadge, statusBadge } from './labels.ts'
import { leverControls, leverSign } from './levers.ts'
import { deed, deedInShort, doer, quoted } from './lines.ts'
import { linkedAlertSign, stillFiring } from './linked-alerts.ts'
import { otherWay } from './tried.ts'

/** What changes the picture for everybody names the incident as well: it may be read outside of its thread. */
const FOR_ALL: ReadonlySet<IncidentEvent['type']> = new Set([
  'update-posted',
  'status-changed',
  'reopened',
  'severity-changed',
  'gap-noticed',
  'channel-lost',
  'update-missed',
  'public-missed',
  'message-undelivered',
  'statuspage-drifted',
  'statuspage-unrestored',
  'outage-long',
  'recovery-passed',
  'people-paged',
  'rung-empty',
  'page-failed',
  'pagerduty-failed',
  'pagerduty-unasked',
  'pagerduty-heard',
  'page-declined',
  'page-unanswered',
  'acknowledged',
  'on-call-changed',
  'review-started',
  'review-overdue',
  'closed',
  'switch-pulled',
  'switch-restored',
  'switch-trouble',
  'switch-drifted',
  'switch-approval-asked',
  'switches-left',
  'alert-joined',
  'alert-fired-again',
  'alert-got-worse',
  'alert-ended',
])

/** `name`: of whoever did it, so that they are not mentioned, and so notified, for what they did themselves. */
type Telling = { place?: 'anywhere' | 'own channel'; name?: string }

/**
 * One entry of the timeline, told where people talk. `text` is what a phone shows before anything is opened, so it
 * has what was said in it. In the incident's own channel nobody needs to be told which incident it is.
 */
export function storyMessage(
  entry: Entry<IncidentEvent>,
  incident: Incident,
  policy: Policy,
  { place = 'anywhere', name }: Telling = {},
): Message {
  const { by, details } = describeEntry(entry)
  const who = `${sign(entry.event)} ${name === undefined ? doer(by) : `*${lineOf(name, SHOWN.personName)}*`}`
  const where = `${nameOf(incident, SHOWN.titleInLine)} · ${severityBadge(incident.severity)} · ${statusBadge(incident.status)}`
  return {
    text: `${incident.id}: ${who} ${deedInShort(entry, policy, SHOWN.updatePart)}`,
    blocks: [
      section(`${who} ${deed(entry, policy)}`),
      ...quoted(details),
      ...callInstead(entry.event, incident, policy),
      ...leverControls(entry.event, incident.id, entry.seq),
      ...pageControls(entry.event, incident, entry.seq),
      ...(isResolving(entry.event) ? stillFiring(incident) : []),
      ...(entry.event.type === 'channel-lost' ? [section('Talk in this thread from now on.')] : []),
      ...(place === 'anywhere' && FOR_ALL.has(entry.event.type) ? [context(where)] : []),
    ],
  }
}

function isResolving(event: IncidentEvent): boolean {
  return event.type === 'status-changed' && event.to === 'resolved'
}

/** Somebody who should know does not: whom to telephone, unless the page reaches somebody in the other way. */
function callInstead(event: IncidentEvent, incident: Incident, policy: Policy): KnownBlock[] {
  if (!UNREACHED.has(event.type) || isPassedOver(event)) return []
  const other =
    event.type === 'pagerduty-failed' || event.type === 'page-failed' ? otherWay(event, incident) : ''
  return other === ''
    ? [section(`*Telephone them, or:*\n${contacts(policy)}`)]
    : [context(`The page goes ${other} as well; this step counts as delivered.`)]
}

/** Whoever stands behind the rung is at work on it already: nothing to be alarmed about. */
function isPassedOver(event: IncidentEvent): boolean {
  return event.type === 'rung-empty' && knewAlready(event)
}

const UNREACHED: ReadonlySet<IncidentEvent['type']> = new Set([
  'page-failed',
  'rung-empty',
  'pagerduty-failed',
  'pagerduty-unasked',
])

function sign(event: IncidentEvent): string {
  if (isPassedOver(event)) return '📟'
  const ofOthers = leverSign(event) ?? linkedAlertSign(event)
  if (ofOthers !== undefined) return ofOthers
  switch (event.type) {
    case 'update-posted':
      return '📣'
    case 'status-changed':
      return statusBadge(event.to).split(' ')[0] ?? ''
    case 'severity-changed':
      return '📶'
    case 'triaged':
    case 'triage-offered':
      return '🤔'
    case 'classes-changed':
      return '🏷️'
    case 'reopened':
      return '🔁'
    case 'on-call-changed':
      return '🔁'
    case 'role-assigned':
    case 'role-released':
      return '👤'
    case 'gap-noticed':
    case 'channel-lost':
    case 'statuspage-drifted':
      return '⚠️'
    case 'delivery-failed':
    case 'update-missed':
    case 'public-missed':
    case 'message-undelivered':
    case 'statuspage-unrestored':
    case 'rung-empty':
    case 'page-failed':
    case 'pagerduty-failed':
    case 'pagerduty-unasked':
      return '🚨'
    case 'people-paged':
    case 'pagerduty-paged':
    case 'pagerduty-heard':
    case 'escalation-started':
      return '📟'
    case 'message-released':
      return '📨'
    case 'approval-asked':
      return '🖋️'
    case 'message-declined':
      return '✋'
    case 'public-asked':
      return '⏰'
    case 'message-captured':
      return '📌'
    case 'evidence-added':
    case 'file-shared':
      return '📎'
    case 'moment-corrected':
      return '⏱️'
    case 'acknowledged':
    case 'message-approved':
    case 'message-delivered':
    case 'statuspage-agreed':
    case 'statuspage-told':
      return '✅'
    case 'statuspage-taken':
    case 'statuspage-restoring':
      return '🌐'
    case 'page-declined':
    case 'page-unanswered':
      return '⌛'
    case 'outage-long':
    case 'recovery-passed':
    case 'recovery-measured':
    case 'loss-measured':
    case 'updates-snoozed':
      return '⏱️'
    case 'review-overdue':
    case 'follow-up-overdue':
      return '⚠️'
    case 'review-reminded':
    case 'follow-up-reminded':
      return '⏰'
    case 'follow-up-added':
    case 'follow-up-changed':
    case 'follow-up-taken-up':
    case 'follow-up-linked':
      return '☐'
    case 'follow-up-done':
      return '☑️'
    case 'follow-up-dropped':
      return '🗑️'
    case 'decision-logged':
      return '⚖️'
    case 'near-miss-logged':
      return '🍀'
    case 'contributed':
      return '💡'
    case 'closed':
      return '🔒'
    default:
      return '📝'
  }
}
