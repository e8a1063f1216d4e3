/** Where the person is: kept in the address (`#/U1/C1/thread/171.0001`) so that a reload returns there. */
export type Place = {
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

/** The place in an address; whatever cannot be read there is left out. */
export function readAddress(hash: string): Place {
  const [me, place, ...rest] = hash.replace(/^#\/?/, '').split('/').map(decoded)
  const where: Place = {}
  if (me) where.me = me
  if (place) where.place = place
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const key = KEYS.find((one) => one === rest[at])
    const value = rest[at + 1]
    if (key && value) where[key] = value
  }
  return where
}

export function addressOf(where: Place): string {
  const parts = KEYS.flatMap((key) => (where[key] ? [key, where[key]] : []))
  const start =
    parts.length > 0 ? [where.me ?? '', where.place ?? ''] : [where.me, where.place].filter(Boolean)
  return `#/${[...start, ...parts].join('/')}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
