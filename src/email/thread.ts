import { createHash } from 'node:crypto'
import type { ToTell } from '../comms/deliver.ts'
import type { Incident } from '../core/incident/incident.ts'
import { REFERENCES_MAX } from './limits.ts'

/** How a mail is known, and what it follows; each an id with its angle brackets. */
export type Threading = { messageId: string; inReplyTo: string; references: string[] }

/**
 * One message to one audience is one id, however often it is tried: what should ever arrive twice is one mail for
 * whoever sorts by it. All mails of an incident to one audience name the same beginning, which itself is never sent,
 * so that they are one thread though one of them got lost. Opaque: readers outside learn nothing from it.
 */
export function threadOf(
  incident: Incident,
  { number, target, corrects }: Pick<ToTell, 'number' | 'target' | 'corrects'>,
  domain: string,
): Threading {
  const id = (...parts: (string | number)[]) => {
    const words = [incident.id, incident.declaredAt, target, ...parts].join('\n')
    return createHash('sha256').update(words).digest('hex').slice(0, ID_CHARS)
  }
  const root = `<thread.${id()}@${domain}>`
  const before = incident.comms.messages.filter((message) => message.number < number)
  const refs = before.flatMap((message) => refOf(message.deliveries[target]) ?? [])
  const corrected = before.find((message) => message.number === corrects)
  return {
    messageId: `<message.${id(number)}@${domain}>`,
    inReplyTo: refOf(corrected?.deliveries[target]) ?? refs.at(-1) ?? root,
    references: [root, ...refs.slice(-REFERENCES_MAX)],
  }
}

const ID_CHARS = 32

function refOf(delivery: Incident['comms']['messages'][number]['deliveries'][string] | undefined) {
  return delivery?.state === 'delivered' ? delivery.ref : undefined
}
