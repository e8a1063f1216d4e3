import type { Entry, EventBase } from '../core/decider.ts'
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
    const target = decider.redaction?.of(event)
    if (decider.redaction === undefined || target === undefined) continue
    const entry = referred.find((each) => each.seq === target)
    if (entry === undefined || entry.redactedBy !== undefined || redacted.has(target))
      throw new Error(`${event.type} takes away entry ${target}, which was not referred to or has no words`)
    const text = JSON.stringify(decider.redaction.without(entry.event))
    redacted.set(target, { seq: target, event: text, by: seq + index + 1 })
  }
  return redacted
}
