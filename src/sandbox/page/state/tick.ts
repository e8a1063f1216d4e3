import { useEffect } from 'preact/hooks'
import { every } from '../clock.ts'
import { TICK_MS } from '../limits.ts'
import { createStore, useStore } from './store.ts'
import { workspace, workspaceNow } from './workspace.ts'

/** The workspace's time, moved on every few seconds and at once when someone fast-forwards. */
const tick = createStore(0)
let watchers = 0
let stop: (() => void)[] = []

function watch(): () => void {
  watchers++
  if (watchers === 1) {
    const update = () => tick.set(workspaceNow())
    stop = [every(TICK_MS, update), workspace.subscribe(update)]
  }
  return () => {
    watchers--
    if (watchers === 0) for (const end of stop) end()
  }
}

/** Now on the workspace's clock, in milliseconds; the component draws again as it moves. */
export function useNow(): number {
  useEffect(watch, [])
  useStore(tick, (value) => value)
  return workspaceNow()
}
