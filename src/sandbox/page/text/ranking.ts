/** The least score of a candidate in which a word begins with what was typed. */
export const WORD_SCORE = 50

/** How well a word matches what was typed; 0 is no match, more is better. */
export function matchScore(candidate: string, query: string): number {
  const text = candidate.toLowerCase()
  const wanted = query.toLowerCase()
  if (wanted === '') return 1
  if (text === wanted) return 100
  if (text.startsWith(wanted)) return 80 - Math.min(20, text.length - wanted.length)
  const word = text.search(new RegExp(`[\\s._-]${escapeRegExp(wanted)}`))
  if (word >= 0) return WORD_SCORE
  if (text.includes(wanted)) return 30
  return isSubsequence(text, wanted) ? 10 : 0
}

/** The candidates that match any of their own texts, best first, down to the `least` score; ties keep the given order. */
export function rank<T>(
  candidates: readonly T[],
  query: string,
  textsOf: (item: T) => string[],
  limit = 50,
  least = 1,
): T[] {
  return candidates
    .map((item, order) => ({
      item,
      order,
      score: Math.max(0, ...textsOf(item).map((text) => matchScore(text, query))),
    }))
    .filter((scored) => scored.score >= least)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, limit)
    .map((scored) => scored.item)
}

function isSubsequence(text: string, wanted: string): boolean {
  let at = 0
  for (const char of text) if (char === wanted[at]) at++
  return at >= wanted.length
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
