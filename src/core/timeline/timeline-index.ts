import type { Entry, Instant } from '../decider.ts'
import { describeEntry } from '../describe.ts'
import { amendmentIn, kindOfEvent } from '../incident/event-kinds.ts'
import type { IncidentEvent, UserId } from '../incident/incident.ts'
import { type Line, type Names, plainLine } from '../sentence.ts'
import type { LineKind } from './kinds.ts'

/** Which lines are wanted; what is absent filters nothing. `to` is excluded; `text` is looked for in any case. */
export type TimelineFilter = {
  kinds?: readonly LineKind[]
  by?: UserId
  from?: Instant
  to?: Instant
  text?: string
}

/** A whole timeline as numbers: which lines there are, in the order in which they happened, and what amends them. */
export type TimelineIndex = {
  order: readonly number[] // seqs of the lines that pass the filter, by when they happened, then by seq
  amending: ReadonlyMap<number, readonly number[]> // by line: seqs of the entries about it
  entries: number // in all
  people: ReadonlySet<UserId> // everybody who is named in it
}

/**
 * The first of two passes through a timeline. It keeps a few numbers for each entry and no text, so that the longest
 * timeline fits into memory; the texts are read in the second pass, in the order that came out of this one.
 */
export function createTimelineIndex(filter: TimelineFilter = {}) {
  const seqs: number[] = []
  const happened: Instant[] = []
  const passing: boolean[] = []
  const saying: boolean[] = []
  const amending = new Map<number, number[]>()
  const people = new Set<UserId>()
  const wanted = filter.text?.toLowerCase()

  function note({ actor }: Entry<IncidentEvent>, { by, does }: Line): void {
    for (const who of [actor, by]) if (who.kind === 'user') people.add(who.id)
    for (const part of does) if (part.part === 'user') people.add(part.user)
  }

  function passes(entry: Entry<IncidentEvent>, { by }: Line): boolean {
    if (filter.kinds !== undefined && !filter.kinds.includes(kindOfEvent(entry.event))) return false
    if (filter.by === undefined) return true
    return by.kind === 'user' && by.id === filter.by
  }

  function says(line: Line): boolean {
    return wanted === undefined || plainLine(line, AS_THEY_ARE).toLowerCase().includes(wanted)
  }

  return {
    /** Entries in the order of their numbers, each once. */
    add(entry: Entry<IncidentEvent>): void {
      seqs.push(entry.seq)
      happened.push(entry.at)
      const line = describeEntry(entry)
      passing.push(passes(entry, line))
      saying.push(says(line))
      note(entry, line)
      const amendment = amendmentIn(entry.event)
      const target = (amendment?.of ?? 0) - 1
      if (amendment === undefined || target < 0 || target >= seqs.length - 1) return // of an earlier entry only
      amending.set(amendment.of, [...(amending.get(amendment.of) ?? []), entry.seq])
      if (amendment.how !== 'corrected') return
      if (amendment.at !== undefined) happened[target] = amendment.at
      if (amendment.details === undefined || entry.redactedBy !== undefined) return
      saying[target] = says({ by: entry.actor, does: [], details: amendment.details })
    },
    done(): TimelineIndex {
      const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter
      const at = (seq: number) => happened[seq - 1] ?? 0
      const order = seqs
        .filter((seq) => passing[seq - 1] && saying[seq - 1] && at(seq) >= from && at(seq) < to)
        .sort((one, other) => at(one) - at(other) || one - other)
      return { order, amending, entries: seqs.length, people }
    },
  }
}

/** For looking through a text: what people are called is not part of it. */
const AS_THEY_ARE: Names = { user: (id) => id, role: (key) => key }
