import { allMoments } from '../capture/moments.ts'
import type { Instant } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import type { Policy } from '../policy.ts'
import { MINUTE } from '../time-units.ts'
import type { Comms, Message } from './comms.ts'
import type { Facts } from './template.ts'

/**
 * What every template may name, as things stand. `commander`: the name of whoever leads; empty for nobody. `outside`:
 * whether readers outside get it, who are promised other times than colleagues.
 */
export function factsOf(
  incident: Incident,
  { organisation, audiences }: Pick<Policy, 'organisation' | 'audiences'>,
  now: Instant,
  { commander, outside }: { commander: string; outside: boolean },
): Facts {
  const { started, resolved } = allMoments(incident.moments)
  return {
    organisation: organisation.name,
    incident: {
      id: incident.id,
      title: incident.title,
      severity: incident.severity.toUpperCase(),
      status: incident.status,
    },
    commander: commander === '' ? 'Nobody yet' : commander,
    subject: newestOutside(incident.comms, audiences)?.text.title || incident.title,
    public_status: incident.status,
    started: utcDay(started?.at ?? incident.declaredAt),
    ended: utcDay(resolved?.at ?? now),
    period: utcPeriod(started?.at ?? incident.declaredAt, resolved?.at ?? now),
    now: utcDay(now),
    next_update_sentence: nextSentence(incident, now, outside),
  }
}

/** By when the next word is promised in a text that is written now; undefined where nothing is promised. */
export function nextWordBy(
  { comms, cadence, status }: Incident,
  now: Instant,
  outside: boolean,
): Instant | undefined {
  if (status === 'resolved') return undefined
  if (outside && comms.publicDuty !== undefined) return now + comms.publicDuty.promise.everyMinutes * MINUTE
  return cadence === undefined || cadence.due <= now ? undefined : cadence.due
}

/** The newest message that went to readers outside. */
export function newestOutside({ messages }: Comms, audiences: Policy['audiences']): Message | undefined {
  return messages.findLast(
    ({ stage, audiences: to, text }) =>
      stage === 'released' && text.clears !== true && to.some((key) => audiences[key]?.outside === true),
  )
}

function nextSentence(incident: Incident, now: Instant, outside: boolean): string {
  if (incident.status === 'resolved') return ''
  const by = nextWordBy(incident, now, outside)
  if (by === undefined) return 'Our next update comes as soon as there is news.'
  const sameDay = new Date(by).getUTCDate() === new Date(now).getUTCDate()
  return `Our next update comes by ${sameDay ? utcTime(by) : utcDay(by)}.`
}

const TIME = Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hour: '2-digit', minute: '2-digit' })
const DAY = Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long' })

function utcTime(at: Instant): string {
  return `${TIME.format(at)} UTC`
}

/** `from 14:05 to 14:50 UTC on 10 June`; the day stands there twice only when there are two. */
function utcPeriod(from: Instant, to: Instant): string {
  if (DAY.format(from) === DAY.format(to)) return `from ${TIME.format(from)} to ${utcDay(to)}`
  return `from ${utcDay(from)} to ${utcDay(to)}`
}

/** `14:05 UTC on 10 June`. */
function utcDay(at: Instant): string {
  return `${utcTime(at)} on ${DAY.format(at)}`
}
