import type { Actor } from '../decider.ts'
import { type Detail, deadline, type Part, said, text, user } from '../sentence.ts'
import type { ReviewEvent, Summary } from './review.ts'
import { FINDING_NAMES, STAGE_WORDS } from './reviewing.ts'

type FollowUpEvent = Extract<ReviewEvent, { type: `follow-up-${string}` }>

/** What somebody, or the bot, did after an incident; after the name of who did it. */
export function reviewDoes(event: ReviewEvent, { actor }: { actor: Actor }): Part[] {
  switch (event.type) {
    case 'summarised':
      return [text('summed it up')]
    case 'review-started':
      return [
        text('asked for a review by '),
        deadline(event.due),
        ...(event.owner === undefined ? [] : [text(' from '), user(event.owner)]),
      ]
    case 'review-cancelled':
      return [text('called the review off, for it is open again')]
    case 'review-owned':
      return owned(event, actor)
    case 'review-moved':
      return moved(event)
    case 'review-reminded':
      return [text('reminded of the review, which is due '), deadline(event.due)]
    case 'review-overdue':
      return [
        text('noted that the review is overdue: it was due '),
        deadline(event.due),
        text(event.managers ? '; the managers are told' : ''),
      ]
    case 'contributed':
      return [text(`added to “${FINDING_NAMES[event.kind]}”`)]
    case 'closed':
      return [text('closed it')]
    case 'decision-logged':
      return [text('recorded a decision')]
    case 'near-miss-logged':
      return [text('recorded a near miss')]
    default:
      return followUpDoes(event)
  }
}

function owned({ user: owner, from }: Extract<ReviewEvent, { type: 'review-owned' }>, actor: Actor): Part[] {
  const after = from === undefined ? [] : [text(' over from '), user(from)]
  if (actor.kind === 'user' && actor.id === owner)
    return from === undefined ? [text('took the review')] : [text('took the review'), ...after]
  const given = [text('gave the review to '), user(owner)]
  return from === undefined ? given : [...given, text(', after '), user(from)]
}

function moved({ from, to, onTime }: Extract<ReviewEvent, { type: 'review-moved' }>): Part[] {
  if (to === 'reviewed') return [text(`finished the review, ${onTime ? 'on time' : 'late'}`)]
  if (to === 'in-review' && from === 'draft') return [text('put the review up for talking it through')]
  return [text(`put the review back: it is ${STAGE_WORDS[to]} again`)]
}

function followUpDoes(event: FollowUpEvent): Part[] {
  const which = `follow-up ${event.number}`
  switch (event.type) {
    case 'follow-up-added':
      return [text(`added ${which}: `), said(event.text), ...terms(event)]
    case 'follow-up-changed':
      return [text(`changed ${which}: `), said(event.to.text), ...terms(event.to)]
    case 'follow-up-done':
      return [text(`finished ${which}: `), said(event.text)]
    case 'follow-up-dropped':
      return [text(`dropped ${which}: `), said(event.text)]
    case 'follow-up-taken-up':
      return [text(`took ${which} up again: `), said(event.text)]
    case 'follow-up-reminded':
      return [text(`reminded of ${which}, which is due `), deadline(event.due), text(': '), said(event.text)]
    case 'follow-up-overdue':
      return [
        text(`noted that ${which} is overdue: it was due `),
        deadline(event.due),
        text(': '),
        said(event.text),
      ]
    case 'follow-up-linked':
      return [text(`linked ${which} to `), said(`${event.ref.key} (${event.ref.url})`)]
  }
}

function terms({ owner, due }: { owner?: string; due?: number }): Part[] {
  return [
    ...(owner === undefined ? [text(', nobody’s yet')] : [text(', for '), user(owner)]),
    ...(due === undefined ? [text(', with no date')] : [text(', due '), deadline(due)]),
  ]
}

/** What people said with it. */
export function reviewDetails(event: ReviewEvent): Detail[] {
  switch (event.type) {
    case 'summarised':
      return summaryDetails(event.summary)
    case 'contributed':
    case 'decision-logged':
    case 'near-miss-logged':
      return [{ text: event.text }]
    case 'follow-up-changed':
      return event.from.text === event.to.text ? [] : [{ label: 'Before', text: event.from.text }]
    case 'follow-up-dropped':
      return [{ label: 'Because', text: event.reason }]
    default:
      return []
  }
}

export function summaryDetails(summary: Summary): Detail[] {
  const { cause, fix, impact } = summary
  return [
    ...(cause === undefined ? [] : [{ label: 'Cause', text: cause }]),
    ...(fix === undefined ? [] : [{ label: 'Fix', text: fix }]),
    ...(impact === undefined ? [] : [{ label: 'Impact on customers', text: impact }]),
    ...lossDetail(summary),
  ]
}

/** How what was lost is labelled. */
export const LOST_DATA = 'Lost data'

function lossDetail({ dataLoss, lostMinutes }: Summary): Detail[] {
  if (dataLoss === undefined) return []
  const label = LOST_DATA
  if (dataLoss === 'no') return [{ label, text: 'None' }]
  if (dataLoss === 'unknown') return [{ label, text: 'Not known yet' }]
  const howMuch = lostMinutes === undefined ? 'how much is not known' : `${lostMinutes} minutes`
  return [{ label, text: `Yes, ${howMuch}` }]
}
