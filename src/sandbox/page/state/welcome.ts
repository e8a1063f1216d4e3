import { createStore } from './store.ts'

const KEY = 'tocsin-welcomed'

/** Whether a newcomer is still to be told what this is. */
export const isWelcomeWanted = createStore(localStorage.getItem(KEY) === null)

export function showWelcome(): void {
  isWelcomeWanted.set(true)
}

/** For good: by its own button, or because they have begun and it would be in their way. */
export function dismissWelcome(): void {
  if (!isWelcomeWanted.get()) return
  localStorage.setItem(KEY, 'yes')
  isWelcomeWanted.set(false)
}
