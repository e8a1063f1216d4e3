import { clockDetails, clockDoes } from '../describe-clock.ts'
import {
  acknowledge,
  decline,
  recordPage,
  recordPageFailed,
  recordPageSent,
  recordRungEmpty,
} from '../ladder/answers.ts'
import { REDACTED } from '../timeline/kinds.ts'
import { snooze } from './cadence.ts'
import type { ClockCommand, ClockEvent } from './clock.ts'
import { promiseFollows } from './consequences.ts'
import { escalate, page } from './escalate.ts'
import { evolveClock } from './evolve-clock.ts'
import { promiseDue, promiseTimers } from './promise-timers.ts'
import { reactClock } from './react-clock.ts'
import type { Topic } from './topic.ts'

/** Updates, paging and recovery: what the policy promises, and the clock on it. */
export const promises: Topic<ClockCommand, ClockEvent> = {
  commands: {
    snooze: 'snooze',
    escalate: 'escalate',
    page: 'page',
    acknowledge: 'acknowledge',
    decline: 'acknowledge',
    'record-page': 'own',
    'record-rung-empty': 'own',
    'record-page-sent': 'own',
    'record-page-failed': 'own',
  },
  events: {
    promised: 'bot',
    'update-nudged': 'bot',
    'update-asked': 'bot',
    'update-missed': 'bot',
    'updates-snoozed': 'whoever',
    'outage-long': 'bot',
    'recovery-passed': 'bot',
    'recovery-measured': 'bot',
    'loss-measured': 'bot',
    'escalation-started': ({ trigger }) => (trigger === 'by-hand' ? 'whoever' : 'bot'),
    'rung-called': 'bot',
    'people-paged': 'bot',
    'rung-empty': 'bot',
    'page-sent': 'bot',
    'page-failed': 'bot',
    'page-declined': 'whoever',
    'nobody-answered': 'bot',
    'page-unanswered': 'bot',
    acknowledged: 'whoever',
    'escalation-ended': 'bot',
  },
  kinds: {
    promised: 'promise',
    'update-nudged': 'promise',
    'update-asked': 'promise',
    'update-missed': 'promise',
    'updates-snoozed': 'promise',
    'outage-long': 'promise',
    'recovery-passed': 'promise',
    'recovery-measured': 'promise',
    'loss-measured': 'promise',
    'escalation-started': 'page',
    'rung-called': 'page',
    'people-paged': 'page',
    'rung-empty': 'page',
    'page-sent': 'page',
    'page-failed': 'page',
    'page-declined': 'page',
    'nobody-answered': 'page',
    'page-unanswered': 'page',
    acknowledged: 'page',
    'escalation-ended': 'page',
  },
  withoutWords(event) {
    const says = event.type === 'escalation-started' || event.type === 'page-failed'
    return says ? { ...event, why: REDACTED } : event
  },
  decide(state, command, context) {
    switch (command.type) {
      case 'snooze':
        return snooze(state, command.minutes, context.now)
      case 'escalate':
        return escalate(state, command, context)
      case 'page':
        return page(state, command, context)
      case 'acknowledge':
        return acknowledge(state, command, context)
      case 'decline':
        return decline(state, command, context)
      case 'record-page':
        return recordPage(state, command, context.now)
      case 'record-rung-empty':
        return recordRungEmpty(state, command, context.now)
      case 'record-page-sent':
        return recordPageSent(state, command)
      case 'record-page-failed':
        return recordPageFailed(state, command, context.now)
    }
  },
  evolve: (state, entry) => evolveClock(state, entry.event, entry),
  react: reactClock,
  follows: promiseFollows,
  timers: promiseTimers,
  fired: promiseDue,
  does: clockDoes,
  details: clockDetails,
}
