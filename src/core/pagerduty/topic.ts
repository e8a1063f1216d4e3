import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { type Owed, say, syncCard } from '../incident/owed.ts'
import { sayNow } from '../incident/react-clock.ts'
import type { Topic } from '../incident/topic.ts'
import { REDACTED } from '../timeline/kinds.ts'
import { decidePagerduty } from './decide.ts'
import { pagerdutyDetails, pagerdutyDoes } from './describe.ts'
import { evolvePagerduty } from './evolve.ts'
import { type PagerdutyCommand, type PagerdutyEvent, pagerdutyLabels } from './pages.ts'
import { askThere, noteThere, reactPagerduty, resolveThere } from './react.ts'

/** What an incident has in PagerDuty: its pages there, and what is done to them. */
export const pagerduty: Topic<PagerdutyCommand, PagerdutyEvent> = {
  commands: {
    'record-pagerduty-paged': 'own',
    'record-pagerduty-failed': 'own',
    'record-pagerduty-unasked': 'own',
    'record-pagerduty-told': 'own',
    'record-pagerduty-heard': 'own',
  },
  events: {
    'pagerduty-paged': 'bot',
    'pagerduty-failed': 'bot',
    'pagerduty-unasked': 'bot',
    'pagerduty-told': 'bot',
    'pagerduty-linked': 'bot',
    'pagerduty-heard': ({ user }) => (user === undefined ? 'bot' : { user }),
  },
  kinds: {
    'pagerduty-paged': 'page',
    'pagerduty-failed': 'page',
    'pagerduty-unasked': 'page',
    'pagerduty-told': 'delivery',
    'pagerduty-linked': 'delivery',
    'pagerduty-heard': 'page',
  },
  withoutWords(event) {
    if (event.type === 'pagerduty-failed' || event.type === 'pagerduty-unasked')
      return { ...event, why: REDACTED }
    if (event.type !== 'pagerduty-heard') return event
    return {
      ...event,
      ...(event.text !== undefined && { text: REDACTED }),
      ...(event.refused !== undefined && { refused: REDACTED }),
    }
  },
  decide: (state, command, { now }) => decidePagerduty(state, command, now, state.status === 'resolved'),
  evolve: (state, { event }) => evolvePagerduty(state, event),
  react: ({ event, recordedAt }, state) => [
    ...reactPagerduty({ event, recordedAt }, state, state.status === 'resolved'),
    ...told(event, state),
  ],
  reacts: ({ event, recordedAt, via }, state) => [
    ...(event.type === 'people-paged' || event.type === 'acknowledged' || event.type === 'escalation-ended'
      ? reactPagerduty({ event, recordedAt }, state, state.status === 'resolved')
      : []),
    ...(event.type === 'status-changed' && event.to === 'resolved' ? resolveThere(state) : []),
    ...(event.type === 'gap-noticed' ? askThere(state) : []),
    // What came from there is known there.
    ...(NOTED.has(event.type) && via !== 'webhook' && via !== 'recovery' ? noteThere(state) : []),
  ],
  labels: pagerdutyLabels,
  does: pagerdutyDoes,
  details: pagerdutyDetails,
}

/** What people who read along in PagerDuty want to know. */
const NOTED: ReadonlySet<IncidentEvent['type']> = new Set([
  'noted',
  'update-posted',
  'status-changed',
  'severity-changed',
])

function told(event: PagerdutyEvent, state: Incident): Owed[] {
  switch (event.type) {
    case 'pagerduty-paged':
      return [...say(state), syncCard(state)]
    case 'pagerduty-failed':
    case 'pagerduty-unasked':
      return [...sayNow(state), syncCard(state)]
    case 'pagerduty-heard':
      return [...say(state, LOUD.has(event.what) ? 'broadcast' : undefined), syncCard(state)]
    case 'pagerduty-linked':
      return [syncCard(state)]
    case 'pagerduty-told':
      return []
  }
}

/** Who reads only the room has to know that nobody has it any more, or that PagerDuty believes it over. */
const LOUD: ReadonlySet<Extract<PagerdutyEvent, { type: 'pagerduty-heard' }>['what']> = new Set([
  'acknowledged',
  'unacknowledged',
  'resolved',
  'reopened',
])
