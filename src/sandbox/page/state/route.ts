import { createStore, useStore } from './store.ts'

/** Where the person is: kept in the address (`#/U1/C1/thread/171.0001`) so that a reload returns there. */
export type Route = {
  me?: string
  /** A channel's id, or `home` for the app's home tab. */
  place?: string
  thread?: string
  /** A message to scroll to and mark. */
  message?: string
}

export const route = createStore<Route>(readRoute(location.hash))

addEventListener('hashchange', () => route.set(readRoute(location.hash)))

function readRoute(hash: string): Route {
  const [me, place, kind, ts] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent)
  const where: Route = {}
  if (me) where.me = me
  if (place) where.place = place
  if (kind === 'thread' && ts) where.thread = ts
  if (kind === 'message' && ts) where.message = ts
  return where
}

export function hashOf(where: Route): string {
  const parts = [where.me, where.place]
  if (where.thread) parts.push('thread', where.thread)
  else if (where.message) parts.push('message', where.message)
  return `#/${parts.filter(Boolean).join('/')}`
}

/** `replace` leaves no step in the browser's history. */
export function go(next: Route, replace = false): void {
  const hash = hashOf(next)
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

function base(): Route {
  const { me } = route.get()
  return me ? { me } : {}
}

export function useRoute(): Route {
  return useStore(route, (where) => where)
}
