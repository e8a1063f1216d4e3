import { useRef, useState } from 'preact/hooks'
import type { Json } from '../../protocol.ts'
import { follow } from '../blocks/link-out.tsx'
import { withEmoji } from '../blocks/text-object.tsx'
import { list, str } from '../json.ts'
import { useDirectory } from '../state/directory.ts'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { Failed } from './failed.tsx'
import { useElement } from './use-element.ts'
import { choiceOf } from './values.ts'

export function OverflowElement({ element }: { element: Json }) {
  const { busy, error, press } = useElement(element)
  const ref = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const directory = useDirectory()
  const items = list(element.options).map((option) => {
    const choice = choiceOf(option)
    return {
      key: choice.value,
      label: withEmoji(choice.label),
      ...(choice.detail ? { detail: choice.detail } : {}),
      onPick: () => {
        if (str(option.url)) follow(directory, str(option.url))
        void press(choice.value)
      },
    }
  })
  return (
    <span class="element">
      <button
        ref={ref}
        type="button"
        class={`button overflow-button ${busy ? 'busy' : ''}`}
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && <Menu label="More actions" anchor={ref} items={items} onClose={() => setOpen(false)} />}
      <Failed error={error} />
    </span>
  )
}
