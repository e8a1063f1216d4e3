import { live } from '../state/live.ts'
import { useStore } from '../state/store.ts'
import { useWorkspace } from '../state/workspace.ts'

const WORDS = {
  socket: { tone: 'good', text: 'connected', title: 'The app is connected by Socket Mode' },
  http: { tone: 'good', text: 'over HTTP', title: 'The app is reached by signed HTTP requests' },
  none: {
    tone: 'bad',
    text: 'offline',
    title: 'The app is not connected: nothing answers commands and buttons',
  },
} as const

/** Whether the app is there, and whether this page still hears the workspace. */
export function Connection() {
  const app = useWorkspace((state) => state.app)
  const heard = useStore(live, (state) => state)
  if (heard === 'lost') {
    return (
      <span class="connection tone-warn" role="status" title="Trying again by itself">
        <span class="status-dot" /> <span class="connection-text">Reconnecting…</span>
      </span>
    )
  }
  const { tone, text, title } = WORDS[app.connected]
  return (
    <span class={`connection tone-${tone}`} role="status" title={title} data-connected={app.connected}>
      <span class="status-dot" />
      <span class="connection-text">
        {app.name} {text}
      </span>
    </span>
  )
}
