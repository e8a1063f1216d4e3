import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Channel } from '../../protocol.ts'
import { CanvasPage } from '../reader/canvas-page.tsx'
import { changeChannel, joinChannel } from '../state/acts.ts'
import { channelTitle, useDirectory } from '../state/directory.ts'
import { draftKey } from '../state/drafts.ts'
import { useRoute } from '../state/route.ts'
import { channelMessages, lastOwn } from '../text/rows.ts'
import { ChannelHeader } from './channel-header.tsx'
import { ChannelIntro } from './channel-intro.tsx'
import { Composer } from './composer.tsx'
import { MessageList } from './message-list.tsx'
import { PendingMessages } from './pending-messages.tsx'
import { useDropping } from './use-dropping.tsx'
import { useReading } from './use-reading.ts'

export function ChannelPane({ channel }: { channel: Channel }) {
  const directory = useDirectory()
  const { view } = useRoute()
  const title = channelTitle(directory, channel.id)
  const name = channel.kind === 'im' ? title : `#${title}`
  const canWrite = channel.isMember && !channel.archived
  const showsCanvas = view === 'canvas' && channel.canvas !== undefined
  const key = draftKey(directory.me, channel.id)
  const { handlers, overlay } = useDropping(key, name, canWrite && !showsCanvas)
  return (
    <section class="pane channel-pane" aria-label={name} {...handlers}>
      <ChannelHeader channel={channel} title={title} showsCanvas={showsCanvas} />
      {showsCanvas ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: from here the arrow keys scroll the page.
        <div class="canvas-scroll" role="tabpanel" aria-label="Canvas" tabIndex={0}>
          <CanvasPage id={channel.canvas?.id ?? ''} version={channel.canvas?.updated ?? 0} />
        </div>
      ) : (
        <Messages channel={channel} title={title} name={name} canWrite={canWrite} />
      )}
      {overlay}
    </section>
  )
}

type MessagesProps = { channel: Channel; title: string; name: string; canWrite: boolean }

function Messages({ channel, title, name, canWrite }: MessagesProps) {
  const { me } = useDirectory()
  const { message: marked } = useRoute()
  const [editing, setEditing] = useState<string>()
  const messages = useMemo(() => channelMessages(channel.messages), [channel.messages])
  const newFrom = useReading(channel, messages, me)
  useEffect(() => setEditing(undefined), [channel.id])
  return (
    <>
      <MessageList
        label={`Messages in ${name}`}
        place={`${me}/${channel.id}`}
        channel={channel.id}
        messages={messages}
        newFrom={newFrom}
        marked={marked}
        editing={editing}
        onEdit={setEditing}
        before={<ChannelIntro channel={channel} title={title} />}
        after={<PendingMessages channel={channel.id} />}
      />
      {canWrite ? (
        <Composer
          channel={channel.id}
          label={`Message ${name}`}
          onEditLast={() => setEditing(lastOwn(messages, me))}
        />
      ) : (
        <Outside channel={channel} name={name} />
      )}
    </>
  )
}

function Outside({ channel, name }: { channel: Channel; name: string }) {
  if (!channel.archived) {
    return (
      <div class="outside">
        <p>
          You are looking at <b>{name}</b>, which you have not joined.
        </p>
        <button type="button" class="button primary" onClick={() => joinChannel(channel.id)}>
          Join channel
        </button>
      </div>
    )
  }
  return (
    <div class="outside">
      <p>
        <b>{name}</b> is archived. It can be read, but nothing new can be said in it.
      </p>
      {channel.isMember && (
        <button
          type="button"
          class="button"
          onClick={() => changeChannel({ channel: channel.id, archive: false })}
        >
          Bring it back
        </button>
      )}
    </div>
  )
}
