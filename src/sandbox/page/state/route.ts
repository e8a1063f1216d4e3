import { addressOf, type Place, readAddress } from '../text/address.ts'
import { createStore, useStore } from './store.ts'

export type Route = Place

export const route = createStore<Route>(readAddress(location.hash))

addEventListener('hashchange', () => route.set(readAddress(location.hash)))

/** `replace` leaves no step in the browser's history. */
export function go(next: Route, replace = false): void {
  const hash = addressOf(next)
  if (hash === location.hash) return
  if (replace) history.replaceState(null, '', hash)
  else history.pushState(null, '', hash)
  route.set(next)
}

export function goTo(place: string): void {
  go({ ...base(), place })
}

export function openThread(ts: string): void {
  const { place } = route.get()
  if (place) go({ ...base(), place, thread: ts })
}

export function closeThread(): void {
  const { place } = route.get()
  go(place ? { ...base(), place } : base())
}

/** Opens a file or canvas over what is there; `undefined` closes it. */
export function openOver(what: { file: string } | { doc: string } | undefined): void {
  const { file: _, doc: __, ...where } = route.get()
  go({ ...where, ...what })
}

export function openTab(view: 'canvas' | undefined): void {
  const { place } = route.get()
  if (place) go({ ...base(), place, ...(view ? { view } : {}) })
}

function base(): Route {
  const { me } = route.get()
  return me ? { me } : {}
}

export function useRoute(): Route {
  return useStore(route, (where) => where)
}
