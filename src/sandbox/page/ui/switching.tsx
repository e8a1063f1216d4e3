import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { rank } from '../text/ranking.ts'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import { nextIndex } from './menu.tsx'

export type Choosable = {
  key: string
  label: string
  detail?: string
  before?: ComponentChildren
  after?: ComponentChildren
}

type Props<T extends Choosable> = {
  title: string
  placeholder: string
  items: T[]
  textsOf: (item: T) => string[]
  onPick: (item: T) => void
  onClose: () => void
  empty: string
}

/** A dialog with a search field and a list: type, arrow down, Enter. */
export function Switching<T extends Choosable>(props: Props<T>) {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const found = rank(props.items, query.trim(), props.textsOf)
  const active = found[Math.min(at, found.length - 1)]
  useLayoutEffect(() =>
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const to =
      event.key === 'Home' || event.key === 'End' ? undefined : nextIndex(event.key, at, found.length || 1)
    if (to !== undefined) {
      event.preventDefault()
      setAt(to)
    } else if (event.key === 'Enter' && active) {
      event.preventDefault()
      props.onPick(active)
    }
  }
  return (
    <Dialog title={props.title} class="dialog-switching" dismissable onClose={props.onClose}>
      <div class="search-field">
        <Icon name="search" size={17} />
        <input
          type="text"
          role="combobox"
          aria-label={props.placeholder}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={active ? `${id}-${active.key}` : undefined}
          placeholder={props.placeholder}
          autocomplete="off"
          spellcheck={false}
          autoFocus
          value={query}
          onInput={(event) => {
            setQuery(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div class="choices" role="listbox" id={id} aria-label={props.title} ref={list} tabIndex={-1}>
        {found.map((item) => (
          <button
            key={item.key}
            id={`${id}-${item.key}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={item === active}
            class="choice"
            onClick={() => props.onPick(item)}
          >
            {item.before}
            <span class="choice-text">
              <b>{item.label}</b>
              {item.detail && <small>{item.detail}</small>}
            </span>
            {item.after}
          </button>
        ))}
        {found.length === 0 && <p class="empty-line">{props.empty}</p>}
      </div>
    </Dialog>
  )
}
