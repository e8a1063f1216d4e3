import { useRef, useState } from 'preact/hooks'
import type { Message, Person } from '../../protocol.ts'
import { ProfileCard } from '../shell/profile-card.tsx'
import { useDirectory } from '../state/directory.ts'
import { openThread } from '../state/route.ts'
import { workspaceNow } from '../state/workspace.ts'
import { clockTime, longDay } from '../text/dates.ts'
import { isReply, msOf } from '../text/rows.ts'
import { Icon } from '../ui/icon.tsx'

/** Name, badge and time, where a group of messages begins. */
export function MessageHead({ message, person }: { message: Message; person: Person | undefined }) {
  const ref = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  return (
    <div class="message-head">
      <button ref={ref} type="button" class="message-author" dir="auto" onClick={() => setOpen(!open)}>
        {person?.realName ?? message.user}
      </button>
      {person?.isBot && <span class="badge">APP</span>}
      {person?.isGuest && <span class="badge">GUEST</span>}
      <TimeOf ts={message.ts} />
      {open && person && <ProfileCard person={person} anchor={ref} onClose={() => setOpen(false)} />}
    </div>
  )
}

export function SideTime({ ts }: { ts: string }) {
  const { timeZone, hour12 } = useDirectory()
  const text = clockTime(msOf(ts), { timeZone, hour12, nowMs: 0 })
  return (
    <time class="side-time" title={longDay(msOf(ts), timeZone)}>
      {text.replace(/ [AP]M$/, '')}
    </time>
  )
}

function TimeOf({ ts }: { ts: string }) {
  const { timeZone, hour12 } = useDirectory()
  const style = { timeZone, hour12, nowMs: workspaceNow() }
  return (
    <time
      class="message-time"
      title={`${longDay(msOf(ts), timeZone)} at ${clockTime(msOf(ts), style, true)}`}
    >
      {clockTime(msOf(ts), style)}
    </time>
  )
}

export function Edited({ ts }: { ts: string }) {
  const { timeZone, hour12 } = useDirectory()
  return (
    <span class="edited" title={`Edited at ${clockTime(msOf(ts), { timeZone, hour12, nowMs: 0 })}`}>
      (edited)
    </span>
  )
}

/** The small lines above a message: who sees it, who pinned it, where else it stands. */
export function Notes({ message, inThread }: { message: Message; inThread: boolean }) {
  const { people, me } = useDirectory()
  const pinner = message.pinnedBy === me ? 'you' : (people.get(message.pinnedBy ?? '')?.realName ?? 'someone')
  return (
    <>
      {message.ephemeral && (
        <div class="message-note">
          <Icon name="eye" size={14} /> Only visible to you
        </div>
      )}
      {message.pinnedBy && (
        <div class="message-note note-pin">
          <Icon name="pin" size={14} /> Pinned by {pinner}
        </div>
      )}
      {message.broadcast && isReply(message) && (
        <div class="message-note">
          <Icon name="thread" size={14} />
          {inThread ? (
            'Also sent to the channel'
          ) : (
            <button
              type="button"
              class="link-button"
              onClick={() => openThread(message.threadTs ?? message.ts)}
            >
              replied to a thread
            </button>
          )}
        </div>
      )}
    </>
  )
}
