/** How many answers are remembered; Slack repeats a request within minutes, if it does. */
const KEPT_MAX = 1_000

/** Gives a repeated request the answer of the first, also while that one is still being worked on. */
export type Recall<T> = (key: string, work: () => Promise<T>) => Promise<T>

/** `final` says whether an answer is to be kept once it is there: a refusal is no reason to refuse the next try. */
export function createRecall<T>(final: (answer: T) => boolean): Recall<T> {
  const kept = new Map<string, Promise<T>>()
  return (key, work) => {
    const known = kept.get(key)
    if (known) return known
    const answer = work()
    kept.set(key, answer)
    const [oldest] = kept.keys()
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
    answer.then(
      (value) => final(value) || kept.delete(key),
      () => kept.delete(key),
    )
    return answer
  }
}
