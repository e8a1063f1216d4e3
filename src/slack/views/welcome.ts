import type { Incident } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { context, header, type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { channel, lineOf, words } from '../mrkdwn.ts'
import { lastUpdate } from './card.ts'
import { controlsRow } from './controls-row.ts'
import { headline, severityName } from './labels.ts'

/**
 * The first message in the incident's own channel: how to work here, what is known, and the controls. It is not
 * kept up to date, so it shows nothing that changes; the topic and the card do that.
 */
export function welcomeMessage(incident: Incident, policy: Policy): Message {
  const text = `This is the channel for ${incident.id}: ${lineOf(incident.title, SHOWN.titleInCard)}`
  const room = incident.card ? channel(incident.card.channel) : `#${incident.room}`
  const lines = [
    `Work on *${incident.id}* here: \`/incident update\`, \`/incident note\` and the other commands know which incident is meant.`,
    `${room} sees the card, which is always current, and every update.`,
  ]
  return {
    text,
    blocks: [
      header(headline(incident)),
      section(lines.join('\n')),
      ...(incident.lastUpdate === undefined ? [] : [section(lastUpdate(incident))]),
      controlsRow(incident),
      context(
        `*${lineOf(severityName(incident.severity, policy), SHOWN.titleInLine)}*: ${criteria(incident, policy)}`,
      ),
    ],
  }
}

function criteria({ severity }: Incident, { severities }: Policy): string {
  return words(severities[severity].criteria.join(' '), SHOWN.reason)
}
