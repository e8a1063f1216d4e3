/**
 * Gives back `previous` where `next` says the same, at every depth, so that unchanged messages keep their
 * identity across refetches and are not drawn again. Plain JSON values only.
 */
export function reuse<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next
  if (Array.isArray(next) && Array.isArray(previous)) return reuseArray(previous, next) as T
  if (isPlain(next) && isPlain(previous)) return reuseObject(previous, next) as T
  return next
}

function reuseArray(previous: unknown[], next: unknown[]): unknown[] {
  let same = previous.length === next.length
  const merged = next.map((item, index) => {
    const kept = reuse(partner(previous, item, index), item)
    if (!Object.is(kept, previous[index])) same = false
    return kept
  })
  return same ? previous : merged
}

/** Lists with identities (`ts`, `id`) are matched by it when something was removed or inserted before. */
function partner(previous: unknown[], item: unknown, index: number): unknown {
  const identity = identityOf(item)
  if (identity === undefined || identityOf(previous[index]) === identity) return previous[index]
  return previous.find((candidate) => identityOf(candidate) === identity)
}

function identityOf(value: unknown): unknown {
  return isPlain(value) ? (value.ts ?? value.id) : undefined
}

function reuseObject(
  previous: Record<string, unknown>,
  next: Record<string, unknown>,
): Record<string, unknown> {
  const keys = Object.keys(next)
  let same = keys.length === Object.keys(previous).length
  const merged: Record<string, unknown> = {}
  for (const key of keys) {
    merged[key] = reuse(previous[key], next[key])
    if (!Object.is(merged[key], previous[key]) || !(key in previous)) same = false
  }
  return same ? previous : merged
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
