import { useEffect, useRef } from 'preact/hooks'
import type { MailListed } from '../../outside-world.ts'
import { useNow } from '../state/tick.ts'
import { ago } from '../text/dates.ts'
import type { MailThread } from '../text/mail-threads.ts'
import { nextIndex } from '../ui/menu.tsx'

type Props = { threads: MailThread[]; openId: string | undefined; onOpen: (id: string) => void }

/** The mails by thread; arrow keys walk through them. */
export function MailList({ threads, openId, onOpen }: Props) {
  const list = useRef<HTMLElement>(null)
  const before = useRef(openId)
  useEffect(() => {
    // Who closes a mail is where they opened it.
    if (openId === undefined && before.current !== undefined)
      list.current?.querySelector<HTMLElement>(`[data-mail="${before.current}"]`)?.focus()
    before.current = openId
  }, [openId])
  return (
    <nav ref={list} class="mail-list" aria-label="Mails" onKeyDown={walk}>
      {threads.map(({ id, mails, subject }) => (
        <section key={id} class="mail-thread" aria-label={`Thread: ${subject}`}>
          {mails.toReversed().map((mail) => (
            <MailRow key={mail.id} mail={mail} isOpen={mail.id === openId} onOpen={onOpen} />
          ))}
        </section>
      ))}
    </nav>
  )
}

type RowProps = { mail: MailListed; isOpen: boolean; onOpen: (id: string) => void }

function MailRow({ mail, isOpen, onOpen }: RowProps) {
  const { id, to, subject, beginning, at, isRead } = mail
  const nowMs = useNow()
  return (
    <button
      type="button"
      class={`mail-row ${isRead ? '' : 'is-new'}`}
      data-mail={id}
      aria-current={isOpen ? 'true' : undefined}
      onClick={() => onOpen(id)}
    >
      <span class="mail-row-head">
        <span class="mail-row-to" dir="auto">
          To {to.join(', ')}
        </span>
        {!isRead && <span class="visually-hidden">New.</span>}
        <time>{ago(at, nowMs)}</time>
      </span>
      <b dir="auto">{subject || 'Without a subject'}</b>
      <span class="mail-row-text" dir="auto">
        {beginning}
      </span>
    </button>
  )
}

function walk(event: KeyboardEvent): void {
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[data-mail]')]
  const to = nextIndex(event.key, rows.indexOf(event.target as HTMLElement), rows.length)
  if (to === undefined) return
  event.preventDefault()
  rows[to]?.focus()
}
