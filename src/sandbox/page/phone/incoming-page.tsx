import { useEffect } from 'preact/hooks'
import type { Page } from '../../outside-world.ts'
import { startRinging } from '../state/sound.ts'
import { useNow } from '../state/tick.ts'
import { ago } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { Details } from './details.tsx'
import { usePressing } from './use-pressing.ts'

/** What rings, large, and what can be said to it. */
export function IncomingPage({ page, more }: { page: Page; more: number }) {
  const nowMs = useNow()
  const { busy, press } = usePressing(page.id)
  useEffect(() => (page.isLoud ? startRinging() : undefined), [page.isLoud])
  return (
    <div class={`incoming severity-${page.severity}`}>
      <span class="incoming-bell" aria-hidden="true">
        <Icon name="bell" size={30} />
      </span>
      <p class="incoming-kind">
        {page.asked ? 'You are asked to help' : `${WORDS[page.severity]} page`} · {ago(page.at, nowMs)}
      </p>
      <h2 dir="auto">{page.title}</h2>
      {page.message && <p class="incoming-message">{page.message}</p>}
      <Details page={page} />
      <div class="incoming-acts">
        {page.asked ? (
          <>
            <Act label="Join" tone="good" icon="check" busy={busy === 'join'} onPress={() => press('join')} />
            <Act
              label="Decline"
              tone="plain"
              icon="close"
              busy={busy === 'decline'}
              onPress={() => press('decline')}
            />
          </>
        ) : (
          <>
            <Act
              label="Acknowledge"
              tone="good"
              icon="check"
              busy={busy === 'acknowledge'}
              onPress={() => press('acknowledge')}
            />
            <Act
              label="Escalate"
              tone="plain"
              icon="forward"
              busy={busy === 'escalate'}
              disabled={!page.mayEscalate}
              onPress={() => press('escalate')}
            />
          </>
        )}
      </div>
      {more > 0 && <p class="incoming-more">{more} more waiting</p>}
    </div>
  )
}

type ActProps = {
  label: string
  tone: 'good' | 'plain'
  icon: 'check' | 'close' | 'forward'
  busy: boolean
  disabled?: boolean
  onPress: () => void
}

function Act({ label, tone, icon, busy, disabled = false, onPress }: ActProps) {
  return (
    <button
      type="button"
      class={`incoming-act tone-${tone} ${busy ? 'busy' : ''}`}
      disabled={busy || disabled}
      {...(disabled && { title: 'There is nobody left to pass this on to.' })}
      onClick={onPress}
    >
      <span class="incoming-act-sign">
        <Icon name={icon} size={24} />
      </span>
      <span>{label}</span>
    </button>
  )
}

export const WORDS: Record<Page['severity'], string> = {
  critical: 'Critical',
  error: 'High',
  warning: 'Low',
  info: 'Info',
}
