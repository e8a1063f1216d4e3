import type { Detail, Part } from './describe.ts'
import type { Because, ClockEvent, End, Rung } from './incident/clock.ts'

/** Whole minutes, for sentences; under one as seconds. */
export function minutesInWords(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return plural(seconds, 'second')
  const minutes = Math.round(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return plural(minutes, 'minute')
  return minutes % 60 === 0
    ? plural(hours, 'hour')
    : `${plural(hours, 'hour')} ${plural(minutes % 60, 'minute')}`
}

/** What the bot, or a person by one tap, did about a promise; after the name of who did it. */
export function clockDoes(event: ClockEvent): Part[] {
  switch (event.type) {
    case 'promised':
      return [
        text('promises for '),
        { part: 'severity', severity: event.severity },
        text(`: ${promises(event)}`),
      ]
    case 'update-nudged':
      return [text('reminded that an update is due at '), instant(event.due)]
    case 'update-asked':
      return [text('asked for the update that is due at '), instant(event.due)]
    case 'update-missed':
      return missed(event)
    case 'updates-snoozed':
      return [
        text('put the update that was due at '),
        instant(event.from),
        text(' off to '),
        instant(event.due),
      ]
    case 'outage-long':
      return [text(`noticed that the outage has lasted longer than ${plural(event.minutes, 'minute')}`)]
    case 'recovery-passed':
      return [
        text(
          `noticed that ${event.percent} % of the ${plural(event.minutes, 'minute')} for recovery are over`,
        ),
      ]
    case 'recovery-measured':
      return [
        text(
          `measured ${minutesInWords(event.tookMs)} to ${event.of}: the recovery time of ${plural(event.minutes, 'minute')} was ${event.met ? 'met' : 'missed'}`,
        ),
      ]
    case 'loss-measured':
      return [
        text(
          `measured ${plural(event.lostMinutes, 'minute')} of lost data: the limit of ${plural(event.minutes, 'minute')} was ${event.met ? 'kept' : 'passed'}`,
        ),
      ]
    case 'acknowledged':
      return [
        text('acknowledged the page'),
        ...(event.afterMs > 0 ? [text(` after ${minutesInWords(event.afterMs)}`)] : []),
      ]
    case 'page-declined':
      return [text('cannot take the page')]
    default:
      return escalationDoes(event)
  }
}

type Escalation = Exclude<
  ClockEvent,
  {
    type:
      | 'promised'
      | `update${string}`
      | 'outage-long'
      | `recovery-${string}`
      | 'loss-measured'
      | 'acknowledged'
      | 'page-declined'
  }
>

function escalationDoes(event: Escalation): Part[] {
  switch (event.type) {
    case 'escalation-started':
      return event.kind === 'page'
        ? [text('asked to page '), ...rungParts(event.rungs[0])]
        : [
            text('began to escalate, first to '),
            ...rungParts(event.rungs[0]),
            text(' at '),
            instant(event.firstAt),
          ]
    case 'rung-called':
      return [
        text('called '),
        ...rungParts(event.rung),
        text(`${because(event.because)}; an answer is expected until `),
        instant(event.due),
      ]
    case 'people-paged': {
      const people = event.people.flatMap(({ user, how }, index): Part[] => [
        ...(index === 0 ? [] : [text(', ')]),
        { part: 'user', user },
        ...(how === user ? [] : [text(' ('), said(how), text(')')]),
      ])
      const as = event.name === '' ? [] : [text(' as '), said(event.name)]
      return [text('paged '), ...people, ...as, text(because(event.because))]
    }
    case 'rung-empty':
      return [text('found nobody to page'), ...(event.name === '' ? [] : [text(' as '), said(event.name)])]
    case 'page-sent':
      return [text('delivered the page to '), { part: 'user', user: event.user }]
    case 'page-failed':
      return [text('could not deliver the page to '), { part: 'user', user: event.user }]
    case 'nobody-answered':
      return [
        text('got no answer from anybody on the ladder'),
        text(event.times === 1 ? '' : ` (said ${event.times} times)`),
      ]
    case 'page-unanswered':
      return [text('got no answer to the page to '), ...rungParts(event)]
    case 'escalation-ended':
      return [text(`ended the escalation: ${ENDS[event.how]}`)]
  }
}

const ENDS: Record<Extract<End, 'resolved' | 'calmed'>, string> = {
  resolved: 'the incident is resolved',
  calmed: 'the severity changed',
}

/** What people said, or what the world answered. */
export function clockDetails(event: ClockEvent): Detail[] {
  switch (event.type) {
    case 'escalation-started':
      return [{ label: event.kind === 'page' ? 'Message' : 'Because', text: event.why }]
    case 'people-paged':
    case 'rung-empty':
      return event.skipped.map(({ who, why }) => ({ label: 'Not paged', text: `${who}: ${why}` }))
    case 'page-failed':
      return [{ label: 'Because', text: event.why }]
    default:
      return []
  }
}

const BECAUSE: Record<Because, string> = {
  started: '',
  unanswered: ', for nobody had answered in time',
  undelivered: ', for the page before could not be delivered',
  cannot: ', for somebody said that they cannot',
  empty: ', for nobody stood behind the rung before',
  'by-hand': ', as was asked',
}

function because(why: Because): string {
  return BECAUSE[why]
}

function missed({ first, count, inRow }: Extract<ClockEvent, { type: 'update-missed' }>): Part[] {
  const what = count === 1 ? 'missed: the update due at ' : `missed: ${count} updates, the first due at `
  const row = inRow > count ? [text(`; ${inRow} in a row`)] : []
  return [text(`noted as ${what}`), instant(first), ...row]
}

function promises({ promises: made }: Extract<ClockEvent, { type: 'promised' }>): string {
  const { updates, ladder, recovery } = made
  const parts = [
    updates ? `an update every ${plural(updates.everyMinutes, 'minute')}` : 'no regular updates',
    ladder ? 'escalation until somebody answers' : 'no paging',
    ...(recovery ? [`service back within ${plural(recovery.timeMinutes, 'minute')}`] : []),
  ]
  return parts.join(', ')
}

function rungParts(rung: Pick<Rung, 'name' | 'reference'> | undefined): Part[] {
  if (rung?.reference === undefined) return [said(rung?.name ?? 'nobody')]
  return rung.reference.startsWith('S')
    ? [{ part: 'group', group: rung.reference }]
    : [{ part: 'user', user: rung.reference }]
}

function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}

function text(words: string): Part {
  return { part: 'text', text: words }
}

function said(words: string): Part {
  return { part: 'said', text: words }
}

function instant(at: number): Part {
  return { part: 'instant', instant: at }
}
