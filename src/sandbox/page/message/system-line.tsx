import type { Message } from '../../protocol.ts'
import { Mrkdwn } from '../blocks/rich.tsx'
import { useDirectory } from '../state/directory.ts'
import { clockTime } from '../text/dates.ts'
import { msOf } from '../text/rows.ts'
import { Avatar } from '../ui/avatar.tsx'

const WORDS: Record<string, string> = {
  channel_join: 'joined the channel.',
  group_join: 'joined the channel.',
  channel_leave: 'left the channel.',
  group_leave: 'left the channel.',
  channel_archive: 'archived the channel.',
  channel_unarchive: 'brought the channel back.',
  pinned_item: 'pinned a message to this channel.',
}

/** What happened to the channel itself, in grey. */
export function SystemLine({ message }: { message: Message }) {
  const { people, timeZone, hour12 } = useDirectory()
  const person = people.get(message.user)
  const name = person?.realName ?? message.user
  const words = WORDS[message.subtype ?? '']
  return (
    <article class="system-line" data-ts={message.ts} data-testid="message" tabIndex={-1}>
      <Avatar person={person} size={20} />
      <span>
        <b>{name}</b> {words ?? <Mrkdwn text={withoutName(message.text, message.user)} />}
      </span>
      <time>{clockTime(msOf(message.ts), { timeZone, hour12, nowMs: 0 })}</time>
    </article>
  )
}

SystemLine.draws = (subtype: string): boolean =>
  subtype in WORDS || /_(topic|purpose|name|join|leave)$/.test(subtype)

/** The server's text begins with the person, who is drawn already. */
function withoutName(text: string, id: string): string {
  return text.replace(new RegExp(`^<@${id}(?:\\|[^>]*)?>\\s*`), '')
}
