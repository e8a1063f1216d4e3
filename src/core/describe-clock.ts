import type { ClockEvent } from './incident/clock.ts'
import { runDetails, runDoes } from './ladder/describe-runs.ts'
import { type Detail, instant, type Part, text } from './sentence.ts'

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
      return [text('reminded that an update is due '), instant(event.due)]
    case 'update-asked':
      return [text('asked for the update that is due '), instant(event.due)]
    case 'update-missed':
      return missed(event)
    case 'updates-snoozed':
      return [text('put the update that was due '), instant(event.from), text(' off to '), instant(event.due)]
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
    default:
      return runDoes(event)
  }
}

/** What people said, or what the world answered. */
export function clockDetails(event: ClockEvent): Detail[] {
  switch (event.type) {
    case 'promised':
    case 'update-nudged':
    case 'update-asked':
    case 'update-missed':
    case 'updates-snoozed':
    case 'outage-long':
    case 'recovery-passed':
    case 'recovery-measured':
    case 'loss-measured':
      return []
    default:
      return runDetails(event)
  }
}

function missed({ first, count, inRow }: Extract<ClockEvent, { type: 'update-missed' }>): Part[] {
  const what = count === 1 ? 'missed: the update due ' : `missed: ${count} updates, the first due `
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

function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}
