import { useEffect } from 'preact/hooks'
import type { WorkspaceState } from '../../protocol.ts'
import { becomePerson } from '../state/acts.ts'
import { openPanel, togglePanel } from '../state/panels.ts'
import { goTo } from '../state/route.ts'
import { workspace } from '../state/workspace.ts'

export const KEYS: { keys: string; what: string }[] = [
  { keys: 'Ctrl or ⌘ + K', what: 'Go to a channel or person' },
  { keys: 'Ctrl or ⌘ + .', what: 'Choose who you are' },
  { keys: 'Alt + 1 … 9', what: 'Become the first … ninth person' },
  { keys: 'Alt + ↑ / ↓', what: 'Previous / next channel' },
  { keys: 'Alt + Shift + ↑ / ↓', what: 'Previous / next unread channel' },
  { keys: '/', what: 'Slash command, in an empty composer' },
  { keys: '↑', what: 'Edit your last message, in an empty composer' },
  { keys: 'Shift + Enter', what: 'New line' },
  { keys: 'Ctrl or ⌘ + U', what: 'Attach a file (or paste it, or drop it)' },
  { keys: '↑ / ↓, then Tab', what: 'Walk the messages, then the acts of one' },
  { keys: 'R, T, E, Delete', what: 'On a message: react, thread, edit, delete' },
  { keys: 'Esc', what: 'Close what is open' },
  { keys: 'Ctrl or ⌘ + /', what: 'This list' },
]

/** Keys that work anywhere on the page, but not over an open dialog. */
export function useKeys(openId: string): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const state = workspace.get()?.state
      if (!state || event.defaultPrevented || document.querySelector('dialog[open]')) return
      if (act(event, state, openId)) event.preventDefault()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [openId])
}

function act(event: KeyboardEvent, state: WorkspaceState, openId: string): boolean {
  const isMod = event.ctrlKey || event.metaKey
  if (isMod && event.key.toLowerCase() === 'k') openPanel('jump')
  else if (isMod && event.key === '.') togglePanel('people')
  else if (isMod && event.key === '/') openPanel('keys')
  else if (event.altKey && /^Digit[1-9]$/.test(event.code))
    return becomeNth(state, Number(event.code.slice(5)))
  else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
    return step(event, state, openId)
  else return false
  return true
}

function becomeNth(state: WorkspaceState, nth: number): boolean {
  const person = playable(state)[nth - 1]
  if (person) becomePerson(person.id)
  return person !== undefined
}

/** Those one can be: no apps, nobody who has left. */
export function playable(state: Pick<WorkspaceState, 'people'>) {
  return state.people.filter((person) => !person.isBot && !person.deleted)
}

function step(event: KeyboardEvent, state: WorkspaceState, openId: string): boolean {
  const mine = state.channels.filter((channel) => channel.isMember && !channel.archived)
  const ordered = [...mine.filter((one) => one.kind !== 'im'), ...mine.filter((one) => one.kind === 'im')]
  const back = event.key === 'ArrowUp'
  const at = ordered.findIndex((channel) => channel.id === openId)
  const onward = back ? ordered.slice(0, Math.max(0, at)).reverse() : ordered.slice(at + 1)
  const next = event.shiftKey ? onward.find((channel) => channel.unread > 0) : onward[0]
  if (next) goTo(next.id)
  return true
}
