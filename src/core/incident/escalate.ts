import { type Context, type Rejection, reject } from '../decider.ts'
import type { Rung } from '../ladder/climber.ts'
import { climb, climbFrom, further, furtherTo } from '../ladder/ladder.ts'
import { openClimb, openRuns } from '../ladder/runs.ts'
import { OPEN_PAGES_MAX, PAGE_MESSAGE_MAX, REASON_MAX } from '../limits.ts'
import type { Policy } from '../policy.ts'
import { paragraph, unfit } from '../text.ts'
import type { ClockCommand, ClockEvent, Target } from './clock.ts'
import type { Incident } from './incident.ts'
import { resolved } from './lifecycle.ts'

type Asked<T extends ClockCommand['type']> = Extract<ClockCommand, { type: T }>
type Answer = ClockEvent[] | Rejection

/** Climbs by hand: to the next rung, or to whoever is named. What is under way goes on from there. */
export function escalate(
  state: Incident,
  { to, reason }: Asked<'escalate'>,
  { now, policy }: Context,
): Answer {
  if (state.status === 'resolved') return resolved(state)
  const why = paragraph(reason)
  const problem = unfit('The reason for escalating', why, REASON_MAX)
  if (problem !== undefined) return problem
  const running = openClimb(state)
  if (to === undefined) {
    if (running === undefined) return climbOrSay(state, why, now)
    return running.phase === 'alarming' ? exhausted(state) : further(running, 'by-hand', now, now)
  }
  const rung = rungOf(to, policy)
  if ('rejected' in rung) return rung
  return running === undefined ? climbFrom(state, rung, why, now) : furtherTo(running, rung, now)
}

/** Pages one person, group or rung, beside whatever else is under way. Unanswered, it makes the ladder be climbed. */
export function page(state: Incident, { to, text }: Asked<'page'>, { now, policy }: Context): Answer {
  if (state.status === 'resolved') return resolved(state)
  const why = paragraph(text)
  const problem = unfit('The message', why, PAGE_MESSAGE_MAX)
  if (problem !== undefined) return problem
  const rung = rungOf(to, policy)
  if ('rejected' in rung) return rung
  const open = openRuns(state).filter(({ kind }) => kind === 'page')
  const same = open.find(({ rungs }) => rungs[0]?.rung === rung.rung)
  if (same !== undefined) {
    return reject(
      'paged-already',
      'The same page is open already and waits for an answer. `/incident escalate` goes further up.',
    )
  }
  if (open.length >= OPEN_PAGES_MAX) {
    return reject(
      'too-many-pages',
      `${open.length} pages of ${state.id} wait for an answer already. Wait for one, or escalate.`,
    )
  }
  const run = state.runsStarted + 1
  const nothing = { ladder: '', rounds: 1, alarmEveryMinutes: 0 }
  return [
    {
      type: 'escalation-started',
      run,
      kind: 'page',
      trigger: 'by-hand',
      why,
      rungs: [rung],
      firstAt: now,
      ...nothing,
    },
    {
      type: 'rung-called',
      run,
      step: 1,
      round: 1,
      at: 0,
      rung,
      because: 'started',
      due: now + rung.ackMinutes * 60_000,
    },
  ]
}

function climbOrSay(state: Incident, why: string, now: number): Answer {
  const events = climb(state, 'by-hand', why, now)
  if (events.length > 0) return events
  return reject(
    'no-ladder',
    `${state.severity.toUpperCase()} has no ladder to climb. Raise the severity, or page somebody: \`/incident page ${state.id} @person <message>\`.`,
  )
}

function exhausted(state: Incident): Rejection {
  return reject(
    'ladder-exhausted',
    `Everybody on the ladder of ${state.id} was paged and nobody has answered. Telephone the emergency contacts, or page somebody else: \`/incident page ${state.id} @person <message>\`.`,
  )
}

function rungOf(to: Target, policy: Policy): Rung | Rejection {
  if ('rung' in to) {
    const known = Object.hasOwn(policy.rungs, to.rung) ? policy.rungs[to.rung] : undefined
    if (known === undefined) {
      const rungs = Object.keys(policy.rungs).join(', ')
      return reject(
        'no-such-rung',
        `There is no rung “${to.rung}”. ${rungs === '' ? 'Name a person.' : `The rungs are: ${rungs}.`}`,
      )
    }
    return { rung: to.rung, name: known.name, ackMinutes: known.ackMinutes ?? policy.paging.ackMinutes }
  }
  if ('user' in to && (to.standing ?? 'member') !== 'member') {
    return reject(
      'cannot-be-paged',
      'Only full members of the workspace can be paged: nobody else may answer. Choose somebody else.',
    )
  }
  const reference = 'user' in to ? to.user : to.group
  return { rung: reference, name: '', ackMinutes: policy.paging.ackMinutes, reference }
}
