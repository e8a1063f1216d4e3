import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'

/**
 * A thread of its own that copies SQLite's log back into the database when it is asked to. On the main
 * thread that takes tens of milliseconds every few hundred commits, and every request would wait for it.
 * PASSIVE: it never waits for a writer, and no writer waits for it.
 */
const database = new Sqlite((workerData as { file: string }).file)
parentPort?.on('message', (message: 'checkpoint' | 'end') => {
  if (message === 'end') {
    database.close()
    parentPort?.close()
    return
  }
  try {
    database.pragma('wal_checkpoint(PASSIVE)')
  } catch {
    // A full disk or a lock: the log goes on growing, and the next time it is tried again.
  }
})
