import type { Channel } from '../../protocol.ts'
import { Mrkdwn } from '../blocks/rich.tsx'
import { partnerOf, useDirectory } from '../state/directory.ts'
import { draftKey, setDraft } from '../state/drafts.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'

/** The beginning of a conversation: what it is for, and what to do when it is empty. */
export function ChannelIntro({ channel, title }: { channel: Channel; title: string }) {
  const directory = useDirectory()
  const command = useWorkspace((state) => state.app.commands[0])
  if (channel.kind === 'im') {
    const partner = directory.people.get(partnerOf(directory, channel.id))
    return (
      <div class="intro">
        <Avatar person={partner} size={64} />
        <h2>{title}</h2>
        <p>
          This is the beginning of your direct messages with <b>{title}</b>
          {partner?.title ? `, ${partner.title}` : ''}. Only the two of you see them.
        </p>
      </div>
    )
  }
  return (
    <div class="intro">
      <span class="intro-mark">
        <Icon name={channel.kind === 'private' ? 'lock' : 'hash'} size={30} />
      </span>
      <h2>{title}</h2>
      <div>
        {channel.purpose ? <Mrkdwn text={channel.purpose} /> : `This is the very beginning of #${title}.`}
      </div>
      {channel.isMember && channel.messages.length === 0 && (
        <p class="intro-empty">
          Nothing has been said here yet.{' '}
          {command && (
            <button
              type="button"
              class="link-button"
              onClick={() => setDraft(draftKey(directory.me, channel.id), `${command.command} `)}
            >
              Try {command.command}
            </button>
          )}
        </p>
      )}
    </div>
  )
}
