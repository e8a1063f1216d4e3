import type { Decider } from '../../src/core/decider.ts'

/** A decider small enough to see through: an errand is given, nagged about every minute, and done. */
export type Errand = {
  what: string
  nags: number
  nextNag?: number
  done: boolean
  sentAs?: string
  said?: string
}
export type ErrandCommand =
  | { type: 'give'; what: string }
  | { type: 'finish' }
  | { type: 'ignore' }
  | { type: 'say'; words: string; happenedAt?: number }
  | { type: 'hush'; entries: number[] }
  | { type: 'record-sent'; as: string }
  | { type: 'record-failure'; effect: string; why: string }
  | { type: 'record-gap'; from: number; to: number }
  | { type: 'timer-fired'; name: string; due: number }
export type ErrandEvent =
  | { type: 'given'; what: string }
  | { type: 'nagged'; due: number }
  | { type: 'finished' }
  | { type: 'said'; words: string; happenedAt?: number }
  | { type: 'hushed'; entry: number; left?: string }
  | { type: 'sent'; as: string }
  | { type: 'failed'; why: string }
  | { type: 'gap'; from: number; to: number }

export const NAG_EVERY_MS = 60_000

export const errand: Decider<Errand, ErrandCommand, ErrandEvent> = {
  kind: 'errand',
  prefix: 'ERR',
  version: 1,
  initial: { what: '', nags: 0, done: false },
  decide(state, command, { entries = [] }) {
    switch (command.type) {
      case 'give':
        return command.what === ''
          ? { rejected: 'An errand needs words.', code: 'empty' }
          : [{ type: 'given', what: command.what }]
      case 'finish':
        return state.done ? { rejected: 'It is done already.', code: 'done' } : [{ type: 'finished' }]
      case 'ignore':
        return []
      case 'say': {
        const { words, happenedAt } = command
        return [{ type: 'said', words, ...(happenedAt !== undefined && { happenedAt }) }]
      }
      case 'hush': {
        const said = entries.filter(
          ({ event, redactedBy }) => event.type === 'said' && redactedBy === undefined,
        )
        return said.length < command.entries.length
          ? { rejected: 'There are no words to take away.', code: 'no-words' }
          : said.map(({ seq }) => ({ type: 'hushed', entry: seq }))
      }
      case 'record-sent':
        return [{ type: 'sent', as: command.as }]
      case 'record-failure':
        return [{ type: 'failed', why: command.why }]
      case 'record-gap':
        return [{ type: 'gap', from: command.from, to: command.to }]
      case 'timer-fired':
        return state.nextNag === command.due ? [{ type: 'nagged', due: command.due }] : []
    }
  },
  evolve(state, { event, at }) {
    switch (event.type) {
      case 'given':
        return { ...state, what: event.what, nextNag: at + NAG_EVERY_MS }
      case 'nagged':
        return { ...state, nags: state.nags + 1, nextNag: event.due + NAG_EVERY_MS }
      case 'finished': {
        const { nextNag: _, ...rest } = state
        return { ...rest, done: true }
      }
      case 'sent':
        return { ...state, sentAs: event.as }
      case 'said':
        return { ...state, said: event.words }
      case 'failed':
      case 'gap':
      case 'hushed':
        return state
    }
  },
  react({ event }, _state) {
    switch (event.type) {
      case 'given':
        return [
          { kind: 'post.tell', lane: 'say', subject: 'board', args: { what: event.what } },
          { kind: 'post.sign', lane: 'sync', subject: 'sign' },
        ]
      case 'nagged':
        return [{ kind: 'post.nag', lane: 'page', subject: 'person' }]
      case 'finished':
        return [
          { kind: 'post.tell', lane: 'say', subject: 'board', args: { what: 'done' } },
          { kind: 'post.sign', lane: 'sync', subject: 'sign' },
        ]
      default:
        return []
    }
  },
  timers: (state) => (state.nextNag === undefined ? [] : [{ name: 'nag', due: state.nextNag }]),
  labels: (state) => (state.done ? ['done'] : ['open', `what:${state.what}`]),
  refersTo: (command) => (command.type === 'hush' ? command.entries : []),
  redaction: {
    of: (event) => (event.type === 'hushed' ? event : undefined),
    leaving: (event, left) => (event.type === 'hushed' ? { ...event, left } : event),
    without: (event) => (event.type === 'said' ? { ...event, words: '' } : event),
  },
}
