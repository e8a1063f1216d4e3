import { after, jitter } from '../clock.ts'
import { RECONNECT_FIRST_MS, RECONNECT_LAST_MS } from '../limits.ts'
import { createStore } from './store.ts'
import { refetch, workspace } from './workspace.ts'

/** Whether changes reach the page at once. */
export const live = createStore<'connecting' | 'live' | 'lost'>('connecting')

let source: EventSource | undefined
let cancelRetry: (() => void) | undefined
let waitMs = RECONNECT_FIRST_MS

/** Listens for changes as this person; a lost stream is opened again with growing pauses. */
export function listenAs(me: string): void {
  stop()
  const stream = new EventSource(`/sandbox/events?as=${encodeURIComponent(me)}`)
  source = stream
  stream.onmessage = (event) => {
    waitMs = RECONNECT_FIRST_MS
    live.set('live')
    if (versionOf(event.data) !== workspace.get()?.state.version) void refetch()
  }
  stream.onerror = () => {
    if (stream !== source) return
    stop()
    live.set('lost')
    cancelRetry = after(waitMs * (0.75 + jitter() / 2), () => listenAs(me))
    waitMs = Math.min(waitMs * 2, RECONNECT_LAST_MS)
  }
}

function stop(): void {
  cancelRetry?.()
  source?.close()
  source = undefined
}

function versionOf(data: unknown): number | undefined {
  try {
    return (JSON.parse(String(data)) as { version?: number }).version
  } catch {
    return undefined
  }
}
