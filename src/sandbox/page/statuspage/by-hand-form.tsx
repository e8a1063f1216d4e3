import { useState } from 'preact/hooks'
import type { PublicIncident, PublicIncidentStatus, StatusPageAct } from '../../outside-world.ts'
import { act } from '../state/acts.ts'
import { server } from '../state/server.ts'
import { meId } from '../state/workspace.ts'
import { confirmed } from '../ui/confirm.tsx'
import { STATUS_NAMES, STATUSES } from './status-words.ts'

const REMOVE = {
  title: { text: 'Delete it on the page?' },
  text: { type: 'plain_text', text: 'Customers see it no longer, as if it had never been reported.' },
  confirm: { text: 'Delete' },
  style: 'danger',
}

type Props = { incident: PublicIncident; onDone: () => void }

/** Changes a public incident on the page itself, without the app knowing of it. */
export function ByHandForm({ incident, onDone }: Props) {
  const [name, setName] = useState(incident.name)
  const [status, setStatus] = useState(incident.status)
  const [body, setBody] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async (change: Omit<StatusPageAct, 'as' | 'incident'>) => {
    setBusy(true)
    const done = await act(() => server.statusPage({ as: meId(), incident: incident.id, ...change }))
    setBusy(false)
    if (done) onDone()
  }
  const remove = async () => {
    if (await confirmed(REMOVE)) await send({ remove: true })
  }
  const change = {
    ...(name.trim() !== '' && name !== incident.name && { name: name.trim() }),
    ...(status !== incident.status && { status }),
    ...(body.trim() !== '' && { body: body.trim() }),
  }
  return (
    <form
      class="status-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send(change)
      }}
    >
      <label>
        Title
        <input
          class="field"
          dir="auto"
          maxLength={255}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        Status
        <select
          class="field"
          value={status}
          onChange={(event) => setStatus(event.currentTarget.value as PublicIncidentStatus)}
        >
          {STATUSES.map((each) => (
            <option key={each} value={each}>
              {STATUS_NAMES[each]}
            </option>
          ))}
        </select>
      </label>
      <label class="status-form-text">
        New update
        <textarea
          class="field"
          dir="auto"
          rows={2}
          placeholder="What customers read"
          value={body}
          onInput={(event) => setBody(event.currentTarget.value)}
        />
      </label>
      <p class="status-form-hint">The app is not told. It notices by itself, and asks what is to stay.</p>
      <div class="status-form-buttons">
        <button type="button" class="button small danger" disabled={busy} onClick={remove}>
          Delete the incident
        </button>
        <button type="button" class="button small" disabled={busy} onClick={onDone}>
          Cancel
        </button>
        <button
          type="submit"
          class={`button small primary ${busy ? 'busy' : ''}`}
          disabled={busy || Object.keys(change).length === 0}
        >
          <span>Post on the page</span>
        </button>
      </div>
    </form>
  )
}
