import type { SectionBlock } from '@slack/types'
import type { Actor, Entry } from '../../core/decider.ts'
import { type Detail, describeEntry, type Part } from '../../core/describe.ts'
import type { IncidentEvent } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { channel, chunks, clockTime, dateTime, deadline, group, lineOf, link, user } from '../mrkdwn.ts'
import { roleName, severityBadge, statusName } from './labels.ts'

type Named = Pick<Policy, 'roles'>

/** "took the role Scribe from @Sam", without who did it. */
export function deed(entry: Entry<IncidentEvent>, policy: Named): string {
  return describeEntry(entry)
    .does.map((part) => rendered(part, policy))
    .join('')
}

/** "@Dana", or "Tocsin" for what the bot did. */
export function doer(actor: Actor): string {
  return actor.kind === 'user' ? user(actor.id) : 'Tocsin'
}

/** People's own words in full, as quotations; more than one section when they are long. */
export function quoted(details: readonly Detail[]): SectionBlock[] {
  return details.flatMap(({ label, text }) => {
    const [first = '', ...rest] = chunks(text, LIMITS.sectionText - LABEL_ROOM)
    const head = label === undefined ? first : `*${label}*\n${first}`
    return [section(head), ...rest.map((chunk) => section(chunk))]
  })
}
const LABEL_ROOM = 50

/** The beginning of what was said, on one line and without marks; empty when nothing was. */
export function saidInShort(entry: Entry<IncidentEvent>, limit: number): string {
  const { details } = describeEntry(entry)
  const said = details.map(({ label, text }) => (label === undefined ? text : `${label}: ${text}`))
  return lineOf(said.join(' · '), limit)
}

/** "posted update 2: Rolled back", "renamed it to Checkout (Before: Orders)": what was done, with what was said. */
export function deedInShort(entry: Entry<IncidentEvent>, policy: Named, limit: number): string {
  const said = saidInShort(entry, limit)
  if (said === '') return deed(entry, policy)
  const speaksForItself = describeEntry(entry).details[0]?.label === undefined
  return speaksForItself ? `${deed(entry, policy)}: ${said}` : `${deed(entry, policy)} (${said})`
}

/** One line of a timeline: when, who, what, and the beginning of what was said. */
export function timelineLine(entry: Entry<IncidentEvent>, policy: Named): string {
  const said = saidInShort(entry, SHOWN.timelineLine)
  const late = entry.recordedAt - entry.at > LATE_MS ? ` (recorded at ${clockTime(entry.recordedAt)})` : ''
  const line = `${dateTime(entry.at)}${late}  ${doer(describeEntry(entry).by)} ${deed(entry, policy)}`
  return said === '' ? line : `${line}\n> ${said}`
}
/** Put on record noticeably after it happened. */
const LATE_MS = 60_000

function rendered(part: Part, policy: Named): string {
  switch (part.part) {
    case 'text':
      return part.text
    case 'said':
      return lineOf(part.text, SHOWN.titleInCard)
    case 'user':
      return user(part.user)
    case 'group':
      return group(part.group)
    case 'role':
      return roleName(part.role, policy)
    case 'severity':
      return severityBadge(part.severity)
    case 'status':
      return `*${statusName(part.status)}*`
    case 'channel':
      return channel(part.channel)
    case 'link':
      return link(part.url, part.text, SHOWN.titleInLine)
    case 'instant':
      return dateTime(part.instant)
    case 'deadline':
      return deadline(part.instant)
  }
}
