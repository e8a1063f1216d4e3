import { type Context, type Instant, type Rejection, reject } from '../decider.ts'
import type { Incident, IncidentEvent, UserId } from '../incident/incident.ts'
import {
  DUE_DAYS_MAX,
  FOLLOW_UP_MAX,
  FOLLOW_UPS_MAX,
  REASON_MAX,
  REFERENCE_KEY_MAX,
  REFERENCE_URL_MAX,
} from '../limits.ts'
import type { Policy } from '../policy.ts'
import { line, unfit } from '../text.ts'
import { DAY } from '../time-units.ts'
import type { FollowUp, Person, ReviewCommand } from './review.ts'
import { stepsFor, zoned } from './schedule.ts'

type Asked<T extends ReviewCommand['type']> = Extract<ReviewCommand, { type: T }>
type Answer = IncidentEvent[] | Rejection

export function addFollowUp(state: Incident, command: Asked<'add-follow-up'>, context: Context): Answer {
  const text = line(command.text)
  const { due, owner } = command
  const problem =
    unfit('The follow-up', text, FOLLOW_UP_MAX) ??
    wrongOwner(owner) ??
    wrongDue(due, context.now) ??
    ownerlessWhenClosed(state, owner?.user)
  if (problem !== undefined) return problem
  if (state.followUps.length >= FOLLOW_UPS_MAX) {
    return reject(
      'too-many',
      `${state.id} has ${FOLLOW_UPS_MAX} follow-ups already, which is as many as one can have. Put several into one.`,
    )
  }
  return [
    {
      type: 'follow-up-added',
      number: (state.followUps.at(-1)?.number ?? 0) + 1,
      text,
      ...(owner && { owner: owner.user }),
      ...(due !== undefined && { due }),
      steps: stepsTo(due, context),
    },
  ]
}

export function changeFollowUp(
  state: Incident,
  command: Asked<'change-follow-up'>,
  context: Context,
): Answer {
  const found = openOne(state, command.number)
  if ('rejected' in found) return found
  const from = described(found)
  const text = command.text === undefined ? found.text : line(command.text)
  const owner =
    command.owner === undefined ? found.owner : command.owner === '' ? undefined : command.owner.user
  const due = command.due === undefined ? found.due : command.due === 'none' ? undefined : command.due
  const problem =
    unfit('The follow-up', text, FOLLOW_UP_MAX) ??
    (owner === found.owner || command.owner === '' ? undefined : wrongOwner(command.owner)) ??
    (due === found.due ? undefined : wrongDue(due, context.now)) ??
    ownerlessWhenClosed(state, owner)
  if (problem !== undefined) return problem
  if (text === found.text && owner === found.owner && due === found.due)
    return reject('same-follow-up', `That is how follow-up ${found.number} of ${state.id} stands already.`)
  const to = { text, ...(owner !== undefined && { owner }), ...(due !== undefined && { due }) }
  const steps = due === found.due ? [] : stepsTo(due, context)
  return [{ type: 'follow-up-changed', number: found.number, from, to, steps }]
}

export function finishFollowUp(state: Incident, { number }: Asked<'finish-follow-up'>): Answer {
  const found = openOne(state, number)
  return 'rejected' in found ? found : [{ type: 'follow-up-done', number, text: found.text }]
}

export function dropFollowUp(state: Incident, command: Asked<'drop-follow-up'>): Answer {
  const found = openOne(state, command.number)
  if ('rejected' in found) return found
  const reason = line(command.reason)
  const { number, text } = found
  return (
    unfit('The reason for dropping it', reason, REASON_MAX) ?? [
      { type: 'follow-up-dropped', number, text, reason },
    ]
  )
}

