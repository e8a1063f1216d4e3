import type { ServerResponse } from 'node:http'
import type { WorkspaceClock } from '../clock.ts'
import { PAGE_STREAMS, STREAM_HEARTBEAT_MS } from '../limits.ts'

/** Server-sent events to open pages: what there is to say after each change, several changes at once as one. */
export class Streams {
  readonly #say: () => unknown
  #open = new Set<ServerResponse>()
  #owed = false

  constructor(clock: WorkspaceClock, say: () => unknown) {
    this.#say = say
    clock.everyReal(STREAM_HEARTBEAT_MS, () => this.#write(': still here\n\n'))
  }

  get size(): number {
    return this.#open.size
  }

  /** False: there are too many already. */
  add(response: ServerResponse): boolean {
    if (this.#open.size >= PAGE_STREAMS) return false
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.write(this.#message())
    this.#open.add(response)
    response.on('close', () => this.#open.delete(response))
    return true
  }

  changed(): void {
    if (this.#owed || this.#open.size === 0) return
    this.#owed = true
    setImmediate(() => {
      this.#owed = false
      this.#write(this.#message())
    })
  }

  close(): void {
    for (const response of this.#open) response.end()
    this.#open.clear()
  }

  #message(): string {
    return `data: ${JSON.stringify(this.#say())}\n\n`
  }

  #write(text: string): void {
    for (const response of this.#open) response.write(text)
  }
}
