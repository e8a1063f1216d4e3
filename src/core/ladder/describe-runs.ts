import { minutesInWords } from '../describe-clock.ts'
import { ASKED, FOUND_OUT, pagerdutySaid, throughPagerduty } from '../pagerduty/describe.ts'
import { PAGERDUTY_REFERENCE } from '../policy-fields.ts'
import { type Detail, instant, type Part, said, text } from '../sentence.ts'
import { type Because, type End, knewAlready, type RunEvent, type Rung, type Skipped } from './climber.ts'

/** What happened on a ladder, after the name of who did it. */
export function runDoes(event: RunEvent): Part[] {
  switch (event.type) {
    case 'acknowledged':
      return [
        ...acknowledgedBy(event),
        ...(event.afterMs > 0 ? [text(` after ${minutesInWords(event.afterMs)}`)] : []),
      ]
    case 'page-declined':
      return [text('cannot take the page')]
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
        ...(how === user ? [] : [text(' ('), said(leadsTo(how)), text(')')]),
      ])
      const as = event.name === '' ? [] : [text(' as '), said(event.name)]
      const through =
        event.pagerduty === undefined ? [] : throughPagerduty(event.pagerduty, people.length === 0)
      const old = event.pagerduty === undefined ? [] : pagerdutySaid(event.pagerduty)
      return [
        text('paged '),
        ...people,
        ...through,
        ...as,
        text(because(event.because)),
        ...leftOut(event.skipped, '; not paged: '),
        ...old,
      ]
    }
    case 'rung-empty':
      return [
        text(knewAlready(event) ? 'paged nobody' : 'found nobody to page'),
        ...(event.name === '' ? [] : [text(' as '), said(event.name)]),
        ...leftOut(event.skipped, ': '),
      ]
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

function acknowledgedBy({ pagerduty }: Extract<RunEvent, { type: 'acknowledged' }>): Part[] {
  if (pagerduty === undefined) return [text('acknowledged the page')]
  const { who, asked } = pagerduty
  if (who === undefined)
    return [text(`acknowledged the page in PagerDuty${asked !== undefined ? FOUND_OUT : ''}`)]
  if (asked !== undefined) return [text(ASKED), said(who), text(' acknowledged the page')]
  return [text('heard that '), said(who), text(' acknowledged the page in PagerDuty')]
}

const ENDS: Record<Extract<End, 'resolved' | 'calmed' | 'handed-on'>, string> = {
  resolved: 'the incident is resolved',
  calmed: 'the severity changed',
  'handed-on': 'it is an incident now',
}

/** What people said, or what the world answered. */
export function runDetails(event: RunEvent): Detail[] {
  switch (event.type) {
    case 'escalation-started':
      return [{ label: event.kind === 'page' ? 'Message' : 'Because', text: event.why }]
    case 'people-paged':
    case 'rung-empty':
      return event.skipped
        .filter(({ who }) => !PERSON.test(who))
        .map(({ who, why }) => ({ label: 'Not paged', text: `${who}: ${why}` }))
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
  empty: ', for the rung before had nobody to page',
  'by-hand': ', as was asked',
}

/** "; not paged: @Ben is in command already", of those who are somebody here; the others stand among the details. */
function leftOut(skipped: readonly Skipped[], before: string): Part[] {
  return skipped
    .filter(({ who }) => PERSON.test(who))
    .flatMap(({ who, why }, index): Part[] => [
      text(index === 0 ? before : ', '),
      { part: 'user', user: who },
      text(` ${why}`),
    ])
}

const PERSON = /^[UW][A-Z0-9]{2,}$/u

function because(why: Because): string {
  return BECAUSE[why]
}

function rungParts(rung: Pick<Rung, 'name' | 'reference'> | undefined): Part[] {
  if (rung?.reference === undefined) return [said(rung?.name ?? 'nobody')]
  return rung.reference.startsWith('S')
    ? [{ part: 'group', group: rung.reference }]
    : [{ part: 'user', user: rung.reference }]
}

/** The policy's reference, as somebody reads it who does not know how a policy is written. */
function leadsTo(reference: string): string {
  return reference.startsWith(PAGERDUTY_REFERENCE) ? 'on call in PagerDuty' : reference
}
