import { useState } from 'preact/hooks'
import type { Page, Phone } from '../../outside-world.ts'
import { useDirectory } from '../state/directory.ts'
import { useNow } from '../state/tick.ts'
import { clockTime } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { IncomingPage } from './incoming-page.tsx'
import { PageDetail } from './page-detail.tsx'
import { PageRow } from './page-row.tsx'

/** The device: what rings comes first, then what was opened, then the list. */
export function Handset({ phone }: { phone: Phone }) {
  const { me, people, timeZone, hour12 } = useDirectory()
  const nowMs = useNow()
  const [openId, open] = useState<string>()
  const ringing = phone.pages.find(({ rings }) => rings)
  const opened = phone.pages.find(({ id }) => id === openId)
  const name = people.get(me)?.realName ?? ''
  return (
    <div class={`handset ${ringing ? 'ringing' : ''}`}>
      <div class="handset-screen">
        <div class="handset-status">
          <time>{clockTime(nowMs, { timeZone, hour12, nowMs })}</time>
          <span>{name}</span>
          <Icon name={ringing ? 'bell' : 'check'} size={14} />
        </div>
        <div aria-live="assertive" class="visually-hidden">
          {ringing && `Incoming page: ${ringing.title}`}
        </div>
        {ringing ? (
          <IncomingPage
            key={ringing.id}
            page={ringing}
            more={phone.pages.filter((one) => one.rings).length - 1}
          />
        ) : opened ? (
          <PageDetail page={opened} onBack={() => open(undefined)} />
        ) : (
          <PageList phone={phone} onOpen={open} />
        )}
      </div>
    </div>
  )
}

function PageList({ phone, onOpen }: { phone: Phone; onOpen: (id: string) => void }) {
  const active = phone.pages.filter(({ status }) => status !== 'resolved')
  const over = phone.pages.filter(({ status }) => status === 'resolved')
  if (phone.pages.length === 0) return <Quiet phone={phone} />
  return (
    <div class="handset-list">
      {active.length === 0 && <p class="handset-calm">Nothing is open. Good.</p>}
      <Section title="Open" pages={active} onOpen={onOpen} />
      <Section title="Over" pages={over} onOpen={onOpen} />
    </div>
  )
}

function Section({ title, pages, onOpen }: { title: string; pages: Page[]; onOpen: (id: string) => void }) {
  if (pages.length === 0) return null
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {pages.map((page) => (
          <PageRow key={page.id} page={page} onOpen={() => onOpen(page.id)} />
        ))}
      </ul>
    </section>
  )
}

function Quiet({ phone: { hasAccount, ringing } }: { phone: Phone }) {
  const { people } = useDirectory()
  const names = ringing.map((id) => people.get(id)?.realName ?? id)
  if (!hasAccount)
    return <Empty title="No PagerDuty here" text="This person has no account, so this phone never rings." />
  if (names.length > 0)
    return <Empty title="It rings elsewhere" text={`${names.join(' and ')} is being paged now.`} />
  return (
    <Empty
      title="All quiet"
      text="Declare a SEV1 or SEV2 and wait half a minute: if nobody takes command, this rings."
    />
  )
}

function Empty({ title, text }: { title: string; text: string }) {
  return (
    <div class="handset-empty">
      <span class="handset-moon" aria-hidden="true">
        <Icon name="moon" size={30} />
      </span>
      <b>{title}</b>
      <p>{text}</p>
    </div>
  )
}
