import type { EntryRow } from '../../db/schema.ts'
import type { Actor, Entry, Via } from '../core/decider.ts'

/** A stored row as the entry that deciders know. */
export function entryFromRow<Event>(row: EntryRow): Entry<Event> {
  return {
    seq: row.seq,
    event: JSON.parse(row.event) as Event,
    actor: storedActor(row.actor),
    via: row.via as Via,
    at: row.at,
    recordedAt: row.recorded_at,
    ...(typeof row.redacted_by === 'number' && { redactedBy: row.redacted_by }),
  }
}

function storedActor(actor: string): Actor {
  return actor === 'bot' ? { kind: 'bot' } : { kind: 'user', id: actor }
}
