import { EventEmitter } from 'node:events'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { stage } from './stage.ts'

const require = createRequire(import.meta.url)
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg==',
  'base64',
)

/** Threads would run beside the simulation, in real time. What they do is far from what is looked at here. */
class Worker extends EventEmitter {
  ref(): void {}
  unref(): void {}
  async terminate(): Promise<void> {}

  postMessage(message: unknown): void {
    const { loop } = stage()
    if (message === 'end') loop.after(0, loop.owner, () => this.emit('exit', 0))
    const { id } = Object(message) as { id?: number }
    if (id !== undefined) loop.after(20, loop.owner, () => this.emit('message', { id, png: PIXEL }))
  }
}

/** The log of SQLite is copied back by whoever opens the file next, and every picture is one point. */
export function installThreads(): void {
  Object.assign(require('node:worker_threads') as object, { Worker })
  syncBuiltinESMExports()
}
