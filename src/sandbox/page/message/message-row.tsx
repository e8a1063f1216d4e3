import { useMemo, useState } from 'preact/hooks'
import type { Message } from '../../protocol.ts'
import { type Surface, SurfaceContext } from '../blocks/surface.ts'
import { memo } from '../memo.ts'
import { useDirectory } from '../state/directory.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { Body } from './body.tsx'
import { EditBox } from './edit-box.tsx'
import { Files } from './files.tsx'
import { Edited, MessageHead, Notes, SideTime } from './message-head.tsx'
import { messageKey } from './message-keys.ts'
import { Reactions } from './reactions.tsx'
import { SystemLine } from './system-line.tsx'
import { ThreadBar } from './thread-bar.tsx'
import { Toolbar } from './toolbar.tsx'

type Props = {
  message: Message
  channel: string
  head: boolean
  inThread: boolean
  isMarked: boolean
  isEditing: boolean
  onEdit: (ts: string | undefined) => void
}

const NO_ERRORS = {}

/** One message; drawn again only when it changes. */
export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, channel, head, inThread } = props
  const { people, me } = useDirectory()
  const [near, setNear] = useState(false)
  const [held, setHeld] = useState(false)
  const surface = useMemo((): Surface => {
    const key = `${channel}/${message.ts}`
    return { key, kind: 'message', at: { channel, ts: message.ts }, values: {}, errors: NO_ERRORS }
  }, [channel, message.ts])
  const person = people.get(message.user)
  if (message.subtype && SystemLine.draws(message.subtype)) return <SystemLine message={message} />
  const isPlain = !person?.isBot && message.files.length === 0 && message.attachments.length === 0
  const isStone = message.subtype === 'tombstone'
  const flags = [
    head && 'with-head',
    message.ephemeral && 'ephemeral',
    message.pinnedBy && 'pinned',
    props.isMarked && 'marked',
    (near || held) && 'near',
  ]
  return (
    <article
      class={`message ${flags.filter(Boolean).join(' ')}`}
      tabIndex={-1}
      data-ts={message.ts}
      data-testid="message"
      aria-label={`${person?.realName ?? 'Someone'}: ${message.text.slice(0, 200)}`}
      onKeyDown={(event) =>
        messageKey(event, { message, channel, me, onEdit: () => props.onEdit(message.ts) })
      }
      onMouseEnter={() => setNear(true)}
      onMouseLeave={() => setNear(false)}
      onFocusIn={(event) => {
        if ((event.target as Element).matches(':focus-visible')) setNear(true)
      }}
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setNear(false)
      }}
    >
      <Notes message={message} inThread={inThread} />
      <div class="message-grid">
        <div class="message-side">
          {isStone ? <StoneMark /> : head ? <Avatar person={person} /> : <SideTime ts={message.ts} />}
        </div>
        <div class={`message-main ${message.editedTs && isPlain ? 'edited-inline' : ''}`}>
          {head && !isStone && <MessageHead message={message} person={person} />}
          {props.isEditing ? (
            <>
              <EditBox message={message} channel={channel} onDone={() => props.onEdit(undefined)} />
              {message.files.length > 0 && <Files files={message.files} />}
            </>
          ) : (
            <SurfaceContext.Provider value={surface}>
              <Body message={message} byApp={person?.isBot ?? true} />
            </SurfaceContext.Provider>
          )}
          {message.editedTs && !props.isEditing && message.files.length === 0 && (
            <Edited ts={message.editedTs} />
          )}
          <Reactions message={message} channel={channel} />
          {!inThread && <ThreadBar message={message} />}
        </div>
      </div>
      {(near || held) && !props.isEditing && (
        <Toolbar
          message={message}
          channel={channel}
          inThread={inThread}
          onEdit={() => props.onEdit(message.ts)}
          onHold={setHeld}
        />
      )}
    </article>
  )
})

/** Where the face of a deleted message was. */
function StoneMark() {
  return (
    <span class="stone-mark">
      <Icon name="trash" size={18} />
    </span>
  )
}
