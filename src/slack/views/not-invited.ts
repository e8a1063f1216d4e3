import type { Incident } from '../../core/incident/incident.ts'
import { type Message, section } from '../blocks.ts'
import { user, words } from '../mrkdwn.ts'

const LISTED_MAX = 20

/** Who should be in the incident's channel and could not be brought there. `who`: a user id, or a name in the policy. */
export function notInvitedMessage(
  incident: Incident,
  failed: readonly { who: string; why: string }[],
): Message {
  const lines = failed.slice(0, LISTED_MAX).map(({ who, why }) => `• ${nameOf(who)}: ${words(why, 200)}`)
  const more = failed.length > LISTED_MAX ? [`• and ${failed.length - LISTED_MAX} more`] : []
  const text = `⚠️ Not everybody could be invited to ${incident.id}`
  return { text, blocks: [section([`*${text}:*`, ...lines, ...more].join('\n'))] }
}

function nameOf(who: string): string {
  return /^[UW][A-Z0-9]+$/.test(who) ? user(who) : `\`${words(who, 80)}\``
}
