import type { ViewOutput } from '@slack/bolt'
import { dayAt, instantAt, isDay } from '../../core/calendar.ts'
import type { Instant } from '../../core/decider.ts'
import type { IncidentCommand } from '../../core/incident/incident.ts'
import { followUpNumbered } from '../../core/review/follow-ups.ts'
import { DATA_LOSS, FINDING_KINDS, type Summary } from '../../core/review/review.ts'
import { FORMS } from '../controls.ts'
import { type Entered, entered, FIELDS, findingField } from '../fields.ts'
import { type FormMemory, noticeView } from '../views/form.ts'
import { putOnLog } from './afterwards.ts'
import { clockOf } from './clock-of.ts'
import { type Asked, act, type Desk } from './desk.ts'
import { NO_INCIDENT, refusedAt, type Submitted } from './submissions.ts'
import { decideLeft, leftIn } from './switch-left.ts'
import { endToTell, tellResolved } from './tell-resolved.ts'

const OURS: readonly string[] = [
  FORMS.resolve,
  FORMS.summary,
  FORMS.reviewOwner,
  FORMS.contribute,
  FORMS.followUp,
  FORMS.dropFollowUp,
  FORMS.decision,
  FORMS.nearMiss,
]

export function isReviewForm(form: string): boolean {
  return OURS.includes(form)
}

/** Does what a form about the time after an incident asks for. */
export async function submitReview(
  desk: Desk,
  asked: Asked,
  view: Pick<ViewOutput, 'callback_id' | 'state'>,
  memory: FormMemory,
): Promise<Submitted> {
  const { callback_id: form, state } = view
  const { incident } = memory
  if (incident === undefined) {
    if (form === FORMS.decision || form === FORMS.nearMiss) return log(desk, asked, form, state.values)
    return refusedAt(form, NO_INCIDENT)
  }
  const command = await commandIn(desk, asked, form, state.values, memory)
  if ('wrong' in command) return { errors: { [command.at]: command.wrong } }
  // Resolving asks what becomes of the kill switches; once it is resolved, that is done as well.
  const left = form === FORMS.resolve ? leftIn(state.values, asked.user) : []
  if ('wrong' in left) return { errors: { [left.wrong]: left.sentence } }
  const handled = await act(desk, asked, incident, command)
  if (handled.result === 'rejected') return refusedAt(form, handled.rejection.rejected)
  const news = form === FORMS.resolve ? endToTell(state.values) : undefined
  const told = news === undefined ? undefined : await tellResolved(desk, asked, handled.state, news)
  if (left.length === 0)
    return told === undefined ? { closes: true } : { last: noticeView('Resolved', told.blocks) }
  const decided = await decideLeft(desk, asked, incident, left)
  return { last: noticeView('Kill switches', [...(told?.blocks ?? []), ...decided.blocks]) }
}

async function log(desk: Desk, asked: Asked, form: string, values: Entered): Promise<Submitted> {
  const about = form === FORMS.decision ? 'decision' : 'near-miss'
  const handled = await putOnLog(desk, asked, about, entered(values, FIELDS.text))
  return handled.result === 'rejected' ? refusedAt(form, handled.rejection.rejected) : { closes: true }
}

type Wrong = { wrong: string; at: string }

async function commandIn(
  desk: Desk,
  asked: Asked,
  form: string,
  values: Entered,
  memory: FormMemory,
): Promise<IncidentCommand | Wrong> {
  const { number } = memory
  const read = (field: string) => entered(values, field)
  switch (form) {
    case FORMS.resolve:
      return { type: 'resolve', note: read(FIELDS.note), summary: summaryIn(values) }
    case FORMS.summary:
      return { type: 'summarise', summary: summaryIn(values) }
    case FORMS.reviewOwner: {
      const user = read(FIELDS.person)
      if (user === asked.user) return { type: 'own-review' }
      return { type: 'give-review', person: await personCalled(desk, user) }
    }
    case FORMS.contribute: {
      const findings = FINDING_KINDS.map((kind) => ({ kind, text: read(findingField(kind)) }))
      return { type: 'contribute', findings }
    }
    case FORMS.dropFollowUp:
      return { type: 'drop-follow-up', number: Number(number), reason: read(FIELDS.reason) }
    case FORMS.followUp:
      return followUpIn(desk, asked, values, memory)
    default:
      return { type: form === FORMS.decision ? 'log-decision' : 'log-near-miss', text: read(FIELDS.text) }
  }
}

function summaryIn(values: Entered): Summary {
  const read = (field: string) => entered(values, field)
  const dataLoss = DATA_LOSS.find((known) => known === read(FIELDS.dataLoss))
  const lost = read(FIELDS.lost).trim()
  return {
    cause: read(FIELDS.cause),
    fix: read(FIELDS.fix),
    impact: read(FIELDS.impact),
    ...(dataLoss && { dataLoss }),
    ...(lost !== '' && { lostMinutes: Number(lost) }),
  }
}

async function followUpIn(
  desk: Desk,
  asked: Asked,
  values: Entered,
  { incident, number }: FormMemory,
): Promise<IncidentCommand | Wrong> {
  const text = entered(values, FIELDS.text)
  const user = entered(values, FIELDS.person)
  const day = entered(values, FIELDS.due)
  const due = await dueOn(desk, asked, day)
  if (due !== undefined && typeof due !== 'number') return due
  const owner = user === '' ? undefined : await personCalled(desk, user)
  if (number !== undefined) {
    const same = await isDueOn(desk, asked, incident, Number(number), day)
    const command = { type: 'change-follow-up', number: Number(number), text, owner: owner ?? '' } as const
    return same ? command : { ...command, due: due ?? 'none' }
  }
  return { type: 'add-follow-up', text, ...(owner && { owner }), ...(due !== undefined && { due }) }
}

/** The end of work on that day, where the person is. */
async function dueOn(desk: Desk, asked: Asked, day: string): Promise<Instant | undefined | Wrong> {
  if (day === '') return undefined
  if (!isDay(day)) return { wrong: 'There is no such day. Choose another one.', at: FIELDS.due }
  const { calendar, timeZone } = await clockOf(desk, asked.user)
  return instantAt(day, calendar.endHour, timeZone)
}

/** Whether the day was left as it stands, so that its hour is kept too, and a date that is over is not refused. */
async function isDueOn(
  desk: Desk,
  asked: Asked,
  id: string | undefined,
  number: number,
  day: string,
): Promise<boolean> {
  const incident = id === undefined ? undefined : await desk.incidents.load(id)
  const due = incident && followUpNumbered(incident, number)?.due
  if (due === undefined) return false
  const { timeZone } = await clockOf(desk, asked.user)
  return dayAt(due, timeZone) === day
}

async function personCalled(desk: Desk, user: string) {
  const { standing } = await desk.people.person(user)
  return { user, standing }
}
