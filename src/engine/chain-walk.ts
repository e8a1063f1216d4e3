import type { KeyObject } from 'node:crypto'
import type { EntryRow } from '../../db/schema.ts'
import type { EventBase } from '../core/decider.ts'
import { digestOf, linkHash } from './chain.ts'
import type { AnyDecider } from './fold.ts'
import { entryFromRow } from './stored-entry.ts'

/** Something wrong with one entry. */
export type EntryFault = { seq: number; what: string }

/** The rows of one stream in their order, and what is wrong with them; where it stands after the last. */
export type ChainWalk = {
  next(row: EntryRow): EntryFault[]
  /** What only the end shows. */
  end(): EntryFault[]
  at(): { seq: number; head: string; state: unknown; broken: boolean }
}

/** Follows a chain from its beginning: hashes, missing words, and the state that it folds to. */
export function followChain(decider: AnyDecider, chainKey: KeyObject): ChainWalk {
  const redactions = followRedactions(decider, chainKey)
  let state: unknown = decider.initial
  let seq = 0
  let head = ''
  let broken = false
  return {
    next(row) {
      const faults = [...linkFaults(chainKey, row, seq + 1, head)]
      seq = row.seq
      head = row.hash
      try {
        state = decider.evolve(state, entryFromRow(row))
        faults.push(...redactions.faultsAt(row))
      } catch (error) {
        faults.push(`cannot be read: ${(error as Error).message}`)
      }
      broken ||= faults.length > 0
      return faults.map((what) => ({ seq: row.seq, what }))
    },
    end() {
      const unexplained = redactions.unexplained()
      broken ||= unexplained.length > 0
      const what = 'says that it was redacted, but no later entry did that'
      return unexplained.map((each) => ({ seq: each, what }))
    },
    at: () => ({ seq, head, state, broken }),
  }
}

function* linkFaults(
  chainKey: KeyObject,
  row: EntryRow,
  expectedSeq: number,
  previous: string,
): Generator<string, void> {
  if (row.seq !== expectedSeq) {
    yield `stands where entry ${expectedSeq} should be: entries are missing`
    return
  }
  const { stream, seq, actor, via, at, recorded_at: recordedAt, digest, hash } = row
  if ((row.redacted_by ?? undefined) === undefined && digestOf(chainKey, row.event) !== digest)
    yield 'has a text that is not the one that was committed'
  else if (linkHash(chainKey, previous, { stream, seq, actor, via, at, recordedAt, digest }) !== hash)
    yield 'does not follow from the entry before: it was changed, inserted or moved'
  else if ((readable(row.event) as { type?: string } | undefined)?.type !== row.type)
    yield 'has a type column that its event does not have'
}

/** Both sides of every redaction: the entry without words names a later one, and that one names exactly this entry. */
function followRedactions(decider: AnyDecider, chainKey: KeyObject) {
  /** By the entry that is to explain them: the entries without words, each with the digest of what is left of it. */
  const open = new Map<number, Map<number, string>>()
  return {
    faultsAt(row: EntryRow): string[] {
      const faults: string[] = []
      const by = row.redacted_by ?? undefined
      const { event } = entryFromRow<EventBase>(row)
      if (by !== undefined) {
        if (decider.redaction === undefined || JSON.stringify(decider.redaction.without(event)) !== row.event)
          faults.push('says that it was redacted, but it has words')
        open.set(by, (open.get(by) ?? new Map()).set(row.seq, digestOf(chainKey, row.event)))
      }
      const redaction = decider.redaction?.of(event)
      if (redaction !== undefined) faults.push(...faultsOf(redaction, open.get(row.seq)))
      return faults
    },
    unexplained: () =>
      [...open.values()].flatMap((entries) => [...entries.keys()]).sort((one, other) => one - other),
  }
}

/** Of one redaction, given the entries that name it as theirs; takes the one that it explains from them. */
function faultsOf({ entry, left }: { entry: number; left?: string }, named?: Map<number, string>): string[] {
  const found = named?.get(entry)
  named?.delete(entry)
  if (found === undefined) return [`says that entry ${entry} was redacted, but it was not`]
  if (left !== undefined && left !== found)
    return [`says that entry ${entry} was redacted, but it is not what that left of it`]
  return []
}

/** Undefined for what is not JSON. */
export function readable(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
