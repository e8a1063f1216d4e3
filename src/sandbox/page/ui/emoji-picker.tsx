import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { PICKER_EMOJI } from '../limits.ts'
import { emojiFor, searchEmoji } from '../text/emoji.ts'
import { Popup } from './popup.tsx'

type Props = { anchor: RefObject<HTMLElement | null>; onPick: (name: string) => void; onClose: () => void }

const COLUMNS = 8

export function EmojiPicker({ anchor, onPick, onClose }: Props) {
  const [query, setQuery] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => input.current?.focus(), [])
  const found = searchEmoji(query, PICKER_EMOJI)
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : COLUMNS, ArrowUp: -COLUMNS }[
      event.key
    ]
    if (step === undefined || (at < 0 && event.key !== 'ArrowDown')) return
    event.preventDefault()
    event.stopPropagation()
    const to = at + step
    if (to < 0) input.current?.focus()
    else buttons[Math.min(to, buttons.length - 1)]?.focus()
  }
  return (
    <Popup anchor={anchor} onClose={onClose} align="end" prefer="above" class="emoji-popup">
      <div role="dialog" aria-label="Choose an emoji" tabIndex={-1} onKeyDown={onKeyDown}>
        <input
          ref={input}
          class="field"
          type="text"
          aria-label="Search emoji"
          placeholder="Search emoji"
          autocomplete="off"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && found[0]) onPick(found[0])
          }}
        />
        <div ref={grid} class="emoji-grid">
          {found.map((name) => (
            <button
              key={name}
              type="button"
              aria-label={name.replace(/_/g, ' ')}
              title={`:${name}:`}
              onClick={() => onPick(name)}
            >
              {emojiFor(name)}
            </button>
          ))}
          {found.length === 0 && <p class="empty-line">No emoji of that name.</p>}
        </div>
      </div>
    </Popup>
  )
}
