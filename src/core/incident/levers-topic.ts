import type { Entry } from '../decider.ts'
import { leverDetails, leverDoes } from '../describe-levers.ts'
import { REDACTED } from '../timeline/kinds.ts'
import { doubtIn } from './doubts.ts'
import type { Incident, IncidentEvent } from './incident.ts'
import { type Lever, type LeverCommand, type LeverEvent, undecidedSwitches } from './levers.ts'
import { type Owed, say, syncCard } from './owed.ts'
import type { Topic } from './topic.ts'

/** Kill switches: each lives in a stream of its own, which tells the incident what concerns it. */
export const leversTopic: Topic<LeverCommand, LeverEvent> = {
  commands: { 'record-switch': 'own' },
  events: {
    'switch-ordered': whose,
    'switch-pulled': whose,
    'switch-restored': whose,
    'switch-trouble': 'bot',
    'switch-drifted': 'bot',
    'switch-unreadable': 'bot',
    'switch-settled': whose,
    'switch-kept': whose,
    'switch-put-off': whose,
    'switch-reminded': 'bot',
    'switch-refused': whose,
    'switch-approval-asked': whose,
    'switch-approval-ended': whose,
    'switch-help-asked': whose,
    'switch-gone': 'bot',
    'switches-left': 'bot',
  },
  kinds: {
    'switch-ordered': 'switch',
    'switch-pulled': 'switch',
    'switch-restored': 'switch',
    'switch-trouble': 'switch',
    'switch-drifted': 'switch',
    'switch-unreadable': 'switch',
    'switch-settled': 'switch',
    'switch-kept': 'switch',
    'switch-put-off': 'switch',
    'switch-reminded': 'switch',
    'switch-refused': 'switch',
    'switch-approval-asked': 'switch',
    'switch-approval-ended': 'switch',
    'switch-help-asked': 'switch',
    'switch-gone': 'switch',
    'switches-left': 'switch',
  },
  withoutWords,
  decide: (_state, { event }) => [event],
  evolve: (state, entry) => evolveLevers(state, entry),
  react: ({ event }, state) => reactLevers(event, state),
  follows: leverFollows,
  does: leverDoes,
  details: leverDetails,
}

function whose(event: { by?: string }): 'bot' | { user: string } {
  return event.by === undefined || event.by === '' ? 'bot' : { user: event.by }
}

/** Reasons are people's words, causes those of outside systems; names and values are the policy's. */
function withoutWords(event: LeverEvent): LeverEvent {
  if ('reason' in event && event.reason !== undefined) return { ...event, reason: REDACTED }
  return 'why' in event ? { ...event, why: REDACTED } : event
}

/** A switch that customers notice speaks against a mild severity; what is pulled when it is over has to be decided on. */
function leverFollows(event: IncidentEvent, _before: Incident, after: Incident): IncidentEvent[] {
  if (event.type === 'switch-pulled')
    return doubtIn(after, { fact: 'switch-pulled', switch: event.name, customersNotice: event.customers })
  if (event.type !== 'status-changed' || event.to !== 'resolved') return []
  const [first, ...rest] = undecidedSwitches(after).map(({ key, id, name }) => ({ switch: key, id, name }))
  return first === undefined ? [] : [{ type: 'switches-left', ...first, others: rest }]
}

function evolveLevers(state: Incident, { event, at }: Entry<LeverEvent>): Incident {
  const known = Object.hasOwn(state.levers, event.switch) ? state.levers[event.switch] : undefined
  const lever = leverAfter(known, event, at)
  return lever === undefined || lever === known
    ? state
    : { ...state, levers: { ...state.levers, [event.switch]: lever } }
}

function leverAfter(known: Lever | undefined, event: LeverEvent, at: number): Lever | undefined {
  const { id, name } = event
  switch (event.type) {
    case 'switch-ordered': {
      const { by, reason, customers } = event
      const fresh: Lever = {
        id,
        name,
        customers,
        standing: 'pulling',
        by,
        reason,
        since: at,
        pulledMs: known?.pulledMs ?? 0,
      }
      if (event.act === 'pull') return fresh
      return known && { ...known, standing: 'restoring' }
    }
    case 'switch-pulled': {
      const { by, reason, customers } = event
      const { kept: _, ...rest } = known ?? { pulledMs: 0, since: at }
      return { ...rest, id, name, customers, standing: 'pulled', by, reason, since: at }
    }
    case 'switch-restored': {
      const { kept: _, ...rest } = known ?? {}
      if (known === undefined) return undefined
      return { ...known, ...rest, standing: 'restored', pulledMs: known.pulledMs + event.pulledMs }
    }
    case 'switch-trouble':
      return known && { ...known, standing: 'trouble' }
    case 'switch-drifted':
      return known && { ...known, standing: 'drifted' }
    case 'switch-settled':
      return known && { ...known, standing: event.pulled ? 'pulled' : 'restored' }
    case 'switch-kept':
      return known && { ...known, kept: { by: event.by, reason: event.reason, owner: event.owner } }
    default:
      return known
  }
}

/** What changes the picture is said to all; what is only being worked on is on the card. */
function reactLevers(event: LeverEvent, state: Incident): Owed[] {
  switch (event.type) {
    case 'switch-ordered':
      return [syncCard(state), ...(event.override === true ? say(state, 'broadcast') : [])]
    case 'switch-pulled':
    case 'switch-restored':
    case 'switch-trouble':
    case 'switch-drifted':
    case 'switch-approval-asked':
    case 'switches-left':
      return [...say(state, 'broadcast'), syncCard(state)]
    case 'switch-refused':
      return []
    default:
      return [...say(state), syncCard(state)]
  }
}
