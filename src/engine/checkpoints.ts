import { Worker } from 'node:worker_threads'
import type { SqliteDatabase } from 'kysely'

/** How many commits go by before the log is copied back, on a thread of its own. */
const COMMITS_PER_CHECKPOINT = 500

/**
 * The thread is begun when it is first needed, and asked to end rather than ended: a thread that is cut off while
 * it loads the database's native part takes the process with it.
 */
export function createCheckpointer(file: string) {
  let worker: Worker | undefined
  let ended: Promise<unknown> | undefined
  function begin(): Worker {
    const begun = new Worker(new URL('./checkpointer.ts', import.meta.url), { workerData: { file } })
    begun.unref()
    // Without it the committing thread copies the log back itself, later and in larger pieces.
    begun.on('error', () => {})
    ended = new Promise((resolve) => begun.once('exit', resolve))
    return begun
  }
  return {
    ask() {
      worker ??= begin()
      worker.postMessage('checkpoint')
    },
    async stop() {
      worker?.ref()
      worker?.postMessage('end')
      await ended
    },
  }
}

/** Calls `ask` after every so many transactions of a connection. */
export function countCommits(connection: SqliteDatabase, ask: () => void): SqliteDatabase {
  let commits = 0
  return {
    ...connection,
    prepare(sql) {
      if (sql === 'commit') commits += 1
      if (commits === COMMITS_PER_CHECKPOINT) {
        commits = 0
        ask()
      }
      return connection.prepare(sql)
    },
  }
}
