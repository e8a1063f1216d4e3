import type { AlertRule } from '../../outside-world.ts'
import { useNow } from '../state/tick.ts'
import { ago } from '../text/dates.ts'
import { AlertButton } from './alerts-pane.tsx'
import { LevelBadge } from './level-badge.tsx'

/** One condition that is watched, and the button that makes it true or untrue. */
export function RuleRow({ rule }: { rule: AlertRule }) {
  const { id, alertname, level, summary, service, by, since } = rule
  const nowMs = useNow()
  const isFiring = since !== undefined
  return (
    <li class={`alert-rule ${isFiring ? 'firing' : ''}`}>
      <LevelBadge level={level} />
      <span class="alert-name">
        <b>{summary}</b>
        <small>
          {isFiring && `fired ${ago(since, nowMs)} · `}
          <code>{alertname}</code> · {service}
          {by === 'uptime' && ' · sent by an uptime check'}
        </small>
      </span>
      <AlertButton
        act={isFiring ? { resolve: id } : { fire: id }}
        text={isFiring ? 'Resolve' : 'Fire'}
        label={`${isFiring ? 'Resolve' : 'Fire'} ${alertname}`}
      />
    </li>
  )
}
