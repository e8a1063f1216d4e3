import { useState } from 'preact/hooks'
import type { Phone, Shift } from '../../outside-world.ts'
import { advance } from '../state/acts.ts'
import { useDirectory } from '../state/directory.ts'
import { useNow } from '../state/tick.ts'
import { workspaceNow } from '../state/workspace.ts'
import { ago } from '../text/dates.ts'
import { Avatar } from '../ui/avatar.tsx'

const MS_PER_MINUTE = 60_000

/** Who has which shift now, and who takes over when. */
export function Rota({ phone }: { phone: Phone }) {
  const [busy, setBusy] = useState(false)
  const ends = phone.rota.map(({ next }) => next?.from).find((from) => from !== undefined)
  const toHandOver = async () => {
    setBusy(true)
    await advance(Math.max(1, Math.ceil(((ends ?? 0) - workspaceNow()) / MS_PER_MINUTE)))
    setBusy(false)
  }
  return (
    <section class="rota" aria-label="On call">
      <h2>On call</h2>
      <ul>
        {phone.rota.map((shift) => (
          <RotaRow key={shift.schedule} shift={shift} rings={phone.ringing.includes(shift.person)} />
        ))}
      </ul>
      {ends !== undefined && (
        <p class="rota-wait">
          <button
            type="button"
            class={`button small ${busy ? 'busy' : ''}`}
            disabled={busy}
            onClick={toHandOver}
          >
            <span>Fast-forward to the hand-over</span>
          </button>
        </p>
      )}
    </section>
  )
}

function RotaRow({ shift, rings }: { shift: Shift; rings: boolean }) {
  const { people, me } = useDirectory()
  const nowMs = useNow()
  const now = people.get(shift.person)
  const next = people.get(shift.next?.person ?? '')
  return (
    <li class={rings ? 'rota-row rings' : 'rota-row'}>
      <Avatar person={now} size={36} />
      <span class="rota-words">
        <small>{shift.schedule}</small>
        <b>
          {now?.realName ?? 'Nobody'}
          {shift.person === me && ' (you)'}
          {rings && <span class="rota-rings"> · the phone rings</span>}
        </b>
        {next && shift.next && (
          <small>
            then {next.realName}, {ago(shift.next.from, nowMs)}
          </small>
        )}
      </span>
    </li>
  )
}
