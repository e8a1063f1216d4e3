/**
 * Does what is wanted for a key one at a time, and only the newest of what is waiting: what a later wish has
 * overtaken is skipped. Resolves when nothing is left to do for the key, or when somebody else is at it.
 */
export function createNewest() {
  const waiting = new Map<string, () => Promise<void>>()
  const busy = new Set<string>()
  return async (key: string, work: () => Promise<void>): Promise<void> => {
    waiting.set(key, work)
    if (busy.has(key)) return
    busy.add(key)
    try {
      for (let next = waiting.get(key); next !== undefined; next = waiting.get(key)) {
        waiting.delete(key)
        await next()
      }
    } finally {
      busy.delete(key)
      waiting.delete(key)
    }
  }
}
