import type { Message } from '../../protocol.ts'
import { openThread } from '../state/route.ts'
import { isEditable, isReply } from '../text/rows.ts'
import { removeMessage } from './toolbar.tsx'

type Given = { message: Message; channel: string; me: string; onEdit: () => void }

/** Single keys on a message that has the focus: react, thread, edit, delete. */
export function messageKey(event: KeyboardEvent, { message, channel, me, onEdit }: Given): void {
  const row = event.currentTarget as HTMLElement
  if (event.target !== row || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  const isMine = message.user === me && isEditable(message)
  const acts: Record<string, (() => void) | undefined> = {
    r: () => row.querySelector<HTMLElement>('.toolbar [aria-label="Add reaction"]')?.click(),
    t: () => openThread(isReply(message) ? (message.threadTs ?? message.ts) : message.ts),
    e: isMine ? onEdit : undefined,
    Delete: isMine ? () => void removeMessage(channel, message.ts) : undefined,
  }
  const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key]
  if (!act || message.ephemeral || message.subtype === 'tombstone') return
  event.preventDefault()
  act()
}
