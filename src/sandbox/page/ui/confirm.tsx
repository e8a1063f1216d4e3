import type { Json } from '../../protocol.ts'
import { TextObject } from '../blocks/text-object.tsx'
import { textOf } from '../json.ts'
import { createStore, useStore } from '../state/store.ts'
import { Dialog } from './dialog.tsx'

type Question = { confirm: Json; answer: (yes: boolean) => void }

const question = createStore<Question | undefined>(undefined)

/** Asks with an app's `confirm` object; without one the answer is yes. */
export function confirmed(confirm: Json | undefined): Promise<boolean> {
  if (!confirm) return Promise.resolve(true)
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      question.set(undefined)
      resolve(yes)
    }
    question.set({ confirm, answer })
  })
}

export function ConfirmHost() {
  const asked = useStore(question, (value) => value)
  if (!asked) return null
  const { confirm, answer } = asked
  const isDanger = confirm.style === 'danger'
  return (
    <Dialog
      title={textOf(confirm.title) || 'Are you sure?'}
      class="dialog-small"
      onClose={() => answer(false)}
      footer={
        <>
          <button type="button" class="button" onClick={() => answer(false)}>
            {textOf(confirm.deny) || 'Cancel'}
          </button>
          <button
            type="button"
            class={`button ${isDanger ? 'danger-filled' : 'primary'}`}
            // biome-ignore lint/a11y/noAutofocus: as in Slack, Enter confirms.
            autoFocus
            onClick={() => answer(true)}
          >
            {textOf(confirm.confirm) || 'OK'}
          </button>
        </>
      }
    >
      <TextObject object={confirm.text} />
    </Dialog>
  )
}
