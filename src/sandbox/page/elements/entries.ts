import { createStore } from '../state/store.ts'
import type { Choice, Value } from './values.ts'

/**
 * What has been entered and not yet taken over by the app, by surface and by `block_id/action_id`. Kept
 * outside the components: a view that is covered by another, or updated under the person's hands, comes
 * back as it was left.
 */
export type Entry = { value: Value; choices?: Choice[] }

export const entries = createStore<Record<string, Record<string, Entry>>>({})

export function entryKey(blockId: string, actionId: string): string {
  return `${blockId}/${actionId}`
}

export function enter(surface: string, key: string, entry: Entry): void {
  const all = entries.get()
  entries.set({ ...all, [surface]: { ...all[surface], [key]: entry } })
}

export function forget(surface: string): void {
  const { [surface]: _, ...others } = entries.get()
  entries.set(others)
}
