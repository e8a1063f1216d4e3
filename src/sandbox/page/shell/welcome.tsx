import type { Channel } from '../../protocol.ts'
import { openPanel } from '../state/panels.ts'
import { prefill } from '../state/prefill.ts'
import { goTo } from '../state/route.ts'
import { useStore } from '../state/store.ts'
import { dismissWelcome, isWelcomeWanted } from '../state/welcome.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'

const FIRST_TRY = '/incident declare sev2 Orders API answers 500'

/** What this is and what to do first; gone for good once it is dismissed, or something was sent. */
export function Welcome({ channel }: { channel: Channel | undefined }) {
  const wanted = useStore(isWelcomeWanted, (value) => value)
  const app = useWorkspace((state) => state.app.name)
  const hasAlerts = useWorkspace((state) => state.alerting !== undefined)
  if (!wanted) return null
  return (
    <aside class="welcome" aria-label="Welcome">
      <button type="button" class="icon-button" aria-label="Dismiss the welcome" onClick={dismissWelcome}>
        <Icon name="close" size={18} />
      </button>
      <h2>This is {app}, in a workspace of its own</h2>
      <ol>
        <li>
          Everything here runs on this machine: the people, the channels, and the real {app} speaking the real
          protocol.
        </li>
        <li>
          Start an incident{hasAlerts && <FireAlert />}:
          <button
            type="button"
            class="welcome-try"
            onClick={() => {
              prefill(FIRST_TRY, channel?.id)
              dismissWelcome()
            }}
          >
            <code>{FIRST_TRY}</code>
            <Icon name="pencil" size={15} />
          </button>
        </li>
        <li>
          Then let time pass with <b>+5 min</b>, and{' '}
          <button type="button" class="link-button" onClick={() => openPanel('people')}>
            be someone else
          </button>{' '}
          to see what they see.
        </li>
        <li>
          The rest is as in Slack: reply in threads, react with 📌, drop a file in, or look up{' '}
          <button type="button" class="link-button" onClick={() => openPanel('keys')}>
            the keys
          </button>
          .
        </li>
      </ol>
    </aside>
  )
}

/** Most incidents begin with an alert. */
function FireAlert() {
  return (
    <>
      , or{' '}
      <button type="button" class="link-button" onClick={() => goTo('alerts')}>
        fire an alert
      </button>
    </>
  )
}
