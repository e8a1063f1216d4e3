import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'
import { Popup } from './popup.tsx'

export type MenuItem = {
  key: string
  label: ComponentChildren
  icon?: IconName
  detail?: string
  danger?: boolean
  checked?: boolean
  /** A line above it. */
  startsGroup?: boolean
  onPick: () => void
}

type Props = {
  label: string
  anchor: RefObject<HTMLElement | null>
  items: MenuItem[]
  onClose: () => void
  align?: 'start' | 'end'
  class?: string
}

/** A menu of acts: arrows, Home, End and first letters move in it; Escape gives the focus back. */
export function Menu({ label, anchor, items, onClose, align = 'end', class: extra }: Props) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => focusables(ref.current)[0]?.focus(), [])
  return (
    <Popup anchor={anchor} onClose={onClose} align={align} class={`menu-popup ${extra ?? ''}`}>
      <div
        ref={ref}
        class="menu"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={(event) => move(event, ref.current, onClose)}
      >
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
            {...(item.checked === undefined ? {} : { 'aria-checked': item.checked })}
            tabIndex={-1}
            class={`menu-item${item.danger ? ' danger' : ''}${item.startsGroup ? ' starts-group' : ''}`}
            onClick={() => {
              onClose()
              anchor.current?.focus()
              item.onPick()
            }}
          >
            {item.icon && <Icon name={item.icon} size={17} />}
            <span class="menu-text">
              <span>{item.label}</span>
              {item.detail && <small>{item.detail}</small>}
            </span>
            {item.checked && <Icon name="check" size={16} />}
          </button>
        ))}
      </div>
    </Popup>
  )
}

function focusables(root: HTMLElement | null): HTMLElement[] {
  return root ? [...root.querySelectorAll<HTMLElement>('button')] : []
}

function move(event: KeyboardEvent, root: HTMLElement | null, onClose: () => void): void {
  const all = focusables(root)
  const at = all.indexOf(document.activeElement as HTMLElement)
  const to = nextIndex(event.key, at, all.length)
  if (event.key === 'Tab') onClose()
  else if (to !== undefined) {
    event.preventDefault()
    event.stopPropagation()
    all[to]?.focus()
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    const letter = event.key.toLowerCase()
    const ordered = [...all.slice(at + 1), ...all.slice(0, at + 1)]
    ordered.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter))?.focus()
  }
}

/** Where an arrow key leads in a list of `count`; undefined for other keys. */
export function nextIndex(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}
