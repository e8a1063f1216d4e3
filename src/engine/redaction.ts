import type { KeyObject } from 'node:crypto'
import type { Entry, EventBase } from '../core/decider.ts'
import { digestOf } from './chain.ts'
import type { AnyDecider } from './fold.ts'

/** A text without words that takes the place of an entry's, and the entry that asks for it. */
export type RedactedText = { seq: number; event: string; by: number }

/**
 * What the events decided after entry `seq` take away: of each entry that they name its event without words. Throws
 * when one names an entry that the command did not refer to, or takes away what is gone: `decide` must not.
 */
export function redactedBy(
  decider: AnyDecider,
  events: EventBase[],
  seq: number,
  referred: Entry<EventBase>[],
): Map<number, RedactedText> {
  const redacted = new Map<number, RedactedText>()
  for (const [index, event] of events.entries()) {
    const target = decider.redaction?.of(event)?.entry
    if (decider.redaction === undefined || target === undefined) continue
    const entry = referred.find((each) => each.seq === target)
    if (entry === undefined || entry.redactedBy !== undefined || redacted.has(target))
      throw new Error(`${event.type} takes away entry ${target}, which was not referred to or has no words`)
    const text = JSON.stringify(decider.redaction.without(entry.event))
    redacted.set(target, { seq: target, event: text, by: seq + index + 1 })
  }
  return redacted
}

/** The events, each redaction among them with the digest of what it leaves: the chain of hashes covers that, too. */
export function sealed(
  decider: AnyDecider,
  events: EventBase[],
  redacted: Map<number, RedactedText>,
  chainKey: KeyObject,
): EventBase[] {
  return events.map((event) => {
    const left = redacted.get(decider.redaction?.of(event)?.entry ?? 0)
    if (decider.redaction === undefined || left === undefined) return event
    return decider.redaction.leaving(event, digestOf(chainKey, left.event))
  })
}