/** Done or dropped by mistake, or not done after all. */
export function takeUpFollowUp(
  state: Incident,
  { number }: Asked<'take-up-follow-up'>,
  context: Context,
): Answer {
  const found = followUpNumbered(state, number)
  if (found === undefined) return noSuch(state, number)
  if (found.state === 'open') return reject('open-already', `Follow-up ${number} of ${state.id} is open.`)
  const problem = ownerlessWhenClosed(state, found.owner)
  const { text, due } = found
  return problem ?? [{ type: 'follow-up-taken-up', number, text, steps: stepsTo(due, context) }]
}

/** What another system calls it. Hearing the same thing twice adds nothing. */
export function linkFollowUp(state: Incident, { number, ref }: Asked<'record-follow-up-link'>): Answer {
  const found = followUpNumbered(state, number)
  if (found === undefined) return noSuch(state, number)
  const { system, key, url } = ref
  if (key.length > REFERENCE_KEY_MAX || url.length > REFERENCE_URL_MAX || !/^https?:\/\//u.test(url))
    return reject('no-link', `This is no address of a ticket: ${url.slice(0, REFERENCE_URL_MAX)}.`)
  const known = found.ref?.system === system && found.ref.key === key && found.ref.url === url
  return known ? [] : [{ type: 'follow-up-linked', number, ref: { system, key, url } }]
}

export function followUpNumbered(
  { followUps }: Pick<Incident, 'followUps'>,
  number: number,
): FollowUp | undefined {
  return followUps.find((followUp) => followUp.number === number)
}

export function openFollowUps({ followUps }: Pick<Incident, 'followUps'>): FollowUp[] {
  return followUps.filter(({ state }) => state === 'open')
}

/** Whom a follow-up is for when nobody has it: whoever answers for the incident now. Empty for nobody. */
export function responsible(state: Incident, { owner }: Pick<FollowUp, 'owner'>): UserId {
  return owner ?? state.review?.owner ?? state.roles.commander ?? state.declaredBy
}

function openOne(state: Incident, number: number): FollowUp | Rejection {
  const found = followUpNumbered(state, number)
  if (found === undefined) return noSuch(state, number)
  if (found.state === 'open') return found
  const how = found.state === 'done' ? 'done' : 'dropped'
  return reject(
    `follow-up-${how}`,
    `Follow-up ${number} of ${state.id} is ${how} already, so I changed nothing.`,
  )
}

function noSuch({ id }: Incident, number: number): Rejection {
  return reject(
    'no-such-follow-up',
    `${id} has no follow-up ${number}. Those there are: \`/incident followups ${id}\`.`,
  )
}

function described({ text, owner, due }: FollowUp): { text: string; owner?: UserId; due?: Instant } {
  return { text, ...(owner !== undefined && { owner }), ...(due !== undefined && { due }) }
}

function wrongOwner(owner: Person | '' | undefined): Rejection | undefined {
  if (owner === undefined || owner === '' || (owner.standing ?? 'member') === 'member') return undefined
  return reject('no-member', 'Only full members can own a follow-up. Choose somebody else.')
}

function wrongDue(due: Instant | undefined, now: Instant): Rejection | undefined {
  if (due === undefined) return undefined
  if (!Number.isSafeInteger(due)) return reject('no-date', 'The date is none. Choose another one.')
  if (due <= now) return reject('past', 'The date is over already. Choose a later one.')
  return due - now > DUE_DAYS_MAX * DAY
    ? reject('too-far', 'The date is more than two years away. Choose an earlier one.')
    : undefined
}

/** An incident was closed because every follow-up had somebody; that stays so. */
function ownerlessWhenClosed({ id, closed }: Incident, owner: UserId | undefined): Rejection | undefined {
  if (closed === undefined || owner !== undefined) return undefined
  return reject(
    'needs-owner',
    `The owner is missing: ${id} is closed, so each of its follow-ups needs one. Name somebody.`,
  )
}

function stepsTo(due: Instant | undefined, { now, policy }: { now: Instant; policy: Policy }): Instant[] {
  return due === undefined ? [] : stepsFor(due, now, policy.followUps, zoned(policy))
}
