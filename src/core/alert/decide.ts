import { authorise } from '../authority.ts'
import { type Context, type Rejection, reject } from '../decider.ts'
import {
  acknowledge as acknowledgeRun,
  decline,
  recordPage,
  recordPageFailed,
  recordPageSent,
  recordRungEmpty,
} from '../ladder/answers.ts'
import { openRuns } from '../ladder/runs.ts'
import { REASON_MAX, WHY_MAX } from '../limits.ts'
import { decidePagerduty } from '../pagerduty/decide.ts'
import { pageGivenUp } from '../pagerduty/given-up.ts'
import { isInPagerduty } from '../pagerduty/pages.ts'
import type { Act } from '../policy.ts'
import { clip, line, paragraph, unfit } from '../text.ts'
import { MINUTE } from '../time-units.ts'
import type { Alert, AlertCommand, AlertEvent } from './alert.ts'
import { missedBy, withConsequences } from './consequences.ts'
import { newsIn } from './taking.ts'
import { fired } from './timers.ts'

type Asked<T extends AlertCommand['type']> = Extract<AlertCommand, { type: T }>
type Answer = AlertEvent[] | Rejection

/** What people may be allowed to do with an alert; every other command is the bot's own. */
const ACTS: Partial<Record<AlertCommand['type'], Act>> = {
  acknowledge: 'acknowledge',
  decline: 'acknowledge',
  silence: 'silence-alert',
  'end-silence': 'silence-alert',
  link: 'link-alert',
}

/** What follows from a command. Every check of who may and of what makes sense is in here or below. */
export function decide(state: Alert, command: AlertCommand, context: Context): Answer {
  const answer = mayNot(state, command, context) ?? perform(state, command, context)
  return 'rejected' in answer ? answer : withConsequences(state, answer, context)
}

function mayNot(state: Alert, command: AlertCommand, { actor, policy }: Context): Rejection | undefined {
  const act = ACTS[command.type]
  if (act === undefined) {
    if (actor.kind !== 'bot')
      return reject('not-for-people', 'Only the bot itself takes signals and records its work.')
    return state.number === 0 && command.type !== 'take' ? NO_SUCH_ALERT : undefined
  }
  if (actor.kind === 'bot')
    return reject('not-for-the-bot', 'This is for a person to decide, not for the bot.')
  return state.number === 0 ? NO_SUCH_ALERT : authorise(policy, actor, act)
}

const NO_SUCH_ALERT = reject('no-such-alert', 'There is no such alert any more.')

function perform(state: Alert, command: AlertCommand, context: Context): Answer {
  const { now } = context
  switch (command.type) {
    case 'take':
      return take(state, command, context)
    case 'acknowledge':
      return acknowledge(state, command, context)
    case 'decline':
      return decline(state, command, context)
    case 'silence':
      return silence(state, command, context)
    case 'end-silence':
      return state.answered?.how === 'silenced' ? [{ type: 'silence-ended' }] : NOT_SILENCED
    case 'link':
      return link(state, command, context)
    case 'record-page':
      return recordPage(state, command, now)
    case 'record-rung-empty':
      return recordRungEmpty(state, command, now)
    case 'record-page-sent':
      return recordPageSent(state, command)
    case 'record-page-failed':
      return recordPageFailed(state, command, now)
    case 'record-pagerduty-paged':
    case 'record-pagerduty-failed':
    case 'record-pagerduty-unasked':
    case 'record-pagerduty-told':
    case 'record-pagerduty-heard':
      return decidePagerduty(state, command, now, state.status === 'resolved')
    default:
      return record(state, command, now)
  }
}

function record(
  state: Alert,
  command: Asked<`record-${'acknowledged' | 'incident' | 'line' | 'failure' | 'gap'}` | 'timer-fired'>,
  now: number,
): AlertEvent[] {
  switch (command.type) {
    case 'record-acknowledged':
      return state.status === 'firing' ? [acknowledged(state, now, command), ...answeredRuns(state, now)] : []
    case 'record-incident': {
      const { type: _, ...joined } = command
      const from = movedFrom(state, joined.incident)
      return state.incident === joined.incident && state.declaring === undefined
        ? []
        : [{ type: 'alert-linked', ...joined, ...from }]
    }
    case 'record-line': {
      const { channel, ts } = command
      const known = state.line?.channel === channel && state.line.ts === ts
      return known ? [] : [{ type: 'line-posted', channel, ts }]
    }
    case 'record-failure': {
      const { effect, why, entry } = command
      const caused = entry === undefined ? {} : { entry }
      return [
        { type: 'delivery-failed', effect, why: clip(line(why), WHY_MAX), ...caused },
        ...pageGivenUp(state, effect, command.args ?? {}, why, now),
      ]
    }
    case 'record-gap': {
      // What fell due meanwhile is caught up by its timers; only PagerDuty has to be asked.
      const { from, to } = command
      return from < to && isInPagerduty(state) ? [{ type: 'gap-noticed', from, to }] : []
    }
    case 'timer-fired':
      return fired(state, command, now)
  }
}

