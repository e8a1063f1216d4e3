import { createHmac, type KeyObject } from 'node:crypto'

/** The facts of an entry that its hash covers. `event` is JSON text exactly as stored. */
export type Link = {
  stream: string
  seq: number
  event: string
  actor: string
  via: string
  at: number
  recordedAt: number
}

/** Keyed hash of an event's text alone: what stays when the text is redacted. 64 hex digits. */
export function digestOf(key: KeyObject, event: string): string {
  return createHmac('sha256', key).update(event).digest('hex')
}

/**
 * Keyed hash of one entry and of everything before it. Without the key nobody can make one, so a changed,
 * removed, inserted or reordered entry shows. `previous` is empty for a stream's first entry.
 */
export function linkHash(
  key: KeyObject,
  previous: string,
  link: Omit<Link, 'event'> & { digest: string },
): string {
  const text = JSON.stringify([
    previous,
    link.stream,
    link.seq,
    link.at,
    link.recordedAt,
    link.actor,
    link.via,
    link.digest,
  ])
  return createHmac('sha256', key).update(text).digest('hex')
}
