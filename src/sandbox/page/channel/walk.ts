import { nextIndex } from '../ui/menu.tsx'

/** Arrow keys walk from message to message; Tab then reaches the acts of the one in focus. */
export function walk(event: KeyboardEvent): void {
  const target = event.target as HTMLElement
  const list = event.currentTarget as HTMLElement
  if (event.defaultPrevented || (target !== list && !target.matches('[data-ts]'))) return
  const messages = [...list.querySelectorAll<HTMLElement>('[data-ts]')]
  const at = messages.indexOf(target)
  const start = at < 0 && event.key === 'ArrowUp' ? messages.length : at
  const to = nextIndex(event.key, start, messages.length)
  if (to === undefined) return
  const stepsOver =
    (event.key === 'ArrowDown' && at === messages.length - 1) || (event.key === 'ArrowUp' && at === 0)
  event.preventDefault()
  if (!stepsOver) messages[to]?.focus()
}