function take(
  state: Alert,
  { number, signals, storm }: Asked<'take'>,
  { now, policy }: Context,
): AlertEvent[] {
  const [first] = signals
  const news = newsIn(state, signals, now)
  if (first === undefined || news.length === 0) return []
  const taken: AlertEvent = { type: 'signals-taken', signals: news }
  if (state.number !== 0) return [taken]
  const { source, key, group, service } = first
  const begun: AlertEvent = {
    type: 'alert-begun',
    number,
    source,
    group: group?.key ?? key,
    ...(group?.title !== undefined && { title: group.title }),
    ...(service !== undefined && { service }),
    ...(storm === true && { storm }),
    channel: policy.channels.alerts,
  }
  return [begun, taken]
}

/** One tap, on the line or on a page, answers all of it. */
function acknowledge(state: Alert, command: Asked<'acknowledge'>, context: Context): Answer {
  const { pagerduty } = command
  if (command.run !== undefined || pagerduty !== undefined) {
    const answer = acknowledgeRun(state, command, context)
    if ('rejected' in answer) return answer
  }
  const { status } = state
  if (status === 'resolved') return over(state)
  if (status === 'acknowledged') {
    return reject(
      'acknowledged-already',
      `${state.id} was acknowledged already. Nothing more is asked of you.`,
    )
  }
  // Done in PagerDuty, it counts from when it was done there, however much later that is heard.
  const at = Math.min(pagerduty?.at ?? context.now, context.now)
  return [...missedBy(state, at), acknowledged(state, at, {}), ...answeredRuns(state, at, pagerduty)]
}

function silence(state: Alert, { minutes, reason }: Asked<'silence'>, { now, policy }: Context): Answer {
  const max = policy.alerts.silenceMinutesMax
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > max) {
    return reject(
      'no-minutes',
      `An alert can be silenced for 1 to ${max} minutes. Choose a time within that.`,
    )
  }
  const problem = reason === undefined ? undefined : unfit('The reason', reason, REASON_MAX)
  if (problem !== undefined) return problem
  if (state.status === 'resolved') return over(state)
  const until = now + minutes * MINUTE
  return [
    { type: 'alert-silenced', minutes, until, ...(reason !== undefined && { reason: paragraph(reason) }) },
    ...answeredRuns(state, now),
  ]
}

/** Whether there is such an incident is known to whoever asks. */
function link(state: Alert, { incident }: Asked<'link'>, { now, actor }: Context): Answer {
  if (state.incident === incident)
    return reject('linked-already', `${state.id} belongs to ${incident} already.`)
  const by = actor.kind === 'user' ? actor.id : ''
  return [
    { type: 'alert-linked', incident, by, pages: false, ...movedFrom(state, incident) },
    ...answeredRuns(state, now),
  ]
}

function movedFrom({ incident: from }: Alert, to: string): { from?: string } {
  return from === undefined || from === to ? {} : { from }
}

function acknowledged(state: Alert, now: number, by: { by?: string; name?: string }): AlertEvent {
  return {
    type: 'alert-acknowledged',
    afterMs: Math.max(0, now - state.firedAt),
    ...(by.by !== undefined && { by: by.by }),
    ...(by.name !== undefined && { name: clip(line(by.name), WHY_MAX) }),
  }
}

/** `pagerduty`: where it was answered, when that was there. */
function answeredRuns(
  state: Alert,
  now: number,
  pagerduty?: Asked<'acknowledge'>['pagerduty'],
): AlertEvent[] {
  return openRuns(state).map(({ run, calledAt }) => ({
    type: 'acknowledged',
    run,
    afterMs: calledAt === undefined ? 0 : Math.max(0, now - calledAt),
    ...(pagerduty && { pagerduty }),
  }))
}

function over({ id }: Alert): Rejection {
  return reject('alert-over', `${id} is resolved: nothing of it fires any more. Nothing is asked of you.`)
}

const NOT_SILENCED = reject('not-silenced', 'That alert is not silenced, so I changed nothing.')
