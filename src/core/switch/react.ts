import type { Effect, Entry } from '../decider.ts'
import type { SwitchEffect } from './effects.ts'
import { askNumbered, incidentOf, isOut } from './standing.ts'
import type { Switch, SwitchEvent } from './switch.ts'

type Owed = Effect & { kind: SwitchEffect }

/** The work that one entry makes owed. `state` is the one after the entry. */
export function react({ event, actor }: Entry<SwitchEvent>, state: Switch): Owed[] {
  switch (event.type) {
    case 'switch-adopted':
    case 'terms-changed':
    case 'unreadable':
      return []
    case 'retried':
    case 'tried-again':
      return [set(state, event.order)]
    case 'approved': // what follows from it is told
      return [syncAsk(state, event.ask)]
    case 'switch-retired':
      return isOut(state) ? [...tell(state, incidentOf(state)), alarm(state)] : []
    case 'value-found':
      return event.position === 'normal' ? [] : [say()]
    case 'pull-ordered':
    case 'restore-ordered':
      return [
        set(state, event.order),
        ...tell(state, state.incident),
        ...(event.override === true ? [alarm(state)] : []),
      ]
    case 'pulled':
    case 'restored':
    case 'drift-accepted':
      return tell(state, state.incident)
    case 'kept':
    case 'put-off':
      return tell(state, event.incident)
    case 'drift-ended':
      return tell(state, incidentOf(state))
    case 'set-failed':
      return event.tries === 1 ? [...tell(state, state.incident), ...direct(state.order?.by)] : []
    case 'stuck':
      return [alarm(state), ...tell(state, state.incident), ...direct(state.order?.by)]
    case 'drifted':
      return [
        ...(state.wanted?.position === 'normal' ? [] : [alarm(state)]),
        ...tell(state, incidentOf(state)),
        ...direct(state.wanted?.by),
      ]
    case 'drift-alarmed':
    case 'unreadable-long':
      return [alarm(state), ...tell(state, incidentOf(state))]
    case 'readable':
      return []
    case 'approval-asked':
      return [ask(state, event.ask), ...tell(state, event.incident ?? incidentOf(state))]
    case 'help-asked':
      return [ask(state, event.ask), ...(event.incident === undefined ? [] : tell(state, event.incident))]
    case 'ask-sent':
      return askNumbered(state, event.ask)?.end === undefined ? [] : [syncAsk(state, event.ask)]
    case 'ask-ended':
      return askEnded(state, event.ask, actor.kind === 'user' ? actor.id : '')
    case 'refused':
      return event.incident === undefined ? [] : [tellIncident(state, event.incident)]
    case 'reminded':
      return [...tell(state, state.incident), ...direct(state.kept?.owner ?? state.wanted?.by)]
    case 'watched':
      return [{ kind: 'slack.switch-next', lane: 'say', subject: `switch-next:${state.id}` }]
    case 'delivery-failed':
      return event.effect === 'slack.switch-say' ? [] : [say()]
  }
}

function set({ id }: Switch, order: number): Owed {
  return { kind: 'switch.set', lane: 'page', subject: `switch:${id}`, args: { order } }
}

/** In the incident that it belongs to, else in the room. */
function tell(state: Switch, incident: string | undefined): Owed[] {
  return [incident === undefined ? say() : tellIncident(state, incident)]
}

function tellIncident({ id }: Switch, incident: string): Owed {
  return { kind: 'switch.tell-incident', lane: 'page', subject: `switch-story:${id}`, args: { incident } }
}

function say(): Owed {
  return { kind: 'slack.switch-say', lane: 'say', subject: 'switch-room' }
}

function direct(user: string | undefined): Owed[] {
  if (user === undefined || user === '') return []
  return [{ kind: 'slack.switch-direct', lane: 'say', subject: `user:${user}`, args: { user } }]
}

function alarm({ id }: Switch): Owed {
  return { kind: 'slack.switch-alarm', lane: 'page', subject: `switch-alarm:${id}` }
}

function ask({ id }: Switch, number: number): Owed {
  return { kind: 'slack.switch-ask', lane: 'page', subject: `switch-ask:${id}`, args: { ask: number } }
}

function syncAsk({ id }: Switch, number: number): Owed {
  return {
    kind: 'slack.switch-sync-ask',
    lane: 'sync',
    subject: `switch-ask:${id}:${number}`,
    args: { ask: number },
  }
}

/** Whoever asked hears what became of it, unless it was their own doing. */
function askEnded(state: Switch, number: number, by: string): Owed[] {
  const ended = askNumbered(state, number)
  if (ended?.end === undefined) return []
  const copies = [syncAsk(state, number)]
  if (ended.kind === 'help' || ended.end.how === 'done') return copies
  return [
    ...copies,
    ...tell(state, ended.incident ?? incidentOf(state)),
    ...(ended.by === by ? [] : direct(ended.by)),
  ]
}
