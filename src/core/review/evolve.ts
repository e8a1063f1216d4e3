import type { Entry } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import type { FollowUp, Review, ReviewEvent } from './review.ts'
import { scheduled } from './schedule.ts'

type Happened<T extends ReviewEvent['type']> = Extract<ReviewEvent, { type: T }>

/** What an event makes of what comes after an incident. */
export function evolveReview(state: Incident, entry: Entry<ReviewEvent>): Incident {
  const { event } = entry
  switch (event.type) {
    case 'summarised':
      return { ...state, summary: event.summary }
    case 'review-started':
      return { ...state, review: begun(event, entry) }
    case 'review-cancelled':
      return cancelled(state)
    case 'review-owned':
      return withReview(state, { owner: event.user })
    case 'review-moved':
      return moved(state, event, entry)
    case 'review-reminded':
    case 'review-overdue':
      return withReview(state, (review) => ({
        schedule: { ...review.schedule, next: event.step + 1 },
      }))
    case 'contributed': {
      const { kind, text } = event
      const finding = { kind, text, by: userOf(entry), at: entry.at, seq: entry.seq }
      return { ...state, findings: [...state.findings, finding] }
    }
    case 'closed':
      return { ...state, closed: { by: userOf(entry), at: entry.at } }
    case 'decision-logged':
    case 'near-miss-logged':
      return state
    default:
      return followUp(state, event, entry)
  }
}

function followUp(
  state: Incident,
  event: Extract<ReviewEvent, { type: `follow-up-${string}` }>,
  entry: Entry<ReviewEvent>,
): Incident {
  switch (event.type) {
    case 'follow-up-added': {
      const { number, text, owner, due, steps } = event
      const added: FollowUp = {
        number,
        ...terms({ text, owner, due }, steps),
        state: 'open',
        by: userOf(entry),
        at: entry.at,
      }
      return { ...state, followUps: [...state.followUps, added] }
    }
    case 'follow-up-changed':
      return withFollowUp(state, event.number, (was) => changed(was, event))
    case 'follow-up-done':
      return withFollowUp(state, event.number, (was) => ended(was, 'done', entry))
    case 'follow-up-dropped':
      return withFollowUp(state, event.number, (was) => ended(was, 'dropped', entry, event.reason))
    case 'follow-up-taken-up':
      return withFollowUp(state, event.number, ({ end: _, ...rest }) => ({
        ...rest,
        ...terms(rest, event.steps),
        state: 'open',
      }))
    case 'follow-up-reminded':
    case 'follow-up-overdue':
      return withFollowUp(state, event.number, (was) =>
        was.schedule === undefined ? was : { ...was, schedule: { ...was.schedule, next: event.step + 1 } },
      )
    case 'follow-up-linked':
      return withFollowUp(state, event.number, (was) => ({ ...was, ref: event.ref }))
  }
}

function begun(event: Happened<'review-started'>, { at }: Entry<ReviewEvent>): Review {
  const { due, steps, managersFrom, asked, owner } = event
  return {
    begunAt: at,
    stage: 'draft',
    asked,
    schedule: scheduled(due, steps),
    managersFrom,
    ...(owner === undefined ? {} : { owner }),
  }
}

/** What was learned stays; the review begins anew when it is resolved again, with the same owner. */
function cancelled(state: Incident): Incident {
  const { review, closed: _, lastOwner, ...rest } = state
  const owner = review?.owner ?? lastOwner
  return { ...rest, ...(owner === undefined ? {} : { lastOwner: owner }) }
}

function moved(state: Incident, event: Happened<'review-moved'>, { at }: Entry<ReviewEvent>): Incident {
  if (state.review === undefined) return state
  const { reviewedAt: _, onTime: __, ...review } = state.review
  const done = event.to === 'reviewed' ? { reviewedAt: at, onTime: event.onTime === true } : {}
  return { ...state, review: { ...review, stage: event.to, ...done } }
}

function withReview(
  state: Incident,
  change: Partial<Review> | ((review: Review) => Partial<Review>),
): Incident {
  const { review } = state
  if (review === undefined) return state
  return { ...state, review: { ...review, ...(typeof change === 'function' ? change(review) : change) } }
}

function withFollowUp(state: Incident, number: number, change: (was: FollowUp) => FollowUp): Incident {
  const followUps = state.followUps.map((was) => (was.number === number ? change(was) : was))
  return { ...state, followUps }
}

/** An unchanged deadline keeps its steps, so that nothing is said about it twice. */
function changed(was: FollowUp, { to, steps }: Happened<'follow-up-changed'>): FollowUp {
  const { owner: _, due, schedule, ...rest } = was
  const isSame = schedule !== undefined && due === to.due
  return { ...rest, ...terms(to, steps), ...(isSame ? { schedule } : {}) }
}

/** What is wanted of a follow-up, with what is left of its steps. */
function terms(
  { text, owner, due }: { text: string; owner?: string | undefined; due?: number | undefined },
  steps: number[],
) {
  return {
    text,
    ...(owner === undefined ? {} : { owner }),
    ...(due === undefined ? {} : { due, schedule: scheduled(due, steps) }),
  }
}

function ended(
  was: FollowUp,
  state: 'done' | 'dropped',
  entry: Entry<ReviewEvent>,
  reason?: string,
): FollowUp {
  const { schedule: _, ...rest } = was
  return {
    ...rest,
    state,
    end: { by: userOf(entry), at: entry.at, ...(reason === undefined ? {} : { reason }) },
  }
}

function userOf(entry: Entry<ReviewEvent>): string {
  return entry.actor.kind === 'user' ? entry.actor.id : ''
}

/** What was learned is shown as it is meant now: corrected, or not at all once it was taken back. */
export function withAmendedFindings(state: Incident, { event }: Entry<IncidentEvent>): Incident {
  if (event.type === 'entry-withdrawn' && state.findings.some(({ seq }) => seq === event.entry))
    return { ...state, findings: state.findings.filter(({ seq }) => seq !== event.entry) }
  if (event.type !== 'entry-corrected') return state
  const { entry, text } = event
  if (text === undefined || !state.findings.some(({ seq }) => seq === entry)) return state
  return {
    ...state,
    findings: state.findings.map((found) => (found.seq === entry ? { ...found, text } : found)),
  }
}
