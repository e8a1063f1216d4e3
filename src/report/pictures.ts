import { Worker } from 'node:worker_threads'

/** What goes to the thread that draws, and what comes back. */
export type ToDraw = { id: number; svg: string; width: number }
export type Drawn = { id: number; png: Uint8Array } | { id: number; why: string }

export type Pictures = {
  /** SVG as PNG, so wide. Rejects when it cannot be drawn. */
  png(svg: string, width?: number): Promise<Uint8Array>
  /** Ends the thread. A picture that is wanted later starts it again. */
  close(): Promise<void>
}

/** Wide enough to be sharp when it is looked at closely. */
const WIDTH = 2_400

/** The thread is started by the first picture and let go of when it has nothing to draw, so that it keeps no process alive. */
export function createPictures(): Pictures {
  let worker: Worker | undefined
  let last = 0
  const waiting = new Map<number, { resolve(png: Uint8Array): void; reject(error: Error): void }>()

  function start(): Worker {
    const started = new Worker(new URL('./picture-worker.ts', import.meta.url))
    started.on('message', (drawn: Drawn) => {
      const asked = waiting.get(drawn.id)
      waiting.delete(drawn.id)
      if (waiting.size === 0) started.unref()
      if ('png' in drawn) asked?.resolve(drawn.png)
      else asked?.reject(new Error(drawn.why))
    })
    const lost = (error: Error) => {
      if (worker === started) worker = undefined
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    started.on('error', lost)
    started.on('exit', () => lost(new Error('The thread that draws pictures ended')))
    return started
  }

  return {
    png(svg, width = WIDTH) {
      worker ??= start()
      const [thread, id] = [worker, ++last]
      thread.ref()
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        thread.postMessage({ id, svg, width } satisfies ToDraw)
      })
    },
    async close() {
      await worker?.terminate()
      worker = undefined
    },
  }
}
