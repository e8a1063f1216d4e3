import { useRef, useState } from 'preact/hooks'
import { EmojiPicker } from '../ui/emoji-picker.tsx'
import { Icon } from '../ui/icon.tsx'

type Props = {
  isThread: boolean
  canSend: boolean
  over: number
  onSend: () => void
  onEmoji: (name: string) => void
  onMention: () => void
  onCommand: () => void
  onShortcuts: () => void
  onAttach: () => void
  focus: () => void
}

export function ComposerBar(props: Props) {
  const smile = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  return (
    <div class="composer-bar">
      {!props.isThread && (
        <button
          type="button"
          class="icon-button bolt"
          aria-label="Shortcuts"
          title="Shortcuts"
          onClick={props.onShortcuts}
        >
          <Icon name="bolt" />
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label="Attach a file"
        title="Attach a file (Ctrl or ⌘ + U), or drop it anywhere"
        onClick={props.onAttach}
      >
        <Icon name="clip" />
      </button>
      <button
        ref={smile}
        type="button"
        class="icon-button"
        aria-label="Emoji"
        title="Emoji"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="smile" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Mention someone"
        title="Mention someone"
        onClick={props.onMention}
      >
        <Icon name="at" />
      </button>
      {!props.isThread && (
        <button
          type="button"
          class="icon-button slash"
          aria-label="Slash command"
          title="Slash command"
          onClick={() => {
            props.onCommand()
            props.focus()
          }}
        >
          <span aria-hidden="true">/</span>
        </button>
      )}
      <span class="composer-hint">
        {props.over > 0 ? (
          <span class="over" role="alert">
            {props.over} characters too many
          </span>
        ) : (
          <span class="keys-hint">
            <b>Shift + Enter</b> for a new line
          </span>
        )}
      </span>
      <button
        type="button"
        class="send-button"
        aria-label="Send message"
        title="Send (Enter)"
        disabled={!props.canSend}
        onClick={() => {
          props.onSend()
          props.focus()
        }}
      >
        <Icon name="send" size={17} />
      </button>
      {open && (
        <EmojiPicker
          anchor={smile}
          onClose={() => setOpen(false)}
          onPick={(name) => {
            setOpen(false)
            props.onEmoji(name)
          }}
        />
      )}
    </div>
  )
}
