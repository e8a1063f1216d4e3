import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Message } from '../../protocol.ts'
import { editMessage } from '../state/acts.ts'
import { workspace } from '../state/workspace.ts'
import { decodeForEditing } from '../text/editing.ts'

type Props = { message: Message; channel: string; onDone: () => void }

/** A message being changed where it stands: Enter saves, Escape leaves it. */
export function EditBox({ message, channel, onDone }: Props) {
  const state = workspace.get()?.state
  const [text, setText] = useState(() => (state ? decodeForEditing(message.text, state) : message.text))
  const ref = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    ref.current?.focus()
    ref.current?.setSelectionRange(text.length, text.length)
  }, [])
  const canSave = text.trim() !== '' || message.files.length > 0
  const save = async () => {
    if (canSave && (await editMessage(channel, message.ts, text.trim()))) onDone()
  }
  return (
    <div class="edit-box">
      <textarea
        ref={ref}
        class="field"
        dir="auto"
        aria-label="Edit message"
        rows={Math.min(10, text.split('\n').length + 1)}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation()
            onDone()
          } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault()
            void save()
          }
        }}
      />
      <div class="edit-acts">
        <button type="button" class="button small" onClick={onDone}>
          Cancel
        </button>
        <button type="button" class="button small primary" disabled={!canSave} onClick={save}>
          Save
        </button>
      </div>
    </div>
  )
}
