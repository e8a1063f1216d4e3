import type { Entry } from '../decider.ts'
import type { LeverEvent } from '../incident/levers.ts'
import { userOf } from './evolve.ts'
import { askNumbered, valueInWords } from './standing.ts'
import type { Switch, SwitchEvent } from './switch.ts'

type Told = LeverEvent extends infer One
  ? One extends LeverEvent
    ? Omit<One, 'switch' | 'id' | 'name' | 'happenedAt'>
    : never
  : never

/** What an entry of a switch means to the incident that it belongs to; undefined for what does not concern it. */
export function toldToIncident(entry: Entry<SwitchEvent>, state: Switch): LeverEvent | undefined {
  const told = essence(entry, state)
  const { key, id, terms } = state
  return told && ({ ...told, switch: key, id, name: terms.name, happenedAt: entry.at } as LeverEvent)
}

function essence(entry: Entry<SwitchEvent>, state: Switch): Told | undefined {
  const { event } = entry
  const { customers } = state.terms
  switch (event.type) {
    case 'pull-ordered':
    case 'restore-ordered': {
      const { by, approvedBy, reason, override, outOfTurn, value } = event
      const act = event.type === 'pull-ordered' ? 'pull' : 'restore'
      return {
        type: 'switch-ordered',
        act,
        value: valueInWords(value),
        by,
        reason,
        customers,
        ...(approvedBy !== undefined && { approvedBy }),
        ...(override && { override }),
        ...(outOfTurn && { outOfTurn }),
      }
    }
    case 'pulled': {
      const { by, reason, tookMs } = event
      return { type: 'switch-pulled', by, reason, tookMs, customers, value: valueInWords(event.value) }
    }
    case 'restored': {
      const { by, reason, pulledMs } = event
      return { type: 'switch-restored', by, reason, pulledMs, value: valueInWords(event.value) }
    }
    case 'set-failed':
      return { type: 'switch-trouble', act: event.act, why: event.why }
    case 'stuck':
      return { type: 'switch-trouble', act: event.act, why: event.why, minutes: event.minutes }
    case 'drifted':
      return { type: 'switch-drifted', value: valueInWords(event.value), wanted: valueInWords(event.wanted) }
    case 'drift-alarmed':
      return {
        type: 'switch-drifted',
        value: valueInWords(state.observed?.value ?? state.terms.normal),
        wanted: valueInWords(state.wanted?.value ?? state.terms.normal),
      }
    default:
      return decided(entry, state)
  }
}

function decided(entry: Entry<SwitchEvent>, state: Switch): Told | undefined {
  const { event } = entry
  const by = userOf(entry)
  switch (event.type) {
    case 'drift-ended':
      return {
        type: 'switch-settled',
        value: valueInWords(event.value),
        pulled: event.value !== state.terms.normal,
      }
    case 'drift-accepted': {
      const { value, reason, position } = event
      return {
        type: 'switch-settled',
        value: valueInWords(value),
        pulled: position !== 'normal',
        by: event.by,
        reason,
      }
    }
    case 'unreadable-long':
      return { type: 'switch-unreadable', why: state.unreadable?.why ?? '' }
    case 'kept':
      return { type: 'switch-kept', by, reason: event.reason, owner: event.owner }
    case 'put-off':
      return { type: 'switch-put-off', by, until: event.until }
    case 'reminded':
      return { type: 'switch-reminded', since: state.pulledAt ?? entry.at, times: event.times }
    case 'refused':
      return { type: 'switch-refused', by, act: event.act, sentence: event.sentence }
    case 'approval-asked': {
      const { ask, act, reason, until = entry.at } = event
      return { type: 'switch-approval-asked', ask, by, act, reason, until }
    }
    case 'help-asked':
      return { type: 'switch-help-asked', by, act: event.act, reason: event.reason }
    case 'ask-ended': {
      const ended = askNumbered(state, event.ask)
      if (ended?.kind !== 'approval') return undefined
      return { type: 'switch-approval-ended', act: ended.act, how: event.how, ...(by !== '' && { by }) }
    }
    case 'switch-retired':
      return { type: 'switch-gone' }
    default:
      return undefined
  }
}
