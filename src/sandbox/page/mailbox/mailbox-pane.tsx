import { useEffect, useMemo, useState } from 'preact/hooks'
import { act } from '../state/acts.ts'
import { server } from '../state/server.ts'
import { useWorkspace } from '../state/workspace.ts'
import { threadsOf } from '../text/mail-threads.ts'
import { Icon } from '../ui/icon.tsx'
import { MailList } from './mail-list.tsx'
import { MailReader } from './mail-reader.tsx'

/** Everybody's mailbox outside: what the app sent by mail, as it came over SMTP. */
export function MailboxPane() {
  const mails = useWorkspace((state) => state.mails) ?? []
  const threads = useMemo(() => threadsOf(mails), [mails])
  const [openId, open] = useState<string>()
  const mail = mails.find(({ id }) => id === openId)
  const isNew = mail?.isRead === false
  useEffect(() => {
    if (isNew && openId !== undefined) void act(() => server.readMail(openId))
  }, [openId, isNew])
  return (
    <section class={`pane mailbox-pane ${mail ? 'with-mail' : ''}`} aria-label="Mailbox">
      <header class="pane-head">
        <Icon name="mail" size={20} />
        <h1>Mailbox</h1>
        <div class="pane-topic">What readers get by e-mail, over SMTP with TLS</div>
      </header>
      {mails.length === 0 ? (
        <div class="mailbox-empty">
          <Icon name="mail" size={34} />
          <p>
            <b>No mail yet.</b>
            <span>
              Declare an incident, choose “Tell people…” on its card and send a message to “Customers by
              e-mail”. Once it is approved it arrives here.
            </span>
          </p>
        </div>
      ) : (
        <div class="mailbox">
          <MailList threads={threads} openId={openId} onOpen={open} />
          {mail ? (
            <MailReader key={mail.id} mail={mail} onBack={() => open(undefined)} />
          ) : (
            <p class="mailbox-hint">Choose a mail to read it.</p>
          )}
        </div>
      )}
    </section>
  )
}
