import type { Channel } from '../../protocol.ts'
import { useDirectory } from '../state/directory.ts'
import { closePanel } from '../state/panels.ts'
import { go } from '../state/route.ts'
import { workspaceNow } from '../state/workspace.ts'
import { clockTime, shortDay } from '../text/dates.ts'
import { parseMrkdwnInline } from '../text/mrkdwn-inline.ts'
import { plainOf } from '../text/nodes.ts'
import { isReply, msOf } from '../text/rows.ts'
import { Avatar } from '../ui/avatar.tsx'

const SNIPPET_CHARS = 240

/** What is pinned, newest first; a press leads to it. */
export function Pins({ channel }: { channel: Channel }) {
  const { people, me, timeZone, hour12 } = useDirectory()
  const pinned = [...channel.pins]
    .reverse()
    .flatMap((ts) => channel.messages.find((message) => message.ts === ts) ?? [])
  if (pinned.length === 0) return <p class="empty-line">Nothing is pinned here.</p>
  return (
    <ul class="pins">
      {pinned.map((message) => (
        <li key={message.ts}>
          <button
            type="button"
            class="choice"
            onClick={() => {
              closePanel()
              const where = { me, place: channel.id }
              go(
                isReply(message) && message.threadTs
                  ? { ...where, thread: message.threadTs }
                  : { ...where, message: message.ts },
              )
            }}
          >
            <Avatar person={people.get(message.user)} size={34} />
            <span class="choice-text">
              <b>
                {people.get(message.user)?.realName}{' '}
                <time>
                  {shortDay(msOf(message.ts), timeZone)},{' '}
                  {clockTime(msOf(message.ts), { timeZone, hour12, nowMs: workspaceNow() })}
                </time>
              </b>
              <span class="pin-text">{plainOf(parseMrkdwnInline(message.text)).slice(0, SNIPPET_CHARS)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
