import type { Message } from '../../protocol.ts'
import { reactTo } from '../state/acts.ts'
import { useDirectory } from '../state/directory.ts'
import { emojiFor } from '../text/emoji.ts'
import { ReactButton } from './react-button.tsx'

export function Reactions({ message, channel }: { message: Message; channel: string }) {
  const { people, me } = useDirectory()
  if (message.reactions.length === 0) return null
  return (
    <div class="reactions">
      {message.reactions.map(({ name, users }) => {
        const isMine = users.includes(me)
        const who = users.map((id) => (id === me ? 'you' : (people.get(id)?.realName ?? id))).join(', ')
        return (
          <button
            key={name}
            type="button"
            class={`reaction ${isMine ? 'mine' : ''}`}
            aria-pressed={isMine}
            aria-label={`${users.length} ${name.replace(/_/g, ' ')}, by ${who}`}
            title={`:${name}: by ${who}`}
            onClick={() => reactTo(channel, message.ts, name, isMine)}
          >
            <span class="emoji">{emojiFor(name) ?? `:${name}:`}</span>
            <span class="reaction-count">{users.length}</span>
          </button>
        )
      })}
      <ReactButton channel={channel} ts={message.ts} class="reaction reaction-add" />
    </div>
  )
}
