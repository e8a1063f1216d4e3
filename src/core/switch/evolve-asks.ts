import type { Entry } from '../decider.ts'
import type { Ask, AskEnd, SwitchEvent } from './switch.ts'

type AskEvent = Extract<SwitchEvent, { ask: number }>

/** The requests of a switch after what happened to one of them. */
export function evolveAsks(asks: Ask[], entry: Entry<SwitchEvent>, event: AskEvent): Ask[] {
  switch (event.type) {
    case 'approval-asked':
    case 'help-asked': {
      const { ask, act, how, value, reason, incident, until } = event
      const kind = event.type === 'approval-asked' ? 'approval' : 'help'
      const by = entry.actor.kind === 'user' ? entry.actor.id : ''
      const made: Ask = { ask, kind, act, how, value, by, reason, at: entry.recordedAt, copies: [] }
      return [
        ...asks,
        { ...made, ...(incident !== undefined && { incident }), ...(until !== undefined && { until }) },
      ]
    }
    case 'ask-sent':
      return changed(asks, event.ask, (ask) => ({ ...ask, copies: event.copies }))
    case 'approved':
      return ended(asks, event.ask, 'approved', entry)
    case 'ask-ended':
      return ended(asks, event.ask, event.how, entry)
  }
}

function ended(
  asks: Ask[],
  number: number,
  how: AskEnd,
  { actor, recordedAt: at }: Entry<SwitchEvent>,
): Ask[] {
  const by = actor.kind === 'user' ? { by: actor.id } : {}
  return changed(asks, number, (ask) => ({ ...ask, end: { how, ...by, at } }))
}

function changed(asks: Ask[], number: number, change: (ask: Ask) => Ask): Ask[] {
  return asks.map((ask) => (ask.ask === number ? change(ask) : ask))
}
