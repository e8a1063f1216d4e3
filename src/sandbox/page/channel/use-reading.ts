import { useEffect, useRef, useState } from 'preact/hooks'
import type { Channel, Message } from '../../protocol.ts'
import { markRead } from '../state/acts.ts'
import { firstUnread } from '../text/rows.ts'

/**
 * Marks the channel read while it is looked at, and remembers where the unread part began when it was
 * opened or when the window came back, for the "new" line.
 */
export function useReading(channel: Channel, messages: Message[], me: string): string | undefined {
  const [visible, setVisible] = useState(!document.hidden)
  const line = useRef<{ channel: string; ts: string | undefined }>({ channel: '', ts: undefined })
  useEffect(() => {
    const update = () => setVisible(!document.hidden)
    document.addEventListener('visibilitychange', update)
    return () => document.removeEventListener('visibilitychange', update)
  }, [])
  const isOpening = line.current.channel !== channel.id
  if (isOpening || (!visible && line.current.ts === undefined)) {
    line.current = { channel: channel.id, ts: firstUnread(messages, channel.unread, me) }
  }
  useEffect(() => {
    if (visible) markRead(channel.id)
  }, [visible, channel.id, channel.unread, channel.mentions])
  return line.current.ts
}
