import type { Incident } from '../../core/incident/incident.ts'
import { clip } from '../../core/text.ts'
import { LIMITS } from '../limits.ts'
import { plainLine, user } from '../mrkdwn.ts'
import { severityBadge, statusName } from './labels.ts'

/** One line at the head of the incident's channel: severity, status, commander, title. Slack escapes topics itself. */
export function topicText(incident: Incident): string {
  const { commander } = incident.roles
  const nobody = incident.status === 'resolved' ? '' : 'no commander yet · '
  const lead = commander === undefined ? nobody : `commander ${user(commander)} · `
  const start = `${severityBadge(incident.severity)} ${incident.id} · ${statusName(incident.status)} · ${lead}`
  return clip(start + plainLine(harmless(incident.title), LIMITS.channelTopic), LIMITS.channelTopic)
}

/** A topic is parsed for mentions, and escaping would show in it. */
function harmless(title: string): string {
  return title.replace(/</g, '‹').replace(/>/g, '›')
}
