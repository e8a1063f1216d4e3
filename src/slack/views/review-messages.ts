import type { Button } from '@slack/types'
import type { Entry, Instant } from '../../core/decider.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import { unsaid } from '../../core/review/summary.ts'
import { actions, context, type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { deadline, lineOf, quote, user } from '../mrkdwn.ts'
import { followUpButtons, isOverdue, type Owed as OwedFollowUp } from './follow-ups.ts'
import { nameOf, severityBadge } from './labels.ts'
import { contributeButton, ownerButtons, reviewButton, summaryButton } from './review.ts'

/** To one person: it is over, and a review begins that somebody has to own. */
export function askOwnerMessage(incident: Incident, person: string): Message {
  const { review } = incident
  const due = review === undefined ? 'soon' : deadline(review.schedule.due)
  const isTheirs = review?.owner === person
  const led = incident.roles.commander === person
  const why = led ? 'You led it, so you are asked first.' : 'Nobody led it, so you are asked.'
  const first = isTheirs
    ? `📝 *The review of ${incident.id} begins anew, and it is yours.* It is due ${due}.`
    : `📝 *Who owns the review of ${incident.id}?* It is due ${due}. ${why}`
  return about(incident, `${isTheirs ? 'The review is yours again' : 'Who owns the review?'}`, first, [
    ...ownerButtons(incident),
    ...summaryIfMissing(incident),
  ])
}

/** To whoever was given the review by somebody else. */
export function ownerMessage(incident: Incident, by: string): Message {
  const due = incident.review === undefined ? 'soon' : deadline(incident.review.schedule.due)
  const first = `📝 *${by} gave you the review of ${incident.id}.* It is due ${due}.`
  return about(incident, 'the review is yours', first, [
    reviewButton(incident, true),
    ...summaryIfMissing(incident),
    ...ownerButtons(incident),
  ])
}

/** To the owner, or while there is none to who was asked: due soon, or overdue. */
export function remindReviewMessage(entry: Entry<IncidentEvent>, incident: Incident): Message {
  const { event } = entry
  const isNobodys = incident.review?.owner === undefined
  const whose = isNobodys ? 'Nobody owns it yet: take it, or choose who does.' : 'You own it.'
  const due = incident.review === undefined ? 'soon' : deadline(incident.review.schedule.due)
  const overdue = event.type === 'review-overdue'
  const managers = overdue && event.managers ? ' The managers are told as well.' : ''
  const first = overdue
    ? `⚠️ *The review of ${incident.id} is overdue.* It was due ${due}. ${whose}${managers}`
    : `⏰ *The review of ${incident.id} is due ${due}.* ${whose}`
  return about(incident, overdue ? 'the review is overdue' : 'the review is due soon', first, [
    ...(isNobodys ? ownerButtons(incident) : [reviewButton(incident, true), contributeButton(incident)]),
    ...summaryIfMissing(incident),
  ])
}

/** To managers: somebody should have done it, and was told so before. */
export function managersMessage(incident: Incident): Message {
  const { review } = incident
  const due = review === undefined ? 'earlier' : deadline(review.schedule.due)
  const who =
    review?.owner === undefined ? 'Nobody owns it.' : `${user(review.owner)} owns it, and was reminded.`
  const first = `⚠️ *The review of ${incident.id} is overdue.* It was due ${due}. ${who} What does it take to get it done?`
  return about(incident, 'the review is overdue', first, [...ownerButtons(incident), reviewButton(incident)])
}

function about(incident: Incident, notice: string, first: string, buttons: Button[]): Message {
  const missing = unsaid(incident)
  const lacks = missing.length === 0 ? '' : ` · Not said yet: ${missing.join(', ')}`
  return {
    text: `${incident.id}: ${notice}`,
    blocks: [
      section(`${first}\n${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInLine)}`),
      actions(`review ${incident.id}`, buttons),
      ...(lacks === '' ? [] : [context(lacks.slice(' · '.length))]),
    ],
  }
}

function summaryIfMissing(incident: Incident): Button[] {
  return unsaid(incident).length === 0 ? [] : [summaryButton(incident, false)]
}

/** To the owner of a follow-up: it is theirs now, it is due soon, or it is overdue. `by`: who gave it to them. */
export function followUpMessage(
  { event }: Entry<IncidentEvent>,
  { incident, followUp }: OwedFollowUp,
  by: string,
  now: Instant,
): Message {
  const { owner, due, text, number } = followUp
  const why = REMINDED[event.type] ?? `☐ *${by} gave you a follow-up.*`
  const until =
    due === undefined ? '' : ` It ${isOverdue(followUp, now) ? 'was' : 'is'} due ${deadline(due)}.`
  const nobodys = owner === undefined ? ' Nobody has it: do it, or choose who does.' : ''
  return {
    text: `${incident.id}: ${lineOf(text, SHOWN.titleInCard)}`,
    blocks: [
      section(`${why}${until}${nobodys}\n${quote(text, SHOWN.titleInCard)}`),
      followUpButtons(incident, followUp),
      context(`Follow-up ${number} of ${nameOf(incident, SHOWN.titleInCard)}`),
    ],
  }
}

const REMINDED: Partial<Record<IncidentEvent['type'], string>> = {
  'follow-up-reminded': '⏰ *A follow-up is due soon.*',
  'follow-up-overdue': '⚠️ *A follow-up is overdue.*',
}
