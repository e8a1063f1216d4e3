import { type Context, type Rejection, reject } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { FINDING_MAX, FINDINGS_MAX } from '../limits.ts'
import { isBlank, paragraph, tooLong } from '../text.ts'
import { FINDING_KINDS, type Review, type ReviewCommand, STAGES } from './review.ts'

type Asked<T extends ReviewCommand['type']> = Extract<ReviewCommand, { type: T }>
type Answer = IncidentEvent[] | Rejection

/** The review, or why there is none to work on and what to do about it. */
export function reviewOf(state: Incident): Review | Rejection {
  if (state.review !== undefined) return state.review
  if (state.status !== 'resolved') {
    return reject(
      'no-review',
      `${state.id} has no review yet: that begins when it is resolved. What is learned already can be noted: \`/incident note ${state.id} <text>\`.`,
    )
  }
  return reject(
    'no-review',
    `${state.severity.toUpperCase()} asks for no review, so ${state.id} has none. To end it for good: \`/incident close ${state.id}\`.`,
  )
}

/** Whoever asks takes the review, unless it is somebody else's by now. */
export function ownReview(state: Incident, { saw }: Asked<'own-review'>, { actor }: Context): Answer {
  const review = reviewOf(state)
  if ('rejected' in review) return review
  const { owner } = review
  const person = actor.kind === 'user' ? actor.id : ''
  if (saw !== undefined && saw !== (owner ?? '') && owner !== person) {
    return reject(
      'review-moved',
      `Somebody else owns the review of ${state.id} by now, so I changed nothing. To take it over all the same: \`/incident review ${state.id} owner me\`.`,
    )
  }
  return owned(state, review, person)
}

export function giveReview(state: Incident, { person }: Asked<'give-review'>): Answer {
  const review = reviewOf(state)
  if ('rejected' in review) return review
  if ((person.standing ?? 'member') !== 'member')
    return reject('no-member', 'Only full members can own a review. Choose somebody else.')
  return owned(state, review, person.user)
}

function owned({ id }: Incident, { owner }: Review, user: string): Answer {
  if (owner === user) return reject('owns-already', `That is who owns the review of ${id} already.`)
  return [{ type: 'review-owned', user, ...(owner === undefined ? {} : { from: owner }) }]
}

/** Forth and back: what looked reviewed may not be. It takes an owner, so that somebody answers for it. */
export function moveReview(state: Incident, { to, saw }: Asked<'move-review'>, { now }: Context): Answer {
  const review = reviewOf(state)
  if ('rejected' in review) return review
  const { stage: from, owner, schedule } = review
  if (!STAGES.includes(to)) return reject('no-such-stage', 'A review is draft, in-review or reviewed.')
  if (saw !== undefined && saw !== from) {
    return reject(
      'review-moved',
      `The review of ${state.id} is ${STAGE_WORDS[from]} by now, so I changed nothing. The card shows how it stands.`,
    )
  }
  if (from === to) return reject('same-stage', `The review of ${state.id} is ${STAGE_WORDS[to]} already.`)
  if (to !== 'draft' && owner === undefined) {
    return reject(
      'nobody-owns',
      `Nobody owns the review of ${state.id} yet. Take it first: \`/incident review ${state.id} owner me\`.`,
    )
  }
  return [{ type: 'review-moved', from, to, ...(to === 'reviewed' && { onTime: now <= schedule.due }) }]
}

export const STAGE_WORDS = { draft: 'a draft', 'in-review': 'in review', reviewed: 'reviewed' } as const

/** What somebody has learned from it. Several people add to it, before and after the review itself. */
export function contribute(state: Incident, { findings }: Asked<'contribute'>): Answer {
  if (state.status !== 'resolved') {
    return reject(
      'not-resolved',
      `${state.id} is still open. Note it for the review: \`/incident note ${state.id} <text>\`.`,
    )
  }
  const events: IncidentEvent[] = []
  for (const { kind, text } of findings) {
    const clean = paragraph(text)
    if (isBlank(clean)) continue
    if (!FINDING_KINDS.includes(kind)) return reject('no-such-kind', 'There is no such question in a review.')
    const problem = tooLong(`What you wrote on “${FINDING_NAMES[kind]}”`, clean, FINDING_MAX)
    if (problem !== undefined) return problem
    events.push({ type: 'contributed', kind, text: clean })
  }
  if (events.length === 0) return reject('empty', 'Nothing is filled in. Answer one of the questions.')
  if (state.findings.length + events.length > FINDINGS_MAX) {
    return reject(
      'too-many',
      `${state.id} has ${state.findings.length} findings, and at most ${FINDINGS_MAX} are kept. Put this into a note: \`/incident note ${state.id} <text>\`.`,
    )
  }
  return events
}

/** How each kind of finding is called, in forms and in the report alike. */
export const FINDING_NAMES = {
  factor: 'Contributing factors',
  'went-well': 'What went well',
  'went-badly': 'What did not go well',
  lucky: 'Where we were lucky',
} as const
