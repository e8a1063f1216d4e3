import { type ComponentChildren, Fragment } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Message } from '../../protocol.ts'
import { MessageRow } from '../message/message-row.tsx'
import { useDirectory } from '../state/directory.ts'
import { type Outgoing, outbox } from '../state/outbox.ts'
import { useStore } from '../state/store.ts'
import { meId } from '../state/workspace.ts'
import { daysOf } from '../text/rows.ts'
import { DayDivider } from './day-divider.tsx'
import { Older } from './older.tsx'
import { ToBottom, useUnseen } from './to-bottom.tsx'
import { useStick } from './use-stick.ts'
import { useWindow } from './use-window.ts'
import { walk } from './walk.ts'

type Props = {
  label: string
  /** Changes when another channel or thread is shown. */
  place: string
  channel: string
  messages: Message[]
  inThread?: boolean
  thread?: string
  newFrom?: string | undefined
  marked?: string | undefined
  editing: string | undefined
  onEdit: (ts: string | undefined) => void
  before?: ComponentChildren
  after?: ComponentChildren
}

/** Messages in order: days, groups, the "new" line; sticks to the bottom, draws only a window of a long past. */
export function MessageList(props: Props) {
  const { messages, place, channel, marked } = props
  const { timeZone } = useDirectory()
  const scroller = useRef<HTMLDivElement>(null)
  const markedAt = marked ? messages.findIndex((message) => message.ts === marked) : -1
  const { from, showMore } = useWindow(scroller, place, messages.length, markedAt)
  const days = useMemo(
    () => daysOf(from > 0 ? messages.slice(from) : messages, timeZone, props.newFrom),
    [messages, from, timeZone, props.newFrom],
  )
  const startAt = () =>
    scroller.current?.querySelector<HTMLElement>(markedAt >= 0 ? `[data-ts="${marked}"]` : '.new-line') ??
    null
  const { atBottom, toBottom } = useStick(scroller, `${place}/${markedAt >= 0 ? marked : ''}`, startAt)
  const unseen = useUnseen(messages, atBottom)
  const sending = useStore(outbox, (all) => ownLast(all, channel, props.thread))
  useEffect(() => {
    // Whoever says something wants to see it, and what is answered.
    if (sending !== undefined) toBottom()
  }, [sending])
  return (
    <div class="list-box">
      <div class="list-scroll" ref={scroller} data-testid="message-scroll">
        <div class="list-inner">
          {from > 0 ? <Older onReach={showMore} /> : props.before}
          <div
            class="list"
            role="log"
            // New messages are read out; older ones that scrolling up draws are not.
            aria-live={atBottom ? 'polite' : 'off'}
            aria-relevant="additions"
            aria-label={props.label}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: from here the arrow keys walk the messages.
            tabIndex={0}
            onKeyDown={walk}
          >
            {days.map((day) => (
              <div key={day.key} class="day-group" role="presentation">
                <DayDivider ms={day.ms} />
                {day.rows.map((row) =>
                  row.kind === 'new' ? (
                    <NewLine key={row.key} />
                  ) : (
                    <Fragment key={row.key}>
                      <MessageRow
                        message={row.message}
                        channel={channel}
                        head={row.head}
                        inThread={props.inThread ?? false}
                        isMarked={row.message.ts === marked}
                        isEditing={row.message.ts === props.editing}
                        onEdit={props.onEdit}
                      />
                      {props.inThread && row.message.replyCount > 0 && (
                        <ReplyLine count={row.message.replyCount} />
                      )}
                    </Fragment>
                  ),
                )}
              </div>
            ))}
          </div>
          {props.after}
        </div>
      </div>
      {!atBottom && <ToBottom unseen={unseen} onPress={toBottom} />}
    </div>
  )
}

/** The newest thing that this person is sending here. */
function ownLast(all: Outgoing[], channel: string, thread: string | undefined): number | undefined {
  return all.findLast((one) => one.as === meId() && one.channel === channel && one.threadTs === thread)?.id
}

function NewLine() {
  return (
    <div class="new-line" data-testid="new-line">
      <span>New</span>
    </div>
  )
}

function ReplyLine({ count }: { count: number }) {
  return <div class="reply-line">{count === 1 ? '1 reply' : `${count} replies`}</div>
}
