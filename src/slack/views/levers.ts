import type { KnownBlock } from '@slack/types'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import { type Lever, type LeverEvent, pulledLevers } from '../../core/incident/levers.ts'
import type { Policy } from '../../core/policy.ts'
import { suggestedFor } from '../../core/switch/suggestions.ts'
import { actions, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { dateTime, lineOf, user } from '../mrkdwn.ts'
import {
  acceptButton,
  approveButton,
  declineButton,
  keepOrRestore,
  listButton,
  type Named,
  putBackButton,
  restoreButton,
  statusButton,
  tryAgainButton,
} from './switch-buttons.ts'

type Pulled = Lever & { key: string }

const SUGGESTED_MAX = 3

/** What the card says of kill switches: those that are out, and which would help. Nothing without any in the policy. */
export function leverBlocks(incident: Incident, policy: Policy): KnownBlock[] {
  if (Object.keys(policy.switches).length === 0) return []
  const pulled = pulledLevers(incident)
  const lines = pulled.map(leverLine)
  const isOpen = incident.status !== 'resolved'
  const offer = isOpen ? offered(incident, policy) : []
  if (lines.length + offer.length === 0 && !isOpen) return []
  const text = [...lines, ...offer].join('\n')
  return [section(text === '' ? '*Kill switches:* none is pulled' : text, listButton(incident.id))]
}

/** `🛑 *Capsule button* is pulled since 09:30, by @Ana`. Not done is said as not done. */
function leverLine({ name, standing, by, since, kept }: Pulled): string {
  const what = `*${lineOf(name, SHOWN.titleInLine)}*`
  const keeping = kept === undefined ? '' : ` · kept on purpose, ${user(kept.owner)} answers for it`
  switch (standing) {
    case 'pulling':
      return `⏳ ${what} is being pulled by ${user(by)}, *not confirmed yet*`
    case 'restoring':
      return `⏳ ${what} is being restored, *not confirmed yet*`
    case 'trouble':
      return `🚨 ${what} does *not do what it should*; trying on`
    case 'drifted':
      return `⚠️ ${what} was *changed elsewhere*`
    default:
      return `🛑 ${what} pulled ${dateTime(since)} by ${user(by)}${keeping}`
  }
}

/** The fastest of those that the policy suggests for this kind of incident and that are not pulled yet. */
function offered(incident: Incident, policy: Policy): string[] {
  const out = pulledLevers(incident).map(({ key }) => key)
  const keys = suggestedFor(incident, policy).filter((key) => !out.includes(key))
  if (keys.length === 0) return []
  const names = keys
    .slice(0, SUGGESTED_MAX)
    .map((key) => lineOf(policy.switches[key]?.name ?? key, SHOWN.titleInLine))
  return [`*Could help:* ${names.join(', ')}`]
}

/** What can be done about it, under the story that tells of it. */
export function leverControls(event: IncidentEvent, incident: string, seq: number): KnownBlock[] {
  if (!isLeverEvent(event)) return []
  const it: Named = { target: event.switch, name: event.name, incident }
  const id = `lever ${incident} ${seq}`
  switch (event.type) {
    case 'switch-pulled':
      return [actions(id, [restoreButton(it), statusButton(it)])]
    case 'switch-trouble':
      return [actions(id, [tryAgainButton(it), statusButton(it)])]
    case 'switch-drifted':
      return [actions(id, [putBackButton(it), acceptButton(it), statusButton(it)])]
    case 'switch-unreadable':
    case 'switch-gone':
      return [actions(id, [statusButton(it)])]
    case 'switch-approval-asked':
      return [actions(id, [approveButton(it, event.ask), declineButton(it, event.ask), statusButton(it)])]
    case 'switch-reminded':
      return [actions(id, keepOrRestore(it))]
    case 'switches-left':
      return [{ switch: event.switch, name: event.name }, ...event.others].flatMap((each, index) => [
        section(`🛑 *${lineOf(each.name, SHOWN.titleInLine)}* \`${each.switch}\``),
        actions(`${id} ${index}`, keepOrRestore({ target: each.switch, name: each.name, incident })),
      ])
    default:
      return []
  }
}

/** How a story about a switch begins; undefined for other stories. */
export function leverSign(event: IncidentEvent): string | undefined {
  return isLeverEvent(event) ? SIGNS[event.type] : undefined
}

function isLeverEvent(event: IncidentEvent): event is LeverEvent {
  return Object.hasOwn(SIGNS, event.type)
}

const SIGNS: Record<LeverEvent['type'], string> = {
  'switch-ordered': '⏳',
  'switch-pulled': '🛑',
  'switch-restored': '🟢',
  'switch-trouble': '🚨',
  'switch-drifted': '⚠️',
  'switch-unreadable': '⚠️',
  'switch-settled': '🟢',
  'switch-kept': '📌',
  'switch-put-off': '⏱️',
  'switch-reminded': '⏰',
  'switch-refused': '✋',
  'switch-approval-asked': '🤝',
  'switch-approval-ended': '🤝',
  'switch-help-asked': '📨',
  'switch-gone': '⚠️',
  'switches-left': '❓',
}
