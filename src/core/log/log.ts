import { authorise } from '../authority.ts'
import { type Context, type Decider, type Entry, type Rejection, reject } from '../decider.ts'
import { type Logged, logged } from '../review/log-words.ts'

/**
 * The organisation's log: decisions and near misses that belong to no incident. There is one stream of it, which
 * begins when it is first needed; its timeline is all there is to it.
 */
export type Log = { number: number; count: number }
export type LogCommand =
  | { type: 'begin'; number: number }
  | { type: 'log-decision' | 'log-near-miss'; text: string }
  | { type: 'timer-fired' | 'record-failure' | 'record-gap' } // which are sent to every kind of stream
export type LogEvent = { type: 'log-begun'; number: number } | Logged

export const LOG_ID = 'LOG-1'

export const log: Decider<Log, LogCommand, LogEvent> = {
  kind: 'log',
  prefix: 'LOG',
  version: 1,
  policy: 'newest', // it outlives every policy
  initial: { number: 0, count: 0 },
  decide,
  evolve,
  react: () => [],
  timers: () => [],
  labels: () => [],
}

function decide(state: Log, command: LogCommand, { policy, actor }: Context): LogEvent[] | Rejection {
  if (command.type === 'begin')
    return actor.kind === 'bot' && state.number === 0 ? [{ type: 'log-begun', number: command.number }] : []
  if (command.type !== 'log-decision' && command.type !== 'log-near-miss') return []
  if (actor.kind === 'bot')
    return reject('not-for-the-bot', 'This is for a person to decide, not for the bot.')
  const refused = authorise(policy, actor, 'log')
  if (refused !== undefined) return refused
  const type = command.type === 'log-decision' ? 'decision-logged' : 'near-miss-logged'
  return logged(type, command.text)
}

function evolve(state: Log, { event }: Entry<LogEvent>): Log {
  return event.type === 'log-begun'
    ? { ...state, number: event.number }
    : { ...state, count: state.count + 1 }
}
