import { useRef } from 'preact/hooks'
import type { Message } from '../../protocol.ts'
import { meId } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'

/** How many messages of others came while the person was reading further up. */
export function useUnseen(messages: Message[], atBottom: boolean): number {
  const seen = useRef('')
  const newest = messages.at(-1)?.ts ?? ''
  if (atBottom || seen.current === '') seen.current = newest
  if (newest <= seen.current) return 0
  return messages.filter((message) => message.ts > seen.current && message.user !== meId()).length
}

export function ToBottom({ unseen, onPress }: { unseen: number; onPress: () => void }) {
  return (
    <button
      type="button"
      class={`to-bottom ${unseen > 0 ? 'with-unseen' : ''}`}
      aria-label={unseen > 0 ? `${unseen} new, go to the latest message` : 'Go to the latest message'}
      onClick={onPress}
    >
      <Icon name="arrowDown" size={16} />
      {unseen > 0 && <span>{unseen === 1 ? '1 new message' : `${unseen} new messages`}</span>}
    </button>
  )
}
