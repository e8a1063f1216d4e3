import { useEffect, useRef, useState } from 'preact/hooks'
import type { Channel } from '../../protocol.ts'
import { useDirectory } from '../state/directory.ts'
import { parseMrkdwnInline } from '../text/mrkdwn-inline.ts'
import { plainOf } from '../text/nodes.ts'

/** Reads new messages of the open channel out to a screen reader, one sentence each. */
export function Announcer({ channel }: { channel: Channel }) {
  const { people, me } = useDirectory()
  const [said, setSaid] = useState('')
  const last = useRef({ channel: '', ts: '' })
  useEffect(() => {
    const newest = channel.messages.at(-1)
    const isNew =
      last.current.channel === channel.id && newest && newest.ts > last.current.ts && newest.user !== me
    if (isNew) {
      const text = plainOf(parseMrkdwnInline(newest.text)).slice(0, 300)
      setSaid(`${people.get(newest.user)?.realName ?? 'Someone'}: ${text}`)
    }
    last.current = { channel: channel.id, ts: newest?.ts ?? '' }
  }, [channel.id, channel.messages])
  return (
    <div class="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
      {said}
    </div>
  )
}
