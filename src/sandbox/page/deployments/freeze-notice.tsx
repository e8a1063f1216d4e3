import { useState } from 'preact/hooks'
import type { DeployWindow } from '../../outside-world.ts'
import { act } from '../state/acts.ts'
import { server } from '../state/server.ts'
import { meId } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'

type Props = { project: string; window: DeployWindow }

/** The window that is in force now, and a way to take it away as somebody would who edits the project itself. */
export function FreezeNotice({ project, window }: Props) {
  const [busy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    await act(() => server.removeWindow(meId(), project, window.description))
    setBusy(false)
  }
  const isForAll = window.applications.includes('*')
  return (
    <div class="deploy-freeze">
      <Icon name="frozen" size={18} />
      <p>
        <b>{isForAll ? 'Nothing is deployed' : `${window.applications.join(', ')}: not deployed`}</b>
        <span dir="auto">{window.description || `${window.schedule} for ${window.duration}`}</span>
      </p>
      <button
        type="button"
        class={`button small ${busy ? 'busy' : ''}`}
        disabled={busy}
        title="As somebody who edits the project in Argo CD"
        onClick={remove}
      >
        <span>Remove</span>
      </button>
    </div>
  )
}
