import { useState } from 'preact/hooks'
import type { AlertSent } from '../../outside-world.ts'
import { server } from '../state/server.ts'
import { useNow } from '../state/tick.ts'
import { ago } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'

const SHOWN = 20

/** What was sent, newest first, with how it was answered and, when asked for, the body itself. */
export function SentList({ sent, receiver }: { sent: AlertSent[]; receiver: string }) {
  return (
    <section class="card" aria-label="What was sent">
      <header>
        <h2>What was sent</h2>
        <code class="alerts-receiver">{receiver || 'nobody takes alerts yet'}</code>
      </header>
      {sent.length === 0 ? (
        <p class="alerts-none">Nothing yet. Fire an alert and look at #ops-alerts.</p>
      ) : (
        <ul>
          {sent
            .slice(-SHOWN)
            .reverse()
            .map((one) => (
              <Sent key={one.n} sent={one} />
            ))}
        </ul>
      )}
    </section>
  )
}

const TONES = { sending: 'wait', waiting: 'wait', refused: 'bad', delivered: 'good' } as const

function Sent({ sent }: { sent: AlertSent }) {
  const [body, setBody] = useState<string>()
  const nowMs = useNow()
  const show = async (open: boolean) => {
    if (!open || body !== undefined) return
    const answer = await server.alertSent(sent.n).catch((error: Error) => error.message)
    setBody(typeof answer === 'string' ? answer : JSON.stringify(answer.body, null, 2))
  }
  return (
    <li>
      <details class="alert-sent" onToggle={(event) => void show(event.currentTarget.open)}>
        <summary>
          <Icon name="chevronRight" size={14} />
          <span class="alert-name">
            <b>{sent.title}</b> {counts(sent)}
            <small>
              {ago(sent.at, nowMs)} · <span class={`tone-${TONES[sent.state]}`}>{answered(sent)}</span>
            </small>
          </span>
        </summary>
        <pre>{body ?? '…'}</pre>
      </details>
    </li>
  )
}

function counts({ firing, resolved }: AlertSent): string {
  const said = [firing > 0 ? `${firing} firing` : '', resolved > 0 ? `${resolved} resolved` : '']
  return said.filter((one) => one !== '').join(', ')
}

function answered({ state, answer, ms, tries }: AlertSent): string {
  if (state === 'sending') return 'on its way'
  const said = `${answer ?? ''}${ms === undefined ? '' : ` (${ms} ms)`}`
  const times = tries === 1 ? '' : `, try ${tries}`
  if (state === 'waiting') return `${said}${times}; tried again soon`
  if (state === 'refused') return `${said}${times}; tried again in 5 minutes or with the next change`
  return `${said}${times}`
}
