/** One slip for each so many letters is still taken for a slip of the finger. */
const LETTERS_PER_SLIP = 3
/** A longer word is no mistyped command; comparing it would only cost time. */
const WORD_MAX = 40

/**
 * The candidate that a mistyped word most likely meant, or undefined when none is near. Case does not count;
 * of equally near ones the first. Also a beginning of at least two letters counts as near ("sev" for "severity").
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase()
  if (typed.length === 0 || typed.length > WORD_MAX) return undefined
  let best: { candidate: string; distance: number } | undefined
  for (const candidate of candidates) {
    const distance = slips(typed, candidate.toLowerCase())
    const bearable = Math.max(1, Math.floor(Math.max(typed.length, candidate.length) / LETTERS_PER_SLIP))
    if (distance <= bearable && distance < typed.length && (best === undefined || distance < best.distance)) {
      best = { candidate, distance }
    }
  }
  return best?.candidate ?? beginning(typed, candidates)
}

function beginning(typed: string, candidates: readonly string[]): string | undefined {
  if (typed.length < 2) return undefined
  return candidates.find((candidate) => candidate.toLowerCase().startsWith(typed))
}

/** How many letters were left out, put in, mistaken, or swapped with their neighbour (optimal string alignment). */
export function slips(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      const best = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      )
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current.push(swapped ? Math.min(best, at(beforeLast, column - 2) + 1) : best)
    }
    beforeLast = last
    last = current
  }
  return at(last, to.length)
}

function at(row: number[], column: number): number {
  return row[column] ?? 0
}
