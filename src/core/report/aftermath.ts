import type { Names } from '../describe.ts'
import type { Incident } from '../incident/incident.ts'
import { lossDetail } from '../review/describe.ts'
import type { FindingKind, FollowUp } from '../review/review.ts'
import { STAGE_WORDS } from '../review/reviewing.ts'
import { dayAndTime } from './report-line.ts'
import type { Action, Learned, ReportModel } from './report-model.ts'

type Afterwards = Pick<
  ReportModel,
  'summary' | 'factors' | 'wentWell' | 'wentBadly' | 'lucky' | 'actions' | 'review'
>

/** What a report says of the time after the incident: what it was, what was learned, what is to be done. */
export function aftermathOf(state: Incident, names: Names): Afterwards {
  const { summary = {}, findings, followUps } = state
  const { cause = null, fix = null, impact = null } = summary
  const dataLoss = lossDetail(summary)
  const learned = (kind: FindingKind): Learned[] =>
    findings.filter((one) => one.kind === kind).map(({ text, by }) => ({ text, by: names.user(by) }))
  return {
    summary: { cause, fix, impact, dataLoss: dataLoss[0]?.text ?? null },
    factors: learned('factor'),
    wentWell: learned('went-well'),
    wentBadly: learned('went-badly'),
    lucky: learned('lucky'),
    actions: followUps.map((followUp) => action(followUp, names)),
    review: reviewOf(state, names),
  }
}

function action({ number, text, owner, due, state, end, ref }: FollowUp, names: Names): Action {
  const reason = end?.reason === undefined ? '' : `: ${end.reason}`
  return {
    number,
    text,
    owner: owner === undefined ? 'nobody yet' : names.user(owner),
    due: due === undefined ? '' : dayAndTime(due)[0],
    state: `${state}${reason}`,
    link: ref?.url ?? null,
  }
}

function reviewOf({ review, closed }: Incident, names: Names): ReportModel['review'] {
  if (review === undefined) return null
  return {
    state: closed === undefined ? STAGE_WORDS[review.stage] : 'closed',
    owner: review.owner === undefined ? 'nobody yet' : names.user(review.owner),
    due: dayAndTime(review.schedule.due)[0],
  }
}
