import type { ServerResponse } from 'node:http'
import { LISTENERS_MAX, RECONNECT_MS } from './limits.ts'

type Listener = {
  response: ServerResponse
  /** Its connection is full: it gets nothing until that is through, and then only the newest. */
  isFull: boolean
  /** The flags that it was told of last. */
  told: string
  silentBeats: number
}

export type Listeners = ReturnType<typeof createListeners>

/** How many heartbeats may find a connection full before it is given up. */
const FULL_BEATS_MAX = 2

/** Server-sent events to whoever waits for a change: `refetchEvaluation` with the etag of the flags as they are. */
export function createListeners() {
  const open = new Set<Listener>()
  let current = ''
  let isClosed = false

  function tell(listener: Listener): void {
    if (listener.isFull || listener.told === current) return
    listener.told = current
    send(listener, event(current))
  }

  function send(listener: Listener, text: string): void {
    if (listener.response.write(text)) return
    listener.isFull = true
    listener.response.once('drain', () => {
      listener.isFull = false
      listener.silentBeats = 0
      tell(listener)
    })
  }

  return {
    count: () => open.size,
    /** False: there are too many, or the bot is stopping. */
    hasRoom: () => !isClosed && open.size < LISTENERS_MAX,
    /** Whoever does not know the flags as they are (`known` names them) is told at once: a change may lie between. */
    add(response: ServerResponse, headers: string[], known: string | undefined): void {
      response.writeHead(200, [
        ...headers,
        'content-type',
        'text/event-stream',
        // Kept open after its stream has ended, it would hold up a shutdown.
        'connection',
        'close',
        'cache-control',
        'no-store',
        'x-accel-buffering',
        'no',
      ])
      const listener = { response, isFull: false, told: known ?? '', silentBeats: 0 }
      open.add(listener)
      response.on('close', () => open.delete(listener))
      send(listener, `retry: ${RECONNECT_MS}\n\n`)
      tell(listener)
    },
    announce(etag: string): void {
      current = etag
      for (const listener of open) tell(listener)
    },
    beat(): void {
      for (const listener of open) {
        if (!listener.isFull) send(listener, ':\n\n')
        else {
          listener.silentBeats += 1
          if (listener.silentBeats >= FULL_BEATS_MAX) listener.response.destroy()
        }
      }
    },
    /** Ends every stream and takes no more; the connections with them, so that no shutdown waits for one. */
    close(): void {
      isClosed = true
      for (const { response, isFull } of open) {
        // Who does not read would not read the end either.
        if (isFull) response.destroy()
        else response.end()
      }
    },
  }
}

function event(etag: string): string {
  return `id: ${etag}\ndata: ${JSON.stringify({ type: 'refetchEvaluation', etag })}\n\n`
}
