import { useLayoutEffect, useState } from 'preact/hooks'

/** A value that components can watch. */
export type Store<T> = {
  get: () => T
  set: (next: T) => void
  subscribe: (listener: () => void) => () => void
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Draws again only when the picked part changes identity. */
export function useStore<T, P>(store: Store<T>, pick: (value: T) => P): P {
  const picked = pick(store.get())
  const [, redraw] = useState(0)
  useLayoutEffect(() => {
    let last = picked
    const check = () => {
      const now = pick(store.get())
      if (Object.is(now, last)) return
      last = now
      redraw((count) => count + 1)
    }
    check()
    return store.subscribe(check)
  })
  return picked
}
