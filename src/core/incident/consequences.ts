import { asEntry, withFollowing } from '../consequences.ts'
import type { Context } from '../decider.ts'
import { climb } from '../ladder/ladder.ts'
import { openClimb, openRuns } from '../ladder/runs.ts'
import type { ClockEvent } from './clock.ts'
import { evolve } from './evolve.ts'
import { type Incident, type IncidentEvent, SEVERITIES } from './incident.ts'
import { recoveryMeasured } from './outage.ts'
import { promisesFor, samePromises } from './promises.ts'
import { topics } from './topics.ts'

/**
 * What was decided, and all that follows from it by the policy, as one commit: another severity brings its promises
 * at once, a missed update makes the ladder be climbed, whoever takes command has acknowledged.
 */
export function withConsequences(
  state: Incident,
  events: IncidentEvent[],
  context: Context,
): IncidentEvent[] {
  return withFollowing(state, events, {
    evolve: (before, event) => evolve(before, asEntry(event, context, 'command')),
    follows: (event, before, after) => [
      ...topics().flatMap((topic) => topic.follows?.(event, before, after, context) ?? []),
      ...(isOccasion(event, after) ? [{ type: 'card-wanted' } as const] : []),
    ],
  })
}

/** A card that could not be posted is tried again when somebody does something: the room may be there by now. */
function isOccasion(event: IncidentEvent, after: Incident): boolean {
  return after.cardGivenUp === true && event.type !== 'delivery-failed'
}

/** What an act means for the promises. */
export function promiseFollows(
  event: IncidentEvent,
  before: Incident,
  after: Incident,
  context: Context,
): IncidentEvent[] {
  const { now, actor, policy } = context
  switch (event.type) {
    case 'declared': {
      const promised = newPromises(after, context)
      const promises = promisesFor(after, policy)
      // A person who declares may take command at once; where the bot did, nobody knows of it yet.
      const trigger = actor.kind === 'bot' ? 'alert' : 'declared'
      return [...promised, ...climb({ ...after, promises }, trigger, `${grade(after)} was declared`, now)]
    }
    case 'reopened':
      return climb(after, 'reopened', `${grade(after)} was reopened: ${event.reason}`, now)
    case 'severity-changed':
      return newSeverity(event, before, after, context)
    case 'classes-changed':
      return newPromises(after, context)
    case 'status-changed':
      return [
        ...recoveryMeasured(before, event, now),
        ...(event.to === 'resolved' ? endAll(after, 'resolved') : []),
      ]
    case 'role-assigned':
      return event.role === 'commander' && actor.kind === 'user' && actor.id === event.user
        ? inCommand(after, event.user, now)
        : []
    case 'update-missed':
      if (event.inRow < MISSED_IN_ROW_TO_CLIMB) return []
      return climb(after, 'updates-missed', `${event.inRow} updates in a row were missed`, now)
    case 'public-missed':
      if (event.inRow < MISSED_IN_ROW_TO_CLIMB) return []
      return climb(after, 'updates-missed', `${event.inRow} public notices in a row were missed`, now)
    case 'outage-long':
      return climb(after, 'outage', `The outage has lasted longer than ${event.minutes} minutes`, now)
    case 'recovery-passed': {
      const why = `${event.percent} % of the ${event.minutes} minutes in which service should be back are over`
      return climb(after, 'recovery', why, now)
    }
    case 'page-unanswered':
      return climb(after, 'unanswered-page', `A page was not answered in time`, now)
    default:
      return []
  }
}

/** The first miss is told to the commander; from the second in a row on, others have to know. */
export const MISSED_IN_ROW_TO_CLIMB = 2

function newSeverity(
  { from, to }: Extract<IncidentEvent, { type: 'severity-changed' }>,
  before: Incident,
  after: Incident,
  context: Context,
): ClockEvent[] {
  const promised = newPromises(after, context)
  const promises = promisesFor(after, context.policy)
  if (SEVERITIES.indexOf(to) > SEVERITIES.indexOf(from)) {
    return [...promised, ...(promises.ladder === undefined ? endClimb(after) : [])]
  }
  const why = `The severity was raised from ${from.toUpperCase()} to ${to.toUpperCase()}`
  const running = openClimb(before)
  // A climb that is under way keeps its rungs, unless the higher severity has others: then those are climbed.
  if (running !== undefined && running.ladder === promises.ladder?.ladder) return promised
  const ended = promises.ladder === undefined ? [] : endClimb(after)
  const free = {
    ...after,
    promises,
    runs: ended.length > 0 ? after.runs.filter((run) => run !== openClimb(after)) : after.runs,
  }
  return [...promised, ...ended, ...climb(free, 'severity-raised', why, context.now)]
}

function newPromises(after: Incident, { policy }: Context): ClockEvent[] {
  const promises = promisesFor(after, policy)
  return samePromises(promises, after.promises)
    ? []
    : [{ type: 'promised', severity: after.severity, promises }]
}

function endAll(state: Incident, how: 'resolved'): ClockEvent[] {
  return openRuns(state).map(({ run }) => ({ type: 'escalation-ended', run, how }))
}

function endClimb(state: Incident): ClockEvent[] {
  const running = openClimb(state)
  return running === undefined ? [] : [{ type: 'escalation-ended', run: running.run, how: 'calmed' }]
}

/** Taking command answers the climb, and a page by hand to whoever takes it. */
function inCommand(state: Incident, user: string, now: number): ClockEvent[] {
  const answered = openRuns(state).filter(
    ({ kind, people }) => kind === 'ladder' || people.some((paged) => paged.user === user),
  )
  return answered.map(({ run, calledAt }) => ({
    type: 'acknowledged',
    run,
    afterMs: calledAt === undefined ? 0 : now - calledAt,
  }))
}

function grade({ severity }: Incident): string {
  return severity.toUpperCase()
}
