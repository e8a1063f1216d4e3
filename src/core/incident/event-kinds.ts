import type { Amendment } from '../amend/amend.ts'
import type { LineKind, Source } from '../timeline/kinds.ts'
import type { IncidentEvent, TopicEvent } from './incident.ts'
import { isTopicEvent, topicOfEvent } from './topics.ts'

const KINDS: Record<Exclude<IncidentEvent, TopicEvent>['type'], LineKind> = {
  declared: 'act',
  renamed: 'act',
  'update-posted': 'update',
  noted: 'note',
  'status-changed': 'act',
  reopened: 'act',
  'severity-changed': 'act',
  triaged: 'act',
  'classes-changed': 'act',
  'triage-offered': 'promise',
  'role-assigned': 'act',
  'role-released': 'act',
  'card-posted': 'delivery',
  'channel-opened': 'delivery',
  'own-card-posted': 'delivery',
  'card-wanted': 'delivery',
  'channel-lost': 'delivery',
  'delivery-failed': 'delivery',
  'gap-noticed': 'delivery',
}

/** What a line about this event is, for whoever filters the timeline. */
export function kindOfEvent(event: IncidentEvent): LineKind {
  if (!isTopicEvent(event)) return KINDS[event.type]
  const kind = topicOfEvent(event).kinds[event.type]
  return typeof kind === 'function' ? kind(event) : (kind ?? 'act')
}

/** What the event says about an earlier entry; undefined for what stands by itself. */
export function amendmentIn(event: IncidentEvent): Amendment | undefined {
  return isTopicEvent(event) ? topicOfEvent(event).amends?.(event) : undefined
}

/** The message in Slack that the event was taken from, if it was. */
export function sourceOf(event: IncidentEvent): Source | undefined {
  return isTopicEvent(event) ? topicOfEvent(event).source?.(event) : undefined
}
