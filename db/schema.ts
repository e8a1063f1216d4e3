import type { Generated } from 'kysely'

/** Times are milliseconds since the epoch, JSON is text exactly as it was hashed. The same on both databases. */
export type Database = {
  streams: StreamRow
  entries: EntryRow
  outbox: OutboxRow
  timers: { stream: string; name: string; due: number }
  labels: { label: string; stream: string; number: number }
  inbox: { key: string; stream: string; at: number }
  policies: { digest: string; body: string; at: number }
  facts: { name: string; value: string }
  flags: FlagRow
  evidence_files: { stream: string; file: string; part: number; bytes: Buffer }
}

/** One row a stream: the fold of its entries, and where its chain ends. */
export type StreamRow = {
  id: string // INC-7
  kind: string // which decider
  number: number
  seq: number // of the last entry
  head: string // hash of the last entry
  state: string // JSON
  policy: string // digest of the policy it began under
  updated_at: number
}

/** Append-only, but for the text of a redacted one. */
export type EntryRow = {
  stream: string
  seq: number
  type: string
  event: string // JSON
  digest: string // keyed hash of `event` alone, so that a redacted event leaves the chain verifiable
  actor: string // a user id, or `bot`
  via: string
  at: number
  recorded_at: number
  hash: string // keyed hash of the previous hash and all of the above but the text itself
  redacted_by: number | null // seq of the entry that took the words from this one
}

/** Work owed to the outside world; a row is deleted when it is settled, kept when it is parked. */
export type OutboxRow = {
  position: Generated<number> // order of owing
  key: string // stream:seq:n
  stream: string
  seq: number
  kind: string
  lane: number // index in LANES
  subject: string
  args: string // JSON
  status: 'owed' | 'sending' | 'parked'
  not_before: number
  made_at: number
  attempts: number
  maybe_sent: number // 1 when an earlier try may have been accepted
  owner: string | null // which process is sending it
  why: string | null // what the last try met
}

/** A built-in switch that was set at least once. Rows are never deleted, so the sum of versions only grows. */
export type FlagRow = {
  key: string
  value: string | null // JSON; null follows the policy's normal value
  version: number // how often it was changed
  updated_at: number
}
