import type { Effect, Entry } from '../decider.ts'
import { knewAlready } from '../ladder/climber.ts'
import { pageRung, pageSent, pages, syncPages } from '../ladder/react-runs.ts'
import { openRuns } from '../ladder/runs.ts'
import { PAGERDUTY_SOURCE } from '../pagerduty/pages.ts'
import { askThere, reactPagerduty, resolveThere } from '../pagerduty/react.ts'
import type { Alert, AlertEvent } from './alert.ts'
import type { AlertEffect } from './effects.ts'

type Owed = Effect & { kind: AlertEffect }

/** The work that one entry makes owed. `state` is the one after the entry. */
export function react(entry: Entry<AlertEvent>, state: Alert): Owed[] {
  return [...reactItself(entry, state), ...reactThere(entry, state)]
}

/** What PagerDuty is owed: pages, and the answers to them. */
function reactThere({ event, recordedAt, via }: Entry<AlertEvent>, state: Alert): Owed[] {
  switch (event.type) {
    case 'people-paged':
    case 'acknowledged':
    case 'escalation-ended':
    case 'pagerduty-paged':
    case 'pagerduty-failed':
    case 'pagerduty-heard':
      return reactPagerduty({ event, recordedAt }, state, state.status === 'resolved')
    case 'gap-noticed':
      return askThere(state)
    case 'alert-acknowledged': {
      // What came from there is known there.
      if (state.source !== PAGERDUTY_SOURCE || via === 'webhook') return []
      const subject = `pagerduty-status:${state.id}`
      return [{ kind: 'pagerduty.set-status', lane: 'say', subject, args: { status: 'acknowledged' } }]
    }
    default:
      return []
  }
}

function reactItself({ event, actor }: Entry<AlertEvent>, state: Alert): Owed[] {
  switch (event.type) {
    case 'alert-begun':
    case 'alert-promised':
      return []
    case 'line-wanted':
      return [postLine(state)]
    case 'line-posted': // what changed while it was on its way is not on it, and pages name where it is
      return [...sync(state), ...openRuns(state).flatMap(({ run }) => syncPages(state, run))]
    case 'signals-taken':
    case 'escalation-started':
      return sync(state)
    case 'alert-fired':
      return event.again ? [say(state, true), ...sync(state), ...tell(state)] : sync(state)
    case 'alert-worsened':
      return [say(state, true), ...sync(state), ...tell(state)]
    case 'alert-resolved':
      return [say(state, false), ...sync(state), ...tell(state), ...resolveThere(state)]
    case 'acknowledgement-missed':
      return [say(state, true), ...sync(state)]
    case 'alert-acknowledged':
    case 'alert-silenced':
    case 'silence-ended':
      return [say(state, false), ...sync(state)]
    case 'incident-wanted':
      return [declare(event.declaring.rule)]
    case 'alert-linked': // an incident that was declared from it knows already
      return [
        say(state, false),
        ...sync(state),
        ...tell({ incident: event.from }),
        ...(actor.kind === 'user' ? tell(state) : []),
      ]
    case 'delivery-failed':
      return event.effect === 'slack.sync-alert' || event.effect === 'slack.post-alert' ? [] : sync(state)
    case 'rung-called':
      return [pageRung(state, event)]
    case 'people-paged':
      return [...pages(state, event), say(state, false), ...sync(state), ...syncPages(state, event.run)]
    case 'rung-empty':
      return [say(state, !knewAlready(event)), ...sync(state)]
    case 'page-failed':
    case 'pagerduty-failed':
    case 'pagerduty-unasked':
      return [say(state, true), ...sync(state)]
    case 'pagerduty-heard':
      return [say(state, event.what === 'unacknowledged' || event.what === 'reopened'), ...sync(state)]
    case 'pagerduty-paged':
    case 'pagerduty-linked':
      return sync(state)
    case 'pagerduty-told':
    case 'gap-noticed':
      return []
    case 'page-sent': // it may have been written before there was a line to name
      return state.line === undefined ? pageSent(state, event) : syncPages(state, event.run)
    case 'page-declined':
      return [say(state, false), ...sync(state), ...syncPages(state, event.run)]
    case 'nobody-answered':
      return [callForHelp(state), ...sync(state)]
    case 'page-unanswered':
    case 'acknowledged':
    case 'escalation-ended':
      return [...sync(state), ...syncPages(state, event.run)]
  }
}

/** One queue for the channel, which takes about a message a second; what is critical overtakes what is not. */
function postLine({ level, channel }: Alert): Owed {
  const lane = level === 'critical' ? 'page' : 'say'
  return { kind: 'slack.post-alert', lane, subject: `alerts:${channel}` }
}

function sync({ id, line }: Alert): Owed[] {
  return line === undefined ? [] : [{ kind: 'slack.sync-alert', lane: 'sync', subject: `alert:${id}` }]
}

function say({ channel }: Alert, broadcast: boolean): Owed {
  return { kind: 'slack.say-alert', lane: 'say', subject: `alerts:${channel}`, args: { broadcast } }
}

function tell({ incident }: { incident?: string | undefined }): Owed[] {
  if (incident === undefined) return []
  const subject = `incident-alerts:${incident}`
  return [{ kind: 'alert.tell-incident', lane: 'say', subject, args: { incident } }]
}

/** One subject a rule: of two alerts that want the same incident, the second finds what the first declared. */
function declare(rule: string): Owed {
  return { kind: 'alert.declare', lane: 'page', subject: `alert-rule:${rule}`, args: { rule } }
}

/** Louder than a page that waits: nobody on the ladder has answered. */
function callForHelp({ id }: Alert): Owed {
  return { kind: 'slack.call-for-help', lane: 'page', subject: `help:${id}` }
}
