/** Runs work of the same name one after another, in the order of asking; other names go on side by side. */
export function createTurns(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const lastOf = new Map<string, Promise<unknown>>()
  return async (name, work) => {
    const previous = lastOf.get(name)
    const mine = previous ? previous.then(work, work) : work()
    lastOf.set(name, mine)
    try {
      return await mine
    } finally {
      if (lastOf.get(name) === mine) lastOf.delete(name)
    }
  }
}
