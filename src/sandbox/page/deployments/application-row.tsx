import { useState } from 'preact/hooks'
import type { Application } from '../../outside-world.ts'
import { act } from '../state/acts.ts'
import { useDirectory } from '../state/directory.ts'
import { server } from '../state/server.ts'
import { useNow } from '../state/tick.ts'
import { meId } from '../state/workspace.ts'
import { ago } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'

/** One application: what runs, since when, and the button to deploy the next version, which a freeze refuses. */
export function ApplicationRow({ application }: { application: Application }) {
  const { name, running, next, deployedAt, deployedBy, blockedBy } = application
  const { people } = useDirectory()
  const nowMs = useNow()
  const [busy, setBusy] = useState(false)
  const deploy = async () => {
    setBusy(true)
    await act(() => server.deploy(meId(), name))
    setBusy(false)
  }
  return (
    <li class="deploy-application">
      <span class="deploy-name">
        <b>{name}</b>
        <small>
          <code key={running}>{running}</code> · {people.get(deployedBy)?.realName ?? deployedBy},{' '}
          {ago(deployedAt, nowMs)}
        </small>
      </span>
      <button
        type="button"
        class={`button small ${busy ? 'busy' : ''}`}
        disabled={busy}
        {...(blockedBy && { title: `Refused now: ${blockedBy}` })}
        onClick={deploy}
      >
        {blockedBy && <Icon name="lock" size={14} />}
        <span>Deploy {next}</span>
      </button>
    </li>
  )
}
