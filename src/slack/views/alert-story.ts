import type { Alert, AlertEvent } from '../../core/alert/alert.ts'
import type { Actor, Entry } from '../../core/decider.ts'
import { minutesInWords } from '../../core/describe-clock.ts'
import { knewAlready } from '../../core/ladder/climber.ts'
import { runDetails, runDoes } from '../../core/ladder/describe-runs.ts'
import { pagerdutyDetails, pagerdutyDoes } from '../../core/pagerduty/describe.ts'
import type { Policy } from '../../core/policy.ts'
import type { Detail } from '../../core/sentence.ts'
import { context, type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { dateTime, lineOf } from '../mrkdwn.ts'
import { alertBadge, alertName, levelBadge } from './alert-labels.ts'
import { contacts } from './help-call.ts'
import { doer, quoted, renderedParts } from './lines.ts'

const MINUTE_MS = 60_000

type Told = { sign: string; what: string; details?: Detail[]; callInstead?: true }

/**
 * One entry of an alert, told in the thread of its line; undefined for what is not told. `broadcast`: to the channel
 * too, where nobody sees which line it is about.
 */
export function alertStory(
  entry: Entry<AlertEvent>,
  alert: Alert,
  policy: Policy,
  broadcast: boolean,
): Message | undefined {
  const told = tellingOf(entry, policy)
  if (told === undefined) return undefined
  const { sign, what, details = [], callInstead } = told
  return {
    text: `${alert.id}: ${sign} ${what}`,
    blocks: [
      section(`${sign} ${what}`),
      ...quoted(details),
      ...(callInstead ? [section(`*Telephone them, or:*\n${contacts(policy)}`)] : []),
      ...(broadcast ? [context(`${alertBadge(alert)} · ${alertName(alert, SHOWN.titleInLine)}`)] : []),
    ],
  }
}

function tellingOf({ event, actor }: Entry<AlertEvent>, policy: Policy): Told | undefined {
  switch (event.type) {
    case 'alert-fired':
      return event.again ? { sign: '🔁', what: 'It *fires again*.' } : undefined
    case 'alert-worsened':
      return {
        sign: '⬆️',
        what: `It *got worse*: ${levelBadge(event.from)} → ${levelBadge(event.to)}. Who took it before may not know.`,
      }
    case 'alert-resolved':
      return { sign: '✅', what: 'Nothing of it fires any more.' }
    case 'acknowledgement-missed':
      return {
        sign: '⌛',
        what: `*Nobody acknowledged it* within ${minutesInWords(event.minutes * MINUTE_MS)}.`,
      }
    case 'alert-acknowledged':
      return {
        sign: '👀',
        what: `${acknowledger(event, actor)} acknowledged it${event.afterMs > 0 ? ` after ${minutesInWords(event.afterMs)}` : ''}.`,
      }
    case 'alert-silenced':
      return {
        sign: '🔕',
        what: `${doer(actor)} silenced it for ${minutesInWords(event.minutes * MINUTE_MS)}, until ${dateTime(event.until)}.`,
        ...(event.reason !== undefined && { details: [{ text: event.reason }] }),
      }
    case 'silence-ended':
      return {
        sign: '🔔',
        what: actor.kind === 'user' ? `${doer(actor)} ended its silence.` : 'Its silence is over.',
      }
    case 'alert-linked': {
      const by =
        event.by === undefined || event.by === '' ? 'the policy' : doer({ kind: 'user', id: event.by })
      return { sign: '🚒', what: `It belongs to *${event.incident}* now, by ${by}.` }
    }
    default:
      return ofPages(event, actor, policy)
  }
}

/** Who was called, and who could not be. */
function ofPages(event: AlertEvent, actor: Actor, policy: Policy): Told | undefined {
  switch (event.type) {
    case 'people-paged':
      return {
        sign: '📟',
        what: sentence(doer({ kind: 'bot' }), renderedParts(runDoes(event), policy)),
        details: runDetails(event),
      }
    case 'pagerduty-failed':
    case 'pagerduty-unasked':
      return {
        sign: '🚨',
        what: sentence(doer({ kind: 'bot' }), renderedParts(pagerdutyDoes(event), policy)),
        details: pagerdutyDetails(event),
        callInstead: true,
      }
    case 'pagerduty-heard':
      return {
        sign: '📟',
        what: sentence(
          doer(event.user === undefined ? { kind: 'bot' } : { kind: 'user', id: event.user }),
          renderedParts(pagerdutyDoes(event), policy),
        ),
        details: pagerdutyDetails(event),
      }
    case 'page-declined':
      return { sign: '⌛', what: sentence(doer(actor), renderedParts(runDoes(event), policy)) }
    case 'rung-empty':
    case 'page-failed': {
      const known = event.type === 'rung-empty' && knewAlready(event)
      return {
        sign: known ? '📟' : '🚨',
        what: sentence(doer({ kind: 'bot' }), renderedParts(runDoes(event), policy)),
        details: runDetails(event),
        ...(!known && { callInstead: true as const }),
      }
    }
    default:
      return undefined
  }
}

function sentence(who: string, does: string): string {
  return `${who} ${does}.`
}

/** Also somebody whom only PagerDuty knows. */
function acknowledger({ by, name }: { by?: string; name?: string }, actor: Actor): string {
  if (actor.kind === 'user') return doer(actor)
  if (by !== undefined) return doer({ kind: 'user', id: by })
  return name === undefined ? 'Somebody' : `*${lineOf(name, SHOWN.personName)}*`
}
