import { createHash } from 'node:crypto'
import type { Found } from '../core/comms/comms.ts'
import type { PageView, PageWords } from '../core/comms/page.ts'
import type { Instant } from '../core/decider.ts'
import { MARKED_MAX } from './limits.ts'
import type { PublicIncident } from './wire.ts'

/** By which a text is known again without being kept. */
export function mark(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex').slice(0, 16)
}

/** A public incident as it stands, without its words. */
export function viewOf(found: PublicIncident): PageView {
  const { id, shortlink, status, impact, impact_override, name, components } = found
  return {
    id,
    ...(shortlink && { url: shortlink }),
    status,
    impact: impact_override || impact || 'none',
    name: mark(name),
    parts: Object.fromEntries(
      (components ?? []).map((part) => [part.id, { name: part.name, state: part.status }]),
    ),
    updates: updatesOf(found).map((update) => ({ id: update.id, mark: mark(update.body ?? '') })),
  }
}

export function foundAs(found: PublicIncident): Found {
  const words: PageWords = {
    name: found.name,
    updates: Object.fromEntries(updatesOf(found).map(({ id, body }) => [id, body ?? ''])),
  }
  return { page: viewOf(found), words }
}

/** Oldest first; Statuspage answers with the newest first. */
export function updatesOf({ incident_updates }: PublicIncident) {
  const all = [...(incident_updates ?? [])].reverse()
  return all.sort((a, b) => Date.parse(a.created_at ?? '') - Date.parse(b.created_at ?? '') || 0)
}

/** Our own incident in somebody else's records: numbers begin anew with another database, times do not. */
export function keyOf({ id, declaredAt }: { id: string; declaredAt: Instant }): string {
  return `${id}@${declaredAt}`
}

/**
 * What stands in a public incident of ours under `metadata.tocsin`, to be found again by; what others put there
 * stays. `put`: the key of the effect that put ours back.
 */
export function markedWith(
  key: string,
  what: { message?: number; put?: string },
  before: PublicIncident | undefined,
): Record<string, unknown> {
  const known = before === undefined ? [] : messagesOn(before, key)
  const { message, put } = what
  const numbers = message === undefined || known.includes(message) ? known : [...known, message]
  const messages = numbers.slice(-MARKED_MAX).join(' ')
  return { ...before?.metadata, tocsin: { incident: key, messages, ...(put !== undefined && { put }) } }
}

/** Whether this effect has put ours back already. */
export function wasPutBy(found: PublicIncident, effect: string): boolean {
  return tocsinIn(found).put === effect
}

/** Numbers of the messages that stand in a public incident already; empty when it is not ours. */
export function messagesOn(found: PublicIncident, key: string): number[] {
  const { incident, messages } = tocsinIn(found)
  if (incident !== key || typeof messages !== 'string') return []
  return messages.split(' ').flatMap((one) => (/^\d{1,6}$/.test(one) ? Number(one) : []))
}

export function isOurs(found: PublicIncident, key: string): boolean {
  return tocsinIn(found).incident === key
}

function tocsinIn({ metadata }: PublicIncident): { incident?: unknown; messages?: unknown; put?: unknown } {
  const ours = metadata?.tocsin
  return typeof ours === 'object' && ours !== null ? ours : {}
}
