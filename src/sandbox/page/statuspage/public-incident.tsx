import { useState } from 'preact/hooks'
import type { PublicIncident } from '../../outside-world.ts'
import { useDirectory } from '../state/directory.ts'
import { useNow } from '../state/tick.ts'
import { ago, clockTime, longDay } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { ByHandForm } from './by-hand-form.tsx'
import { STATUS_NAMES, toneOf } from './status-words.ts'

type Props = { incident: PublicIncident }

/** What goes on now, the newest word first; and a way to change it here, as somebody who is signed in to the page. */
export function PublicIncidentCard({ incident }: Props) {
  const [isEditing, setEditing] = useState(false)
  const { name, components } = incident
  return (
    <article class={`status-incident tone-${toneOf(incident)}`} aria-label={name}>
      <header>
        <h2 dir="auto">{name}</h2>
        <button
          type="button"
          class="button small"
          aria-expanded={isEditing}
          title="As somebody who is signed in to the status page"
          onClick={() => setEditing(!isEditing)}
        >
          <Icon name="pencil" size={14} />
          <span>Edit here</span>
        </button>
      </header>
      {components.length > 0 && <p class="status-affected">Affects {components.join(', ')}</p>}
      {isEditing && <ByHandForm incident={incident} onDone={() => setEditing(false)} />}
      <Updates incident={incident} />
    </article>
  )
}

/** What is over, closed until somebody wants to read it. */
export function PastIncident({ incident }: Props) {
  const { timeZone } = useDirectory()
  const { name, createdAt, resolvedAt, updates } = incident
  const lasted = Math.max(1, Math.round(((resolvedAt ?? createdAt) - createdAt) / MINUTE_MS))
  return (
    <details class="status-past">
      <summary>
        <Icon name="chevronRight" size={14} />
        <span>
          <b dir="auto">{name}</b>
          <small>
            {longDay(createdAt, timeZone, false)} · lasted {lasting(lasted)} · {updates.length} updates
          </small>
        </span>
      </summary>
      <PublicIncidentBody incident={incident} />
    </details>
  )
}

const MINUTE_MS = 60_000

function lasting(minutes: number): string {
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`
}

function PublicIncidentBody({ incident }: Props) {
  const [isEditing, setEditing] = useState(false)
  return (
    <div class="status-past-body">
      {isEditing ? (
        <ByHandForm incident={incident} onDone={() => setEditing(false)} />
      ) : (
        <button type="button" class="button small" onClick={() => setEditing(true)}>
          <Icon name="pencil" size={14} />
          <span>Edit here</span>
        </button>
      )}
      <Updates incident={incident} />
    </div>
  )
}

function paragraphs(body: string): string[] {
  return body.split(/\n{2,}/).filter((text) => text.trim() !== '')
}

function Updates({ incident }: Props) {
  const { people, timeZone, hour12 } = useDirectory()
  const nowMs = useNow()
  const moment = (at: number) => `${longDay(at, timeZone)} ${clockTime(at, { timeZone, hour12, nowMs })}`
  return (
    <ol class="status-updates">
      {incident.updates.map(({ id, status, body, at, by, notified }) => (
        <li key={id}>
          <b>{STATUS_NAMES[status]}</b>
          {paragraphs(body).map((text, index) => (
            <p key={index} dir="auto">
              {text}
            </p>
          ))}
          <small>
            <time dateTime={new Date(at).toISOString()} title={moment(at)}>
              {clockTime(at, { timeZone, hour12, nowMs })}
            </time>
            {` · ${ago(at, nowMs)}`}
            {by !== undefined && ` · by hand, ${people.get(by)?.realName ?? by}`}
            {!notified && ' · subscribers were not written to'}
          </small>
        </li>
      ))}
    </ol>
  )
}
