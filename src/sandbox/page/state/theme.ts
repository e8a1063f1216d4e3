import { createStore } from './store.ts'

export type Theme = 'light' | 'dark'

const KEY = 'tocsin-theme'
const system = matchMedia('(prefers-color-scheme: dark)')

function stored(): Theme | undefined {
  const value = localStorage.getItem(KEY)
  return value === 'light' || value === 'dark' ? value : undefined
}

/** What is drawn now; the machine's wish until the person chooses. */
export const theme = createStore<Theme>(stored() ?? (system.matches ? 'dark' : 'light'))

function apply(): void {
  document.documentElement.dataset.theme = theme.get()
}

export function startTheme(): void {
  apply()
  theme.subscribe(apply)
  system.addEventListener('change', () => {
    if (!stored()) theme.set(system.matches ? 'dark' : 'light')
  })
}

export function toggleTheme(): void {
  const next = theme.get() === 'dark' ? 'light' : 'dark'
  localStorage.setItem(KEY, next)
  theme.set(next)
}
