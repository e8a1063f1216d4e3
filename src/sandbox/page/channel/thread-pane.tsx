import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Channel } from '../../protocol.ts'
import { channelTitle, useDirectory } from '../state/directory.ts'
import { draftKey } from '../state/drafts.ts'
import { closeThread, useRoute } from '../state/route.ts'
import { lastOwn, threadMessages } from '../text/rows.ts'
import { Icon } from '../ui/icon.tsx'
import { Composer } from './composer.tsx'
import { MessageList } from './message-list.tsx'
import { PendingMessages } from './pending-messages.tsx'
import { useDropping } from './use-dropping.tsx'

/** A thread beside its channel; on a phone it takes the whole screen. */
export function ThreadPane({ channel, ts }: { channel: Channel; ts: string }) {
  const directory = useDirectory()
  const { message: marked } = useRoute()
  const [editing, setEditing] = useState<string>()
  const messages = useMemo(() => threadMessages(channel.messages, ts), [channel.messages, ts])
  const title = channelTitle(directory, channel.id)
  useEffect(() => setEditing(undefined), [ts])
  const canWrite = channel.isMember && !channel.archived && messages.length > 0
  const { handlers, overlay } = useDropping(draftKey(directory.me, channel.id, ts), 'this thread', canWrite)
  return (
    <aside
      class="pane thread-pane"
      aria-label="Thread"
      {...handlers}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) closeThread()
      }}
    >
      <header class="pane-head">
        <button
          type="button"
          class="icon-button only-phone"
          aria-label="Back to the channel"
          onClick={closeThread}
        >
          <Icon name="back" size={20} />
        </button>
        <h1>Thread</h1>
        <span class="thread-place">{channel.kind === 'im' ? title : `#${title}`}</span>
        <button type="button" class="icon-button not-phone" aria-label="Close thread" onClick={closeThread}>
          <Icon name="close" size={20} />
        </button>
      </header>
      {messages.length === 0 ? (
        <p class="empty-pane">This thread's first message is gone, or you cannot see it.</p>
      ) : (
        <MessageList
          label="Messages in the thread"
          place={`${channel.id}/${ts}`}
          channel={channel.id}
          messages={messages}
          inThread
          thread={ts}
          marked={marked}
          editing={editing}
          onEdit={setEditing}
          after={<PendingMessages channel={channel.id} thread={ts} />}
        />
      )}
      {canWrite && (
        <Composer
          channel={channel.id}
          thread={ts}
          label="Reply…"
          onEditLast={() => setEditing(lastOwn(messages, directory.me))}
        />
      )}
      {overlay}
    </aside>
  )
}
