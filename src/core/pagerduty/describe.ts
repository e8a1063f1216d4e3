import { type Detail, type Part, said, text } from '../sentence.ts'
import type { HeardKind, OnCallPerson, PagerdutyEvent, ThroughPagerduty } from './pages.ts'

type Told = Extract<PagerdutyEvent, { type: 'pagerduty-heard' }>

/** What happened between here and PagerDuty, after the name of who did it. */
export function pagerdutyDoes(event: PagerdutyEvent): Part[] {
  switch (event.type) {
    case 'pagerduty-paged':
      return deliveredTo(event.people)
    case 'pagerduty-failed':
      return [
        text('could not page through PagerDuty'),
        text(event.again === undefined ? '' : '; it is tried again meanwhile'),
      ]
    case 'pagerduty-unasked':
      return [text('could not ask '), said(event.who.join(', ')), text(' in PagerDuty to join')]
    case 'pagerduty-told':
      return [text(`told PagerDuty that it is ${event.status}`)]
    case 'pagerduty-linked':
      return event.incident.url === undefined
        ? [text('found it in PagerDuty as '), said(event.incident.id)]
        : [
            text('found it in PagerDuty: '),
            { part: 'link', url: event.incident.url, text: event.incident.id },
          ]
    case 'pagerduty-heard':
      return heard(event)
  }
}

/** Whoever is somebody here was named when they were paged, and need not be called a second time. */
function deliveredTo(people: readonly OnCallPerson[]): Part[] {
  const elsewhere = people.filter(({ user }) => user === undefined)
  if (elsewhere.length === 0) return [text('delivered the page through PagerDuty')]
  return [text('delivered the page to '), ...named(elsewhere), text(' through PagerDuty')]
}

/** Whom a page reaches through PagerDuty and not in Slack, behind those whom it reaches there. */
export function throughPagerduty({ people }: ThroughPagerduty, isFirst: boolean): Part[] {
  const elsewhere = people.filter(({ user }) => user === undefined)
  const who = people.length === 0 ? [text('whoever PagerDuty has on call')] : named(elsewhere)
  const added = elsewhere.length === 0 && people.length > 0 ? [] : [text(isFirst ? '' : ', '), ...who]
  const label = added.length > 0 && people.length > 0 ? [text(' (through PagerDuty)')] : []
  return [...added, ...label]
}

/** How old it is what PagerDuty said of who is on call, when it could not be asked anew. */
export function pagerdutySaid({ asOf }: ThroughPagerduty): Part[] {
  if (asOf === undefined) return []
  return [
    text(', as PagerDuty had it '),
    { part: 'instant', instant: asOf },
    text('; it cannot be asked now'),
  ]
}

export function pagerdutyDetails(event: PagerdutyEvent): Detail[] {
  if (event.type === 'pagerduty-failed' || event.type === 'pagerduty-unasked')
    return [{ label: 'Because', text: event.why }]
  if (event.type !== 'pagerduty-heard') return []
  return [
    ...(event.text === undefined || event.text === '' ? [] : [{ text: event.text }]),
    ...(event.refused === undefined ? [] : [{ label: 'It does not count here', text: event.refused }]),
  ]
}

/** With a name from Slack the sentence begins with that person; else it is what the bot heard. */
function heard(event: Told): Part[] {
  const act = ACTS[event.what]
  const to = event.to === undefined || event.to.length === 0 ? [] : [text(' to '), said(event.to.join(', '))]
  const late = event.over === undefined ? [] : [text('; it is resolved here, and PagerDuty is told so again')]
  if (event.user !== undefined)
    return [
      text(`${act} in PagerDuty`),
      ...to,
      ...(event.asked !== undefined ? [text(FOUND_OUT)] : []),
      ...late,
    ]
  if (event.who !== undefined)
    return [
      text(event.asked !== undefined ? ASKED : 'heard that '),
      said(event.who),
      text(event.asked !== undefined ? ` ${act}` : ` ${act} in PagerDuty`),
      ...to,
      ...late,
    ]
  return [
    text(`${event.asked !== undefined ? ASKED : 'heard from PagerDuty that '}it ${PASSIVE[event.what]}`),
    ...to,
    ...late,
  ]
}

/** Around what PagerDuty did not tell by itself, because the bot was away for longer than it tries. */
export const ASKED = 'found out by asking PagerDuty that '
export const FOUND_OUT = ' (found out by asking there)'

const ACTS: Record<HeardKind, string> = {
  triggered: 'opened it',
  acknowledged: 'acknowledged it',
  unacknowledged: 'took the acknowledgement back',
  resolved: 'resolved it',
  reopened: 'opened it again',
  escalated: 'escalated it',
  reassigned: 'gave it',
  annotated: 'added a note',
  'responder-accepted': 'agreed to help',
  'responder-declined': 'cannot help',
}

const PASSIVE: Record<HeardKind, string> = {
  triggered: 'is open',
  acknowledged: 'was acknowledged',
  unacknowledged: 'is not acknowledged any more',
  resolved: 'was resolved',
  reopened: 'was opened again',
  escalated: 'was escalated',
  reassigned: 'was given',
  annotated: 'has a new note',
  'responder-accepted': 'has somebody who agreed to help',
  'responder-declined': 'has somebody who cannot help',
}

function named(people: readonly OnCallPerson[]): Part[] {
  if (people.length === 0) return [text('whoever it has on call')]
  return people.flatMap(({ name, user }, index): Part[] => [
    ...(index === 0 ? [] : [text(', ')]),
    user === undefined ? said(name) : { part: 'user', user },
  ])
}
