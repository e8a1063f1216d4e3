import type { Entry } from '../../core/decider.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import { isBookkeeping } from '../../core/incident/topics.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, context, type Message, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { packed } from '../mrkdwn.ts'
import { nameOf, severityBadge, statusBadge } from './labels.ts'
import { timelineLine } from './lines.ts'

export type TimelinePage = { entries: readonly Entry<IncidentEvent>[]; page: number; pages: number }

/** One page of what happened, oldest line first; page 1 is the newest. */
export function timelineMessage(
  incident: Incident,
  { entries, page, pages }: TimelinePage,
  policy: Policy,
): Message {
  const text = `Timeline of ${incident.id}`
  const head = `*Timeline of* ${nameOf(incident, SHOWN.titleInLine)} · ${severityBadge(incident.severity)} · ${statusBadge(incident.status)}`
  const told = entries.filter(({ event }) => !isBookkeeping(event))
  const lines = told.map((entry) => timelineLine(entry, policy))
  const turn = [
    ...(page < pages ? [turnTo('← Older', incident, page + 1, ACTIONS.timelineOlder)] : []),
    ...(page > 1 ? [turnTo('Newer →', incident, page - 1, ACTIONS.timelineNewer)] : []),
  ]
  return {
    text,
    blocks: [
      section(head),
      ...packed(lines, LIMITS.sectionText).map((packedLines) => section(packedLines)),
      ...(turn.length > 0 ? [actions(`timeline ${incident.id}`, turn)] : []),
      context(`Page ${page} of ${pages}. Page 1 is the newest.`),
    ],
  }
}

function turnTo(text: string, { id }: Incident, page: number, action: string) {
  return button({
    text,
    action,
    value: controlValue(id, String(page)),
    label: `Page ${page} of the timeline of ${id}`,
  })
}
