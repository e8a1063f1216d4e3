import { createStore } from './store.ts'

/** What stands unsent in each composer: by person, then channel, then thread. */
export const drafts = createStore<Record<string, string>>({})

export function draftKey(me: string, channel: string, thread?: string): string {
  return [me, channel, thread ?? ''].join('/')
}

export function setDraft(key: string, text: string): void {
  drafts.set({ ...drafts.get(), [key]: text })
}
