import type { Instant, Timer } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import type { FollowUp, Review, ReviewEvent } from './review.ts'
import { isOverdueStep, nextStep, overdueTimes, stepReached } from './schedule.ts'

const REVIEW_TIMER = 'review-due'
const FOLLOW_UP_TIMER = 'follow-up-'

/** A step each of the review and of every follow-up that is not done. */
export function reviewTimers(state: Incident): Timer[] {
  const review = watched(state)
  const next = review && nextStep(review.schedule)
  const own = next === undefined ? [] : [{ name: REVIEW_TIMER, due: next }]
  return [...own, ...state.followUps.flatMap(followUpTimer)]
}

/** What there is to say when a step comes; steps that were missed are said with it, once. */
export function reviewDue(state: Incident, timer: Timer, now: Instant): ReviewEvent[] | undefined {
  if (timer.name === REVIEW_TIMER) {
    const review = watched(state)
    return review === undefined ? [] : sayReview(review, now)
  }
  if (!timer.name.startsWith(FOLLOW_UP_TIMER)) return undefined
  const number = Number(timer.name.slice(FOLLOW_UP_TIMER.length))
  const found = state.followUps.find((followUp) => followUp.number === number)
  return found === undefined ? [] : sayFollowUp(found, now)
}

/** A review about which something may still have to be said. One that is not done keeps its incident from being closed. */
function watched({ review }: Incident): Review | undefined {
  return review?.stage === 'reviewed' ? undefined : review
}

function sayReview({ schedule, managersFrom }: Review, now: Instant): ReviewEvent[] {
  const step = stepReached(schedule, now)
  if (step === undefined) return []
  const { due } = schedule
  if (!isOverdueStep(schedule, step)) return [{ type: 'review-reminded', due, step }]
  const times = overdueTimes(schedule, step)
  return [{ type: 'review-overdue', due, step, times, managers: times >= managersFrom }]
}

function followUpTimer({ number, state, schedule }: FollowUp): Timer[] {
  const next = state === 'open' && schedule !== undefined ? nextStep(schedule) : undefined
  return next === undefined ? [] : [{ name: `${FOLLOW_UP_TIMER}${number}`, due: next }]
}

function sayFollowUp({ number, text, schedule }: FollowUp, now: Instant): ReviewEvent[] {
  const step = schedule && stepReached(schedule, now)
  if (schedule === undefined || step === undefined) return []
  const { due } = schedule
  if (!isOverdueStep(schedule, step)) return [{ type: 'follow-up-reminded', number, text, due, step }]
  return [{ type: 'follow-up-overdue', number, text, due, step, times: overdueTimes(schedule, step) }]
}
