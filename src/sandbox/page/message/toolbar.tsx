import { useRef, useState } from 'preact/hooks'
import type { Message } from '../../protocol.ts'
import { copyLink, editMessage, reactTo, runShortcut } from '../state/acts.ts'
import { useDirectory } from '../state/directory.ts'
import { openThread } from '../state/route.ts'
import { useWorkspace } from '../state/workspace.ts'
import { emojiFor } from '../text/emoji.ts'
import { isEditable, isReply } from '../text/rows.ts'
import { confirmed } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { ReactButton } from './react-button.tsx'

type Props = {
  message: Message
  channel: string
  inThread: boolean
  onEdit: () => void
  /** Kept open while one of its menus is. */
  onHold: (held: boolean) => void
}

const QUICK = ['pushpin', 'eyes', 'white_check_mark']

/** The acts on a message, shown while it is pointed at or has the focus. */
export function Toolbar({ message, channel, inThread, onEdit, onHold }: Props) {
  const ref = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const { me } = useDirectory()
  const items = useItems(message, channel, onEdit)
  const show = (next: boolean) => {
    setOpen(next)
    onHold(next)
  }
  if (message.ephemeral || message.subtype === 'tombstone') return null
  return (
    <div class="toolbar" role="toolbar" aria-label="Message actions">
      {QUICK.map((name) => {
        const isMine = message.reactions.some(
          (reaction) => reaction.name === name && reaction.users.includes(me),
        )
        return (
          <button
            key={name}
            type="button"
            class="quick-reaction"
            aria-label={`React with ${name.replace(/_/g, ' ')}`}
            aria-pressed={isMine}
            title={`${isMine ? 'Take back' : 'React with'} :${name}:`}
            onClick={() => reactTo(channel, message.ts, name, isMine)}
          >
            {emojiFor(name)}
          </button>
        )
      })}
      <ReactButton channel={channel} ts={message.ts} class="icon-button" onOpen={onHold} />
      {!inThread && (
        <button
          type="button"
          class="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => openThread(isReply(message) ? (message.threadTs ?? message.ts) : message.ts)}
        >
          <Icon name="thread" size={17} />
        </button>
      )}
      <button
        ref={ref}
        type="button"
        class="icon-button"
        aria-label="More message actions"
        title="More actions"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => show(!open)}
      >
        <Icon name="more" size={17} />
      </button>
      {open && <Menu label="Message actions" anchor={ref} items={items} onClose={() => show(false)} />}
    </div>
  )
}

/** After asking. */
export async function removeMessage(channel: string, ts: string): Promise<void> {
  if (await confirmed(DELETE)) await editMessage(channel, ts, null)
}

const DELETE = {
  title: { text: 'Delete message' },
  text: { type: 'plain_text', text: 'Delete this message? This cannot be undone.' },
  confirm: { text: 'Delete' },
  style: 'danger',
}

function useItems(message: Message, channel: string, onEdit: () => void): MenuItem[] {
  const { me } = useDirectory()
  const app = useWorkspace((state) => state.app)
  const shortcuts = app.shortcuts.filter((shortcut) => shortcut.type === 'message')
  const items: MenuItem[] = [
    { key: 'link', label: 'Copy link', icon: 'link', onPick: () => void copyLink(message.permalink) },
  ]
  if (message.user === me && isEditable(message)) {
    items.push(
      { key: 'edit', label: 'Edit message', icon: 'pencil', startsGroup: true, onPick: onEdit },
      {
        key: 'delete',
        label: 'Delete message…',
        icon: 'trash',
        danger: true,
        onPick: () => void removeMessage(channel, message.ts),
      },
    )
  }
  for (const [index, shortcut] of shortcuts.entries()) {
    items.push({
      key: shortcut.callbackId,
      label: shortcut.name,
      detail: app.name,
      icon: 'bolt',
      startsGroup: index === 0,
      onPick: () => void runShortcut(shortcut.callbackId, { channel, ts: message.ts }),
    })
  }
  return items
}
