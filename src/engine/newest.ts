import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { AnyDecider } from './fold.ts'
import type { Store } from './store.ts'

/**
 * How far the numbers of a kind have come, marked with the key of the chains. A gap between numbers shows a deleted
 * stream by itself; this shows it for the last ones. See docs/decisions/0025-what-shows-a-deleted-timeline.md.
 */
export function newestFact(kind: string): string {
  return `newest:${kind}`
}

/** `9 3f…`: the number and a keyed hash of it. */
export function newestMark(key: KeyObject, kind: string, number: number): string {
  return `${number} ${macOf(key, kind, number)}`
}

/** The number in a mark; undefined when whoever wrote it did not have the key. */
export function numberIn(key: KeyObject, kind: string, mark: string): number | undefined {
  const [, digits = '', mac = ''] = /^(\d{1,10}) ([0-9a-f]{64})$/.exec(mark) ?? []
  if (mac === '') return undefined
  const genuine = Buffer.from(macOf(key, kind, Number(digits)))
  return timingSafeEqual(genuine, Buffer.from(mac)) ? Number(digits) : undefined
}

function macOf(key: KeyObject, kind: string, number: number): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(['newest', kind, number]))
    .digest('hex')
}

/** At the start: a database of an older version has no marks, or has gone on without them. */
export async function markNewest(parts: {
  store: Store
  deciders: readonly AnyDecider[]
  chainKey: KeyObject
}): Promise<void> {
  const { store, chainKey } = parts
  for (const { kind } of parts.deciders) {
    const mark = await store.fact(newestFact(kind))
    const marked = mark === undefined ? 0 : numberIn(chainKey, kind, mark)
    const last = (await store.nextNumber(kind)) - 1
    // A forged one stays: it is evidence.
    if (marked !== undefined && marked < last)
      await store.setFact(newestFact(kind), newestMark(chainKey, kind, last))
  }
}
