import { after } from '../clock.ts'
import { TOAST_MS } from '../limits.ts'
import { createStore } from './store.ts'

export type Toast = { id: number; text: string; tone: 'plain' | 'bad' }

export const toasts = createStore<Toast[]>([])
let nextId = 1

export function toast(text: string, tone: Toast['tone'] = 'plain'): void {
  const id = nextId++
  toasts.set([...toasts.get().slice(-2), { id, text, tone }])
  after(TOAST_MS, () => dismissToast(id))
}

export function dismissToast(id: number): void {
  toasts.set(toasts.get().filter((one) => one.id !== id))
}
