import type { Message } from '../../protocol.ts'
import { useDirectory } from '../state/directory.ts'
import { openThread } from '../state/route.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'

const FACES = 4

/** Under a root: who replied and how many; a press opens the thread. */
export function ThreadBar({ message }: { message: Message }) {
  const { people } = useDirectory()
  if (message.replyCount === 0) return null
  const label = `${message.replyCount} ${message.replyCount === 1 ? 'reply' : 'replies'}`
  return (
    <button
      type="button"
      class="thread-bar"
      aria-label={`${label}, open thread`}
      onClick={() => openThread(message.ts)}
    >
      <span class="faces">
        {message.replyUsers.slice(0, FACES).map((id) => (
          <Avatar key={id} person={people.get(id)} size={24} />
        ))}
      </span>
      <span class="thread-bar-count">{label}</span>
      <span class="thread-bar-hint">View thread</span>
      <Icon name="chevronRight" size={16} />
    </button>
  )
}
