import { createStore, useStore } from './store.ts'

/** Where the person is: kept in the address (`#/U1/C1/thread/171.0001`) so that a reload returns there. */
export type Route = {
  me?: string
  /** A channel's id, or `home` for the app's home tab. */
  place?: string
  thread?: string
  /** A message to scroll to and mark. */
  message?: string
  /** `canvas`: the channel's tab instead of its messages. */
  view?: string
  /** A file or a canvas that is open over everything. */
  file?: string
  doc?: string
}

const KEYS = ['thread', 'message', 'view', 'file', 'doc'] as const

export const route = createStore<Route>(readRoute(location.hash))

addEventListener('hashchange', () => route.set(readRoute(location.hash)))

function readRoute(hash: string): Route {
  const [me, place, ...rest] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent)
  const where: Route = {}
  if (me) where.me = me
  if (place) where.place = place
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const key = KEYS.find((one) => one === rest[at])
    const value = rest[at + 1]
    if (key && value) where[key] = value
  }
  return where
}

export function hashOf(where: Route): string {
  const parts = KEYS.flatMap((key) => (where[key] ? [key, where[key]] : []))
  const start =
    parts.length > 0 ? [where.me ?? '', where.place ?? ''] : [where.me, where.place].filter(Boolean)
  return `#/${[...start, ...parts].join('/')}`
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
