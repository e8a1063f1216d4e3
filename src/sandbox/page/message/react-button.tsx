import { useRef, useState } from 'preact/hooks'
import { reactTo } from '../state/acts.ts'
import { EmojiPicker } from '../ui/emoji-picker.tsx'
import { Icon } from '../ui/icon.tsx'

type Props = { channel: string; ts: string; class: string; onOpen?: (open: boolean) => void }

export function ReactButton({ channel, ts, class: extra, onOpen }: Props) {
  const ref = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const show = (next: boolean) => {
    setOpen(next)
    onOpen?.(next)
  }
  return (
    <>
      <button
        ref={ref}
        type="button"
        class={extra}
        aria-label="Add reaction"
        title="Add reaction"
        aria-expanded={open}
        onClick={() => show(!open)}
      >
        <Icon name="smilePlus" size={17} />
      </button>
      {open && (
        <EmojiPicker
          anchor={ref}
          onClose={() => show(false)}
          onPick={(name) => {
            show(false)
            // The picker had the focus; without this it would be nowhere.
            ref.current?.closest<HTMLElement>('[data-ts]')?.focus()
            void reactTo(channel, ts, name, false)
          }}
        />
      )}
    </>
  )
}
