import type { Storefront } from '../../outside-world.ts'
import { after } from '../clock.ts'
import { RECONNECT_FIRST_MS } from '../limits.ts'
import { createStore } from './store.ts'

/** What the shop knows now; undefined until it has said so. */
export const storefront = createStore<Storefront | undefined>(undefined)
/** Whether the workspace still tells. */
export const isShopHeard = createStore(true)

/** Looks at the shop until the answer is called. */
export function watchStorefront(): () => void {
  let source: EventSource | undefined
  let cancelRetry: (() => void) | undefined
  const open = () => {
    source = new EventSource('/sandbox/storefront')
    source.onmessage = (event) => {
      storefront.set(JSON.parse(String(event.data)))
      isShopHeard.set(true)
    }
    source.onerror = () => {
      source?.close()
      isShopHeard.set(false)
      cancelRetry = after(RECONNECT_FIRST_MS, open)
    }
  }
  open()
  return () => {
    cancelRetry?.()
    source?.close()
    storefront.set(undefined)
    isShopHeard.set(true)
  }
}
