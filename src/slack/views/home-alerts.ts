import type { KnownBlock } from '@slack/types'
import type { Alert } from '../../core/alert/alert.ts'
import { ALERT_ACTIONS } from '../alert-controls.ts'
import { actions, button, divider, header, section } from '../blocks.ts'
import { alertButtons } from './alert-buttons.ts'
import { alertInBrief } from './alert-list.ts'

/** Two blocks each. */
const SHOWN_MAX = 5

/** What fires that is critical and belongs to no incident, and how many others fire; nothing while all is well. */
export function alertsAtHome(firing: readonly Alert[]): KnownBlock[] {
  const critical = firing.filter(({ level, incident }) => level === 'critical' && incident === undefined)
  if (critical.length === 0) return []
  const shown = critical.slice(0, SHOWN_MAX)
  const others = firing.length - shown.length
  return [
    header('Critical alerts'),
    ...shown.flatMap((alert) => [section(alertInBrief(alert)), ...alertButtons(alert)]),
    ...(others > 0 ? [actions('home alerts', [listButton(others)])] : []),
    divider,
  ]
}

function listButton(others: number) {
  const text = `Show all alerts (${others} more)`
  return button({ text, action: ALERT_ACTIONS.list, value: 'home', label: 'Show all alerts that fire' })
}
