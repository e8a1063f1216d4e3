import type { Entry } from '../../core/decider.ts'
import { describeEntry } from '../../core/describe.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { context, type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { nameOf, severityBadge, statusBadge } from './labels.ts'
import { deed, deedInShort, doer, quoted } from './lines.ts'

/** What changes the picture for everybody names the incident as well: it may be read outside of its thread. */
const FOR_ALL: ReadonlySet<IncidentEvent['type']> = new Set([
  'update-posted',
  'status-changed',
  'reopened',
  'severity-changed',
  'gap-noticed',
  'channel-lost',
])

/**
 * One entry of the timeline, told where people talk. `text` is what a phone shows before anything is opened, so it
 * has what was said in it. In the incident's own channel nobody needs to be told which incident it is.
 */
export function storyMessage(
  entry: Entry<IncidentEvent>,
  incident: Incident,
  policy: Policy,
  place: 'anywhere' | 'own channel' = 'anywhere',
): Message {
  const who = `${sign(entry.event)} ${doer(entry.actor)}`
  const where = `${nameOf(incident, SHOWN.titleInLine)} · ${severityBadge(incident.severity)} · ${statusBadge(incident.status)}`
  return {
    text: `${incident.id}: ${who} ${deedInShort(entry, policy, SHOWN.updatePart)}`,
    blocks: [
      section(`${who} ${deed(entry, policy)}`),
      ...quoted(describeEntry(entry).details),
      ...(entry.event.type === 'channel-lost' ? [section('Talk in this thread from now on.')] : []),
      ...(place === 'anywhere' && FOR_ALL.has(entry.event.type) ? [context(where)] : []),
    ],
  }
}

function sign(event: IncidentEvent): string {
  switch (event.type) {
    case 'update-posted':
      return '📣'
    case 'status-changed':
      return statusBadge(event.to).split(' ')[0] ?? ''
    case 'severity-changed':
      return '📶'
    case 'reopened':
      return '🔁'
    case 'role-assigned':
    case 'role-released':
      return '👤'
    case 'gap-noticed':
    case 'channel-lost':
      return '⚠️'
    case 'delivery-failed':
      return '🚨'
    default:
      return '📝'
  }
}
