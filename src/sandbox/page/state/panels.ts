import { createStore } from './store.ts'

/** The page's own dialogs and drawers; at most one is open. */
export type Panel =
  | 'none'
  | 'drawer'
  | 'people'
  | 'jump'
  | 'browse'
  | 'details'
  | 'shortcuts'
  | 'keys'
  | 'clock'

export const panel = createStore<Panel>('none')

export function openPanel(next: Panel): void {
  panel.set(next)
}

export function closePanel(): void {
  panel.set('none')
}

export function togglePanel(next: Panel): void {
  panel.set(panel.get() === next ? 'none' : next)
}
