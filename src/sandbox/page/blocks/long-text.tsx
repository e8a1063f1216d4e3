import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { LONG_TEXT_CHARS } from '../limits.ts'

/** Folds a text that would fill the screen, with a way to see all of it. */
export function LongText(props: { length: number; expanded?: boolean; children: ComponentChildren }) {
  const [open, setOpen] = useState(props.expanded ?? false)
  if (props.length <= LONG_TEXT_CHARS) return <>{props.children}</>
  return (
    <div>
      <div class={open ? undefined : 'folded'}>{props.children}</div>
      <button type="button" class="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Show less' : 'Show more'}
      </button>
    </div>
  )
}
