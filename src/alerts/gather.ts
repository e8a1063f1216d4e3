/**
 * Does work of one name in one go at a time: what is asked for while some is being done waits, and is then done
 * together. So a burst costs as many goes as there is time for, and not as many as there were requests. Each asker
 * gets what became of its own items, in their order.
 */
export function createGathering<Item extends object, Result>(
  doTogether: (items: Item[]) => Promise<Map<Item, Result>>,
): (name: string, items: readonly Item[]) => Promise<Result[]> {
  type Waiting = {
    items: readonly Item[]
    done(results: Map<Item, Result>): void
    failed(error: unknown): void
  }
  const queues = new Map<string, Waiting[]>()

  async function work(name: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const together = queue.splice(0)
      try {
        const results = await doTogether(together.flatMap(({ items }) => items))
        for (const { done } of together) done(results)
      } catch (error) {
        for (const { failed } of together) failed(error)
      }
    }
    queues.delete(name)
  }

  return (name, items) =>
    new Promise((resolve, reject) => {
      const waiting: Waiting = {
        items,
        done: (results) =>
          resolve(
            items.flatMap((item) => {
              const result = results.get(item)
              return result === undefined ? [] : [result]
            }),
          ),
        failed: reject,
      }
      const queue = queues.get(name)
      if (queue !== undefined) queue.push(waiting)
      else {
        const fresh = [waiting]
        queues.set(name, fresh)
        work(name, fresh).catch(reject)
      }
    })
}
