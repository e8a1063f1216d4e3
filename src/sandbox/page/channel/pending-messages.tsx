import { Mrkdwn } from '../blocks/rich.tsx'
import { useDirectory } from '../state/directory.ts'
import { outbox } from '../state/outbox.ts'
import { useStore } from '../state/store.ts'
import { encodeEntities } from '../text/entities.ts'
import { Avatar } from '../ui/avatar.tsx'

/** Sent messages that the workspace has not shown yet, in grey at the end of the list. */
export function PendingMessages({ channel, thread }: { channel: string; thread?: string }) {
  const { me, people } = useDirectory()
  const all = useStore(outbox, (value) => value)
  const mine = all.filter(
    (one) =>
      one.as === me && one.channel === channel && one.threadTs === thread && !one.isCommand && !one.error,
  )
  return (
    <>
      {mine.map((one) => (
        <div key={one.id} class="message pending with-head" aria-hidden="true">
          <div class="message-grid">
            <div class="message-side">
              <Avatar person={people.get(me)} />
            </div>
            <div class="message-main">
              <div class="message-head">
                <span class="message-author">{people.get(me)?.realName}</span>
                <span class="message-time">sending…</span>
              </div>
              <Mrkdwn text={encodeEntities(one.text)} />
              {one.files.length > 0 && <small>{one.files.map((file) => file.name).join(', ')}</small>}
            </div>
          </div>
        </div>
      ))}
    </>
  )
}
