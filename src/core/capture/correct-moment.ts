import { type Context, type Instant, type Rejection, reject } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import { REASON_MAX } from '../limits.ts'
import { paragraph, unfit } from '../text.ts'
import { MINUTE } from '../time-units.ts'
import { utcMinute } from '../utc.ts'
import type { CaptureEvent } from './capture.ts'
import { happenedWrong } from './happened.ts'
import { type AllMoments, allMoments, type Moment } from './moments.ts'

type Corrected = Extract<CaptureEvent, { type: 'moment-corrected' }>

/** Says when a moment really was. All figures follow; the reason stays beside it. */
export function correctMoment(
  state: Incident,
  { moment, at, reason: said }: { moment: Moment; at: Instant; reason: string },
  { now }: Context,
): Corrected[] | Rejection {
  const reason = paragraph(said)
  const unexplained = unfit('The reason for the correction', reason, REASON_MAX)
  if (unexplained !== undefined) return unexplained
  const wrong = happenedWrong(at, now)
  if (wrong !== undefined) return wrong
  const known = allMoments(state.moments)[moment]
  if (known === undefined && NEEDS_STATUS[moment] !== undefined) return notYet(state, moment)
  if (known?.at === at && known.how !== 'assumed')
    return reject('same-moment', `${utcMinute(at)} is when ${state.id} has “${moment}” already.`)
  const after = allMoments({ ...state.moments, [moment]: { at, how: 'corrected' } })
  const broken = outOfOrder(state, moment, after)
  if (broken !== undefined) return broken
  const from = known === undefined ? {} : { from: known.at }
  return [{ type: 'moment-corrected', moment, at, ...from, reason, happenedAt: at }]
}

/** Moments that a status stands for: that is changed first, and then its time put right. */
const NEEDS_STATUS: Partial<Record<Moment, string>> = {
  mitigated: 'status {id} monitoring',
  resolved: 'resolve {id}',
}

function notYet({ id, status }: Incident, moment: Moment): Rejection {
  const command = (NEEDS_STATUS[moment] ?? '').replace('{id}', id)
  return reject(
    'moment-not-come',
    `${id} is ${status}, so it has no time for “${moment}” yet. First \`/incident ${command}\`, then say when it was.`,
  )
}

/** What cannot come after what. Compared by the minute, since that is what people say. */
const NOT_AFTER: readonly [earlier: Moment, later: Moment][] = [
  ['started', 'detected'],
  ['detected', 'declared'],
  ['detected', 'acknowledged'],
  ['started', 'mitigated'],
  ['declared', 'resolved'],
  ['mitigated', 'resolved'],
]

function outOfOrder({ id }: Incident, moment: Moment, after: AllMoments): Rejection | undefined {
  for (const [earlier, later] of NOT_AFTER) {
    const [first, second] = [after[earlier], after[later]]
    if (first === undefined || second === undefined) continue
    // One that nobody spoke of moves along with the one that is corrected.
    const moved = [
      earlier === moment || (first.how === 'assumed' && later !== moment),
      later === moment || (second.how === 'assumed' && earlier !== moment),
    ]
    if (!moved.includes(true) || Math.floor(first.at / MINUTE) <= Math.floor(second.at / MINUTE)) continue
    const [other, at, than] = moved[0] === true ? [later, second.at, 'later'] : [earlier, first.at, 'earlier']
    return reject(
      'moment-order',
      `In ${id} “${other}” is at ${utcMinute(at)}, so “${moment}” cannot be ${than} than that. If that other time is wrong, correct it first: \`/incident moment ${id} ${other} at <time> <reason>\`.`,
    )
  }
  return undefined
}
