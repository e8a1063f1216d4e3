import type { Entry } from '../decider.ts'
import type { IncidentEvent } from '../incident/incident.ts'
import { wordsIn } from '../incident/without-words.ts'
import { REDACTED } from '../timeline/kinds.ts'

/** Words shorter than this are in many entries by chance. */
const TELLING_CHARACTERS = 6

/** Other entries with the words of one: those that repeat them, and those in which they stand among others. */
export type Repeats = { same: number[]; among: number[] }

/**
 * Looks for the words of an entry in others, so that a secret is not left standing next to where it was removed.
 * What was put on record together with the entry repeats it by itself: a reason also says why somebody was paged.
 */
export function createRepeats(target: Entry<IncidentEvent>) {
  const words = wordsIn(target.event).filter((word) => word.trim() !== '' && word !== REDACTED)
  const telling = words.filter((word) => word.trim().length >= TELLING_CHARACTERS)
  const found: Repeats = { same: [], among: [] }
  return {
    add(entry: Entry<IncidentEvent>): void {
      if (entry.seq === target.seq || entry.redactedBy !== undefined) return
      const others = wordsIn(entry.event)
      const together = entry.recordedAt === target.recordedAt
      const holds = (among: readonly string[]) =>
        others.some((other) => among.some((word) => other.includes(word)))
      if (others.some((other) => telling.includes(other)) || (together && holds(words)))
        found.same.push(entry.seq)
      else if (holds(telling)) found.among.push(entry.seq)
    },
    found: (): Repeats => found,
  }
}
