import { type Context, type Rejection, reject } from '../decider.ts'
import { WHY_MAX } from '../limits.ts'
import { runsMeant } from '../pagerduty/decide.ts'
import { pageOfStep, pagesThrough, type ThroughPagerduty } from '../pagerduty/pages.ts'
import { clip, line } from '../text.ts'
import { type Climber, NEEDLESS, type Run, type RunCommand, type RunEvent, type Skipped } from './climber.ts'
import { further } from './ladder.ts'
import { isOpen, openRuns, pagedInStep, rungOfStep, runNumbered } from './runs.ts'

type Asked<T extends RunCommand['type']> = Extract<RunCommand, { type: T }>
type Answer = RunEvent[] | Rejection

/** One tap stops the run for good. Without a number: everything that waits for an answer. */
export function acknowledge(
  state: Climber,
  { run: number, pagerduty }: Asked<'acknowledge'>,
  { now }: Context,
): Answer {
  if (pagerduty !== undefined) return acknowledgedThere(state, pagerduty, now)
  if (number === undefined) {
    const open = openRuns(state)
    if (open.length === 0) return reject('nothing-open', `No page of ${state.id} waits for an answer.`)
    return open.map((run) => acknowledged(run, now))
  }
  const run = runNumbered(state, number)
  if (run === undefined) return LONG_OVER
  return isOpen(run) ? [acknowledged(run, now)] : over(state, run)
}

/** The same, done in PagerDuty: what counts is when it was done there. */
function acknowledgedThere(
  state: Climber,
  { key, at, asked }: { key: string; at: number; asked?: number },
  now: number,
): Answer {
  const page = pagesThrough(state).find((one) => one.key === key)
  if (page === undefined) return LONG_OVER
  const meant = runsMeant(state, page)
  const answer = { key, at: Math.min(at, now), ...(asked !== undefined && { asked: Math.min(asked, now) }) }
  const run = runNumbered(state, page.run)
  if (meant.length === 0) return run === undefined ? LONG_OVER : over(state, run)
  return meant.map((one) => acknowledged(one, Math.max(answer.at, one.calledAt ?? 0), answer))
}

/** "Cannot": the next rung's turn comes at once. Somebody paged in an earlier step changes nothing any more. */
export function decline(state: Climber, command: Asked<'decline'>, { now, actor }: Context): Answer {
  const run = runNumbered(state, command.run)
  if (run === undefined) return LONG_OVER
  if (!isOpen(run)) return over(state, run)
  const mine = run.people.filter(({ user }) => actor.kind === 'user' && user === actor.id)
  const last = mine.at(-1)
  if (last === undefined) {
    return reject(
      'not-paged',
      'Only somebody who was paged can say that they cannot. To help all the same: acknowledge it.',
    )
  }
  if (last.cannot) {
    return reject(
      'declined-already',
      'You have said already that you cannot, and others are being asked. If you can after all: acknowledge it.',
    )
  }
  const declined: RunEvent = { type: 'page-declined', run: run.run, step: last.step }
  const current = last.step === run.step && run.phase === 'paged'
  return current ? [declined, ...further(run, 'cannot', now, now)] : [declined]
}

/** Who was found behind a rung. Once a step; whoever cannot be meant is left out, and if that is all, the climb goes on. */
export function recordPage(state: Climber, command: Asked<'record-page'>, now: number): RunEvent[] {
  const run = awaiting(state, command)
  if (run === undefined) return []
  const { people, skipped, pagerduty } = sorted(state, run, command)
  const { step } = command
  if (people.length === 0 && pagerduty === undefined) return empty(run, step, skipped, now)
  const name = rungOfStep(run, step)?.name ?? ''
  const through = pagerduty === undefined ? {} : { pagerduty }
  return [
    { type: 'people-paged', run: run.run, step, name, because: run.because, people, skipped, ...through },
  ]
}

export function recordRungEmpty(
  state: Climber,
  { run: number, step, skipped }: Asked<'record-rung-empty'>,
  now: number,
): RunEvent[] {
  const run = awaiting(state, { run: number, step })
  return run === undefined ? [] : empty(run, step, shortened(skipped), now)
}

export function recordPageSent(state: Climber, command: Asked<'record-page-sent'>): RunEvent[] {
  const { run, step, user, channel, ts } = command
  const paged = pagedAs(state, command)
  return paged === undefined || paged.sent !== undefined
    ? []
    : [{ type: 'page-sent', run, step, user, channel, ts }]
}

