import type { Instant } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import type { Policy } from '../policy.ts'
import { LOST_DATA, summaryDetails } from '../review/describe.ts'
import type { FindingKind, FollowUp, Stage } from '../review/review.ts'
import type { Names } from '../sentence.ts'

/** What people wrote about it once it was over; null is what nobody has said yet. */
export type WrittenSummary = {
  cause: string | null
  fix: string | null
  impact: string | null
  dataLoss: string | null
}

/** Something that is to be done. */
export type Action = {
  number: number
  text: string
  owner: string | null
  due: string | null // `2024-06-17`
  state: string
  link: string | null // in the system where it is worked on
}

/** Where the review stands; dates by the organisation's clock. */
export type ReviewState = {
  stage: string // 'draft', 'in review', 'reviewed'
  owner: string | null
  due: string // `2024-06-17`
  done: string | null
  inTime: boolean | null // of a review that is done
  closed: string | null
}

/** A learning that somebody wrote down. */
export type Learned = { text: string; by: string }

export function summaryOf({ summary = {} }: Incident): WrittenSummary {
  const { cause = null, fix = null, impact = null } = summary
  const loss = summaryDetails(summary).find(({ label }) => label === LOST_DATA)
  return { cause, fix, impact, dataLoss: loss?.text ?? null }
}

export function learned({ findings }: Incident, kind: FindingKind, names: Names): Learned[] {
  return findings
    .filter((finding) => finding.kind === kind)
    .map(({ text, by }) => ({ text, by: names.user(by) }))
}

export function actionOf(
  { number, text, owner, due, state, end, ref }: FollowUp,
  policy: Policy,
  names: Names,
): Action {
  return {
    ...{ number, text },
    owner: owner === undefined ? null : names.user(owner),
    due: due === undefined ? null : dayHere(due, policy),
    state: end?.reason === undefined ? state : `${state}: ${end.reason}`,
    link: ref?.url ?? null,
  }
}

const STAGE_WORDS: Record<Stage, string> = { draft: 'draft', 'in-review': 'in review', reviewed: 'reviewed' }

export function reviewOf({ review, closed }: Incident, policy: Policy, names: Names): ReviewState | null {
  if (review === undefined) return null
  return {
    stage: STAGE_WORDS[review.stage],
    owner: review.owner === undefined ? null : names.user(review.owner),
    due: dayHere(review.schedule.due, policy),
    done: review.reviewedAt === undefined ? null : dayHere(review.reviewedAt, policy),
    inTime: review.onTime ?? null,
    closed: closed === undefined ? null : dayHere(closed.at, policy),
  }
}

/** `2024-06-17`: the day on the organisation's calendar, on which a date is kept or missed. */
function dayHere(instant: Instant, { organisation }: Policy): string {
  return Intl.DateTimeFormat('sv-SE', { timeZone: organisation.timeZone, dateStyle: 'short' }).format(instant)
}
