import { type Rejection, reject } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { changeStatus } from '../incident/lifecycle.ts'
import { CAUSE_MAX, PROMISE_MINUTES_MAX, SUMMARY_PART_MAX } from '../limits.ts'
import { isBlank, line, paragraph, tooLong } from '../text.ts'
import { DATA_LOSS, type ReviewCommand, type Summary } from './review.ts'

type Asked<T extends ReviewCommand['type']> = Extract<ReviewCommand, { type: T }>
type Answer = IncidentEvent[] | Rejection

/** Resolves, and says what it was as far as that is known: nobody is kept from resolving by a form. */
export function resolve(state: Incident, { note, summary }: Asked<'resolve'>): Answer {
  const clean = cleaned(summary)
  if ('rejected' in clean) return clean
  const changed = changeStatus(state, {
    type: 'change-status',
    status: 'resolved',
    ...(note === undefined ? {} : { note }),
  })
  if ('rejected' in changed) return changed
  const isSame = sameSummary(clean, state.summary ?? {})
  return isSame ? changed : [...changed, { type: 'summarised', summary: clean }]
}

/** Says what it was, all of it anew. */
export function summarise(state: Incident, { summary }: Asked<'summarise'>): Answer {
  const clean = cleaned(summary)
  if ('rejected' in clean) return clean
  if (sameSummary(clean, state.summary ?? {})) {
    return state.summary === undefined
      ? reject('empty', 'Nothing is filled in yet. Say at least the cause in a sentence.')
      : reject('same-summary', `That is the summary of ${state.id} already.`)
  }
  return [{ type: 'summarised', summary: clean }]
}

/** What is still to be said, in words; empty when the summary is whole. */
export function unsaid({ summary = {} }: Pick<Incident, 'summary'>): string[] {
  return [
    ...(summary.cause === undefined ? ['the cause'] : []),
    ...(summary.fix === undefined ? ['the fix'] : []),
    ...(summary.impact === undefined ? ['the impact on customers'] : []),
    ...(summary.dataLoss === undefined ? ['whether data was lost'] : []),
  ]
}

function cleaned(given: Summary): Summary | Rejection {
  const cause = line(given.cause ?? '')
  const fix = paragraph(given.fix ?? '')
  const impact = paragraph(given.impact ?? '')
  const problem =
    tooLong('The cause', cause, CAUSE_MAX) ??
    tooLong('The fix', fix, SUMMARY_PART_MAX) ??
    tooLong('The impact', impact, SUMMARY_PART_MAX) ??
    wrongLoss(given)
  if (problem !== undefined) return problem
  return {
    ...(isBlank(cause) ? {} : { cause }),
    ...(isBlank(fix) ? {} : { fix }),
    ...(isBlank(impact) ? {} : { impact }),
    ...loss(given),
  }
}

/** Minutes without a word about it mean that there was a loss, unless they are none. */
function loss({ dataLoss, lostMinutes }: Summary): Summary {
  if (dataLoss === 'no') return { dataLoss, lostMinutes: 0 }
  if (lostMinutes === undefined) return dataLoss === undefined ? {} : { dataLoss }
  return { dataLoss: dataLoss ?? (lostMinutes === 0 ? 'no' : 'yes'), lostMinutes }
}

function wrongLoss({ dataLoss, lostMinutes }: Summary): Rejection | undefined {
  if (dataLoss !== undefined && !DATA_LOSS.includes(dataLoss))
    return reject('no-such-loss', 'Whether data was lost is yes, no, or not known. Choose one of these.')
  if (lostMinutes === undefined) return undefined
  const whole = Number.isInteger(lostMinutes) && lostMinutes >= 0 && lostMinutes <= PROMISE_MINUTES_MAX
  if (!whole) {
    return reject(
      'no-minutes',
      'The lost data has to be a whole number of minutes. Leave it empty when it is not known.',
    )
  }
  if (dataLoss === 'no' && lostMinutes > 0)
    return reject('loss-twice', 'The lost data cannot be both none and some. Correct one of the two.')
  if (dataLoss === 'yes' && lostMinutes === 0)
    return reject(
      'loss-twice',
      'The lost data cannot be 0 minutes when data was lost. Correct one of the two.',
    )
  return undefined
}

function sameSummary(one: Summary, other: Summary): boolean {
  const keys = ['cause', 'fix', 'impact', 'dataLoss', 'lostMinutes'] as const
  return keys.every((key) => one[key] === other[key])
}