/** When nobody of the rung could be reached in any way, the next is called at once. */
export function recordPageFailed(
  state: Climber,
  command: Asked<'record-page-failed'>,
  now: number,
): RunEvent[] {
  const { step, user, why } = command
  const run = runNumbered(state, command.run)
  const paged = pagedAs(state, command)
  if (run === undefined || paged === undefined || paged.failed !== undefined) return []
  const failed: RunEvent = { type: 'page-failed', run: run.run, step, user, why: clip(line(why), WHY_MAX) }
  const others = pagedInStep(run, step).filter((other) => other.user !== user)
  const there = pageOfStep(state, { run: run.run, step })
  const hopeless =
    others.every((other) => other.failed !== undefined) && (there === undefined || there.status === 'failed')
  const current = run.phase === 'paged' && step === run.step
  return hopeless && current ? [failed, ...further(run, 'undelivered', now, now)] : [failed]
}

function acknowledged(
  { run, calledAt }: Run,
  at: number,
  pagerduty?: { key: string; at: number; asked?: number },
): RunEvent {
  const afterMs = calledAt === undefined ? 0 : at - calledAt
  return { type: 'acknowledged', run, afterMs, ...(pagerduty && { pagerduty }) }
}

/**
 * The open run that has not heard yet who stands behind this step's rung. Heard late, when the next rung's turn has
 * come already, they are paged all the same: better late than not at all.
 */
function awaiting(state: Climber, { run: number, step }: { run: number; step: number }): Run | undefined {
  const run = runNumbered(state, number)
  if (run === undefined || !isOpen(run) || step < 1 || step > run.step) return undefined
  const isKnown = pagedInStep(run, step).length > 0 || pageOfStep(state, { run: run.run, step }) !== undefined
  return isKnown ? undefined : run
}

function pagedAs(state: Climber, { run, step, user }: { run: number; step: number; user: string }) {
  const found = runNumbered(state, run)
  return found && pagedInStep(found, step).find((paged) => paged.user === user)
}

/** Each person once. Whoever is in command, or caused this climb, need not be woken for it. */
function sorted(state: Climber, run: Run, command: Asked<'record-page'>) {
  const byHand = rungOfStep(run, command.step)?.reference !== undefined
  const people: { user: string; how: string }[] = []
  const skipped = shortened(command.skipped)
  for (const { user, how } of command.people) {
    if (people.some((other) => other.user === user)) continue
    const why = byHand ? undefined : needless(state, run, user)
    if (why === undefined) people.push({ user, how })
    else skipped.push({ who: user, why })
  }
  const through =
    command.pagerduty &&
    onlyNeeded(command.pagerduty, (user) => byHand || needless(state, run, user) === undefined)
  return { people, skipped, ...(through && { pagerduty: through }) }
}

/** Without those who need not be woken; when that is everybody whom PagerDuty has on call, it is not used at all. */
function onlyNeeded(
  through: ThroughPagerduty,
  isNeeded: (user: string) => boolean,
): ThroughPagerduty | undefined {
  const people = through.people.filter(({ user }) => user === undefined || isNeeded(user))
  return people.length === 0 && through.people.length > 0 ? undefined : { ...through, people }
}

function needless(state: Climber, run: Run, user: string): string | undefined {
  if (state.roles?.commander === user) return NEEDLESS.commands
  return run.by === user ? NEEDLESS.asked : undefined
}

function empty(run: Run, step: number, skipped: Skipped[], now: number): RunEvent[] {
  const name = rungOfStep(run, step)?.name ?? ''
  const gone: RunEvent = { type: 'rung-empty', run: run.run, step, name, skipped }
  const current = run.phase === 'calling' && step === run.step
  return current ? [gone, ...further(run, 'empty', now, now)] : []
}

function shortened(skipped: Skipped[]): Skipped[] {
  return skipped.map(({ who, why }) => ({ who: clip(line(who), WHY_MAX), why: clip(line(why), WHY_MAX) }))
}

const LONG_OVER = reject(
  'page-gone',
  'That page is long over; the timeline says what became of it. Nothing is asked of you for it.',
)

/** What became of it, and by whom, is on the run: whoever shows this can say more. */
function over({ id }: Climber, { end }: Run): Rejection {
  const what = {
    acknowledged: 'was acknowledged already',
    resolved: 'is over, for it is resolved',
    calmed: 'is over, for the severity was lowered',
    'handed-on': 'is over, for it is an incident now',
    unanswered: 'was not answered in time, and others were asked',
  }
  return reject(
    'page-over',
    `This page of ${id} ${what[end?.how ?? 'resolved']}. Nothing more is asked of you.`,
  )
}
