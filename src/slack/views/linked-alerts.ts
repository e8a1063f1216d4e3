import type { KnownBlock } from '@slack/types'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import { firingAlerts } from '../../core/incident/linked-alerts.ts'
import { section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { clockTime, lineOf, packed, words } from '../mrkdwn.ts'
import { levelBadge } from './alert-labels.ts'

/** Named on a card; of the others it is said how many they are. */
const NAMED_MAX = 5

/** The alerts that belong to an incident, those that fire first; nothing without any. */
export function linkedAlertBlocks(incident: Incident): KnownBlock[] {
  const all = Object.entries(incident.alerts)
  if (all.length === 0) return []
  const ordered = all.toSorted(([, one], [, other]) => Number(other.firing) - Number(one.firing))
  const lines = ordered.slice(0, NAMED_MAX).map(([id, { title, level, firing, since }]) => {
    const name = `*${id}* ${lineOf(title, SHOWN.titleInLine)}`
    return firing ? `${levelBadge(level)} ${name}` : `✅ ${name} · over since ${clockTime(since)}`
  })
  const more = all.length > lines.length ? [`_…and ${all.length - lines.length} more_`] : []
  return textsOf([`*Alerts:* ${counts(incident)}`, ...lines, ...more])
}

/** Said where an incident is about to be resolved, or was: monitoring does not agree yet. Nothing when it does. */
export function stillFiring(incident: Incident): KnownBlock[] {
  const firing = firingAlerts(incident)
  if (firing.length === 0) return []
  const lines = firing
    .slice(0, NAMED_MAX)
    .map(({ id, title, level }) => `• ${levelBadge(level)} *${id}* ${lineOf(title, SHOWN.titleInLine)}`)
  const more = firing.length > lines.length ? [`• _and ${firing.length - lines.length} more_`] : []
  const many =
    firing.length === 1 ? 'One of its alerts still fires' : `${firing.length} of its alerts still fire`
  const then =
    incident.status === 'resolved'
      ? `If it is not over: \`/incident reopen ${incident.id} <reason>\`.`
      : 'Are you sure that it is over?'
  return textsOf([`🚨 *${many}.* ${words(then, SHOWN.reason)}`, ...lines, ...more])
}

function textsOf(lines: string[]): KnownBlock[] {
  return packed(lines, LIMITS.sectionText).map((text) => section(text))
}

function counts(incident: Incident): string {
  const firing = firingAlerts(incident).length
  const over = Object.keys(incident.alerts).length - firing
  const parts = [firing > 0 ? `${firing} firing` : '', over > 0 ? `${over} over` : '']
  return parts.filter((part) => part !== '').join(', ')
}

/** How a story about an alert begins; undefined for other stories. */
export function linkedAlertSign(event: IncidentEvent): string | undefined {
  switch (event.type) {
    case 'alert-joined':
      return '🔗'
    case 'alert-fired-again':
      return '🔁'
    case 'alert-got-worse':
      return '⬆️'
    case 'alert-ended':
      return '✅'
    case 'alert-left':
      return '➡️'
    default:
      return undefined
  }
}
