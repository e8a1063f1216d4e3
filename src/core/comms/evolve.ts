import type { Entry } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { APPROVAL_COPIES_KEPT, MESSAGES_KEPT } from '../limits.ts'
import { type Comms, type CommsEvent, type Delivery, type Message, messageNumbered } from './comms.ts'
import { evolveDuty } from './duty.ts'
import { evolvePage } from './evolve-page.ts'

/** What an event about what is told changes. */
export function evolveComms(state: Incident, entry: Entry<CommsEvent>): Incident {
  const { event } = entry
  const by = entry.actor.kind === 'user' ? entry.actor.id : ''
  switch (event.type) {
    case 'message-written': {
      const { number, template, audiences, text, corrects, nextBy } = event
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
        copies: [],
        ...(corrects !== undefined && { corrects }),
        ...(nextBy !== undefined && { nextBy }),
      }
      const messages = kept([...state.comms.messages, message])
      return withComms(state, { messages, messagesWritten: number })
    }
    case 'message-edited': {
      const { revision, audiences, text } = event
      return withMessage(state, event.number, ({ askedAt: _, declined: __, ...message }) => ({
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
      return withMessage(state, event.number, ({ declined: _, ...message }) => ({
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
        declined: { by, reason: event.reason },
      }))
    case 'approval-sought': {
      const copies = event.copies.map((copy) => ({ ...copy, revision: event.revision }))
      return withMessage(state, event.number, (message) => ({
        ...message,
        copies: [...message.copies, ...copies].slice(-APPROVAL_COPIES_KEPT),
      }))
    }
    case 'message-dropped':
      return withMessage(state, event.number, (message) => ({ ...message, stage: 'dropped' }))
    case 'message-released':
      return evolveDuty(released(state, entry, event), { ...entry, event })
    case 'message-delivered': {
      const { url, byHand, refused } = event
      // Who told the rest by hand changes nothing in what was sent to the others.
      const ref = event.ref ?? refOf(state, event)
      const more = {
        ...(ref && { ref }),
        ...(url && { url }),
        ...(byHand && { byHand }),
        ...(refused && { refused }),
      }
      const delivery = { state: 'delivered', at: entry.at, ...more } as const
      return evolveDuty(withDelivery(state, event, delivery), { ...entry, event })
    }
    case 'message-undelivered':
      return withFailure(state, event, { ...entry, event })
    case 'statuspage-told':
    case 'statuspage-drifted':
    case 'statuspage-agreed':
    case 'statuspage-taken':
    case 'statuspage-restoring':
    case 'statuspage-unrestored':
      return evolvePage(state, event, entry.seq)
    default:
      return evolveDuty(state, { ...entry, event })
  }
}

/** Sent once more, only where it failed before is it on its way again. */
function released(
  state: Incident,
  { seq, recordedAt }: Entry<CommsEvent>,
  event: Extract<CommsEvent, { type: 'message-released' }>,
): Incident {
  const owed = event.reach.map(({ target }) => [target, { state: 'owed', entry: seq }] as const)
  return withMessage(state, event.number, (message) => ({
    ...message,
    stage: 'released',
    releasedAt: message.releasedAt ?? recordedAt,
    reach: message.reach ?? event.reach,
    deliveries: { ...message.deliveries, ...Object.fromEntries(owed) },
  }))
}

/** What was given up on its way to somebody has not reached them. */
export function failedDelivery(state: Incident, entry: Entry<IncidentEvent>): Incident {
  const { event } = entry
  if (event.type !== 'delivery-failed') return state
  if (event.effect === 'statuspage.restore')
    return evolvePage(state, { type: 'statuspage-unrestored', why: event.why }, entry.seq)
  if (event.target === undefined) return state
  const { target, why } = event
  const lost = state.comms.messages.find(({ deliveries }) => {
    const delivery = deliveries[target]
    return delivery?.state === 'owed' && delivery.entry === event.entry
  })
  if (lost === undefined) return state
  const undelivered = { type: 'message-undelivered', number: lost.number, target, why } as const
  return withFailure(state, undelivered, { ...entry, event: undelivered })
}

function withFailure(
  state: Incident,
  event: Extract<CommsEvent, { type: 'message-undelivered' }>,
  entry: Entry<CommsEvent>,
): Incident {
  const maybe = event.maybe === true ? { maybe: true as const } : {}
  const failed = { state: 'failed', at: entry.at, why: event.why, ...maybe } as const
  return evolveDuty(withDelivery(state, event, failed), entry)
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

function refOf({ comms }: Incident, { number, target }: { number: number; target: string }) {
  const before = messageNumbered(comms, number)?.deliveries[target]
  return before?.state === 'delivered' ? before.ref : undefined
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
