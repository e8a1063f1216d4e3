type View = { id: string; hash: string }

/** Forms that are open at the same time, and a few that were. */
const KEPT_MAX = 1_000

/**
 * Under which hash a view may be updated, so that the update holds only as long as nobody but us has changed the
 * view: Slack then refuses one that would come back over the answer to a submission. A choice may have been made
 * before the person's screen had our last update; then it comes with a hash that we have replaced ourselves.
 */
export function createViewHashes() {
  const ours = new Map<string, { replaced: Set<string>; now: string }>()
  return {
    of({ id, hash }: View): string {
      const known = ours.get(id)
      return known?.replaced.has(hash) ? known.now : hash
    },
    /** Our update took the view from one hash to the next. */
    moved(id: string, from: string, to: string): void {
      const replaced = ours.get(id)?.replaced ?? new Set()
      ours.delete(id)
      ours.set(id, { replaced: replaced.add(from), now: to })
      const [oldest] = ours.keys()
      if (ours.size > KEPT_MAX && oldest !== undefined) ours.delete(oldest)
    },
  }
}
