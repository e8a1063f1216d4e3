import type { KeyObject } from 'node:crypto'
import type { EntryRow, StreamRow } from '../../db/schema.ts'
import type { Actor, Asker, Entry, EventBase, Instant, Via } from '../core/decider.ts'
import { LANES } from '../core/decider.ts'
import { digestOf, linkHash } from './chain.ts'
import type { NewEffect } from './commit.ts'
import type { AnyDecider } from './fold.ts'

/** A stream as it is stored, or one that is about to begin. */
export type From = StreamRow | { id: string; number: number }

/** What events make of a stream: its new row, entries linked into the chain, and the effects owed. */
export function follow(
  { decider, chainKey }: { decider: AnyDecider; chainKey: KeyObject },
  from: From,
  before: unknown,
  events: EventBase[],
  request: { actor: Asker; via: Via; now: Instant },
) {
  const { via, now } = request
  const actor: Actor =
    request.actor.kind === 'user' ? { kind: 'user', id: request.actor.id } : { kind: 'bot' }
  let state = before
  let seq = 'seq' in from ? from.seq : 0
  let head = 'head' in from ? from.head : ''
  const entries: Entry<EventBase>[] = []
  const rows: EntryRow[] = []
  const effects: NewEffect[] = []
  for (const event of events) {
    seq += 1
    const entry: Entry<EventBase> = { seq, event, actor, via, at: event.happenedAt ?? now, recordedAt: now }
    const row = entryRow(chainKey, from.id, entry, head)
    head = row.hash
    state = decider.evolve(state, entry)
    entries.push(entry)
    rows.push(row)
    for (const [n, effect] of decider.react(entry, state).entries()) {
      const { kind, subject, lane, args = {}, notBefore } = effect
      effects.push({
        key: `${from.id}:${seq}:${n}`,
        stream: from.id,
        seq,
        kind,
        lane: LANES.indexOf(lane),
        subject,
        args: JSON.stringify(args),
        not_before: notBefore ?? 0, // at once, also when the clock is set back
      })
    }
  }
  const row = { id: from.id, number: from.number, seq, head, state: JSON.stringify(state), updated_at: now }
  return { state, entries, rows, effects, row }
}

function entryRow(chainKey: KeyObject, stream: string, entry: Entry<EventBase>, previous: string): EntryRow {
  const event = JSON.stringify(entry.event)
  const actor = entry.actor.kind === 'user' ? entry.actor.id : 'bot'
  const digest = digestOf(chainKey, event)
  const { seq, via, at, recordedAt } = entry
  const hash = linkHash(chainKey, previous, { stream, seq, actor, via, at, recordedAt, digest })
  const { type } = entry.event
  return {
    stream,
    seq,
    type,
    event,
    digest,
    actor,
    via,
    at,
    recorded_at: recordedAt,
    hash,
    redacted_by: null,
  }
}
