import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Channel, Message } from '../../protocol.ts'
import { joinChannel } from '../state/acts.ts'
import { channelTitle, useDirectory } from '../state/directory.ts'
import { useRoute } from '../state/route.ts'
import { channelMessages } from '../text/rows.ts'
import { ChannelHeader } from './channel-header.tsx'
import { ChannelIntro } from './channel-intro.tsx'
import { Composer } from './composer.tsx'
import { MessageList } from './message-list.tsx'
import { PendingMessages } from './pending-messages.tsx'
import { useReading } from './use-reading.ts'

export function ChannelPane({ channel }: { channel: Channel }) {
  const directory = useDirectory()
  const { message: marked } = useRoute()
  const [editing, setEditing] = useState<string>()
  const messages = useMemo(() => channelMessages(channel.messages), [channel.messages])
  const newFrom = useReading(channel, messages, directory.me)
  const title = channelTitle(directory, channel.id)
  const name = channel.kind === 'im' ? title : `#${title}`
  useEffect(() => setEditing(undefined), [channel.id])
  return (
    <section class="pane channel-pane" aria-label={name}>
      <ChannelHeader channel={channel} title={title} />
      <MessageList
        label={`Messages in ${name}`}
        place={`${directory.me}/${channel.id}`}
        channel={channel.id}
        messages={messages}
        newFrom={newFrom}
        marked={marked}
        editing={editing}
        onEdit={setEditing}
        before={<ChannelIntro channel={channel} title={title} />}
        after={<PendingMessages channel={channel.id} />}
      />
      {channel.isMember && !channel.archived ? (
        <Composer
          channel={channel.id}
          label={`Message ${name}`}
          onEditLast={() => setEditing(lastOwn(messages, directory.me))}
        />
      ) : (
        <Outside channel={channel} name={name} />
      )}
    </section>
  )
}

export function lastOwn(messages: Message[], me: string): string | undefined {
  return messages.findLast((message) => message.user === me && !message.subtype && !message.ephemeral)?.ts
}

function Outside({ channel, name }: { channel: Channel; name: string }) {
  return (
    <div class="outside">
      {channel.archived ? (
        <p>
          <b>{name}</b> is archived. It can be read, but nothing new can be said in it.
        </p>
      ) : (
        <>
          <p>
            You are looking at <b>{name}</b>, which you have not joined.
          </p>
          <button type="button" class="button primary" onClick={() => joinChannel(channel.id)}>
            Join channel
          </button>
        </>
      )}
    </div>
  )
}
