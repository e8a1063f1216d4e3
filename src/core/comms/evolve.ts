import type { Entry } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import { MESSAGES_KEPT } from '../limits.ts'
import type { Comms, CommsEvent, Delivery, Message } from './comms.ts'
import { evolveDuty } from './duty.ts'

/** What an event about what is told changes. */
export function evolveComms(state: Incident, entry: Entry<CommsEvent>): Incident {
  const { event } = entry
  const by = entry.actor.kind === 'user' ? entry.actor.id : ''
  switch (event.type) {
    case 'message-written': {
      const { number, template, audiences, text, corrects } = event
      const message: Message = {
        number,
        ...(template !== undefined && { template }),
        audiences,
        text,
        revision: 1,
        by,
        stage: 'draft',
        approvals: [],
        deliveries: {},
        ...(corrects !== undefined && { corrects }),
      }
      const messages = kept([...state.comms.messages, message])
      return withComms(state, { messages, messagesWritten: number })
    }
    case 'message-edited': {
      const { revision, audiences, text } = event
      return withMessage(state, event.number, ({ askedAt: _, ...message }) => ({
        ...message,
        revision,
        audiences,
        text,
        by,
        stage: 'draft',
        approvals: [],
      }))
    }
    case 'approval-asked':
      return withMessage(state, event.number, (message) => ({
        ...message,
        stage: 'waiting',
        askedAt: entry.recordedAt,
      }))
    case 'message-approved':
      return withMessage(state, event.number, (message) => ({
        ...message,
        approvals: [...message.approvals, ...event.audiences.map((audience) => ({ audience, by }))],
      }))
    case 'message-declined':
      return withMessage(state, event.number, ({ askedAt: _, ...message }) => ({
        ...message,
        stage: 'draft',
        approvals: [],
      }))
    case 'message-dropped':
      return withMessage(state, event.number, (message) => ({ ...message, stage: 'dropped' }))
    case 'message-released':
      return evolveDuty(released(state, entry.recordedAt, event), entry)
    case 'message-delivered': {
      const { ref, url } = event
      const delivery = { state: 'delivered', at: entry.at, ...(ref && { ref }), ...(url && { url }) } as const
      return withDelivery(state, event, delivery)
    }
    case 'message-undelivered':
      return withDelivery(state, event, { state: 'failed', at: entry.at, why: event.why })
    case 'statuspage-told': {
      const { id, url, status } = event
      return withComms(state, { statuspage: { id, status, ...(url !== undefined && { url }) } })
    }
    case 'statuspage-drifted':
      return state
    default:
      return evolveDuty(state, { ...entry, event })
  }
}

function released(
  state: Incident,
  at: number,
  event: Extract<CommsEvent, { type: 'message-released' }>,
): Incident {
  const owed = Object.fromEntries(event.reach.map(({ target }) => [target, { state: 'owed' } as const]))
  return withMessage(state, event.number, (message) => ({
    ...message,
    stage: 'released',
    releasedAt: at,
    deliveries: owed,
  }))
}

function withDelivery(
  state: Incident,
  { number, target }: { number: number; target: string },
  delivery: Delivery,
): Incident {
  return withMessage(state, number, (message) => ({
    ...message,
    deliveries: { ...message.deliveries, [target]: delivery },
  }))
}

function withMessage(state: Incident, number: number, change: (message: Message) => Message): Incident {
  const messages = state.comms.messages.map((one) => (one.number === number ? change(one) : one))
  return withComms(state, { messages })
}

export function withComms(state: Incident, change: Partial<Comms>): Incident {
  return { ...state, comms: { ...state.comms, ...change } }
}

/** What is over and long past leaves the state; the timeline has it. */
function kept(messages: Message[]): Message[] {
  const surplus = messages.length - MESSAGES_KEPT
  if (surplus <= 0) return messages
  const oldest = messages.find(isSettled)
  return oldest === undefined ? messages : messages.filter((message) => message !== oldest)
}

function isSettled({ stage, deliveries }: Message): boolean {
  if (stage === 'dropped') return true
  return stage === 'released' && Object.values(deliveries).every(({ state }) => state === 'delivered')
}
