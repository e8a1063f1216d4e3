import type { KnownBlock, ModalView } from '@slack/types'
import { plain } from '../blocks.ts'
import { LIMITS } from '../limits.ts'

/**
 * What a form remembers from when it was opened: the incident's id, in which channel, what it is about, and the
 * message or the number that it came with; for kill switches, which are meant, and whether they may come back before
 * their turn; for messages to readers, the revision that was seen, the template, and which one is corrected; for an
 * incident that is declared from an alert, and for forms about one, its id. Travels through Slack as text.
 */
export type FormMemory = {
  incident?: string
  channel?: string
  classes?: string
  message?: string
  number?: string
  target?: string
  outOfTurn?: string
  revision?: string
  template?: string
  corrects?: string
  alert?: string
}

export type FormParts = {
  form: string
  title: string
  submit: string
  memory: FormMemory
  blocks: KnownBlock[]
}

export function formView({ form, title, submit, memory, blocks }: FormParts): ModalView {
  return {
    type: 'modal',
    callback_id: form,
    title: plain(title, LIMITS.modalTitle),
    submit: plain(submit, LIMITS.modalButton),
    close: plain('Cancel', LIMITS.modalButton),
    private_metadata: JSON.stringify(memory),
    blocks,
  }
}

/** A modal that only says something. */
export function noticeView(title: string, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    title: plain(title, LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalButton),
    blocks,
  }
}

/** What `formView` put there; anything else is an empty memory. */
export function readMemory(metadata: string): FormMemory {
  try {
    const value: unknown = JSON.parse(metadata)
    if (typeof value !== 'object' || value === null) return {}
    return {
      ...textField(value, 'incident'),
      ...textField(value, 'channel'),
      ...textField(value, 'classes'),
      ...textField(value, 'target'),
      ...textField(value, 'outOfTurn'),
      ...textField(value, 'message'),
      ...textField(value, 'number'),
      ...textField(value, 'revision'),
      ...textField(value, 'template'),
      ...textField(value, 'corrects'),
      ...textField(value, 'alert'),
    }
  } catch {
    return {}
  }
}

function textField<Name extends string>(value: object, name: Name): { [N in Name]?: string } {
  const found: unknown = Reflect.get(value, name)
  return typeof found === 'string' ? ({ [name]: found } as { [N in Name]: string }) : {}
}
