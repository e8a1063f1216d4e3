import type { SectionBlock } from '@slack/types'
import type { Actor, Entry } from '../../core/decider.ts'
import { describeEntry } from '../../core/describe.ts'
import type { IncidentEvent } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import type { Detail, Part } from '../../core/sentence.ts'
import { section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { channel, chunks, dateTime, deadline, group, lineOf, link, user } from '../mrkdwn.ts'
import { audienceName, roleName, severityBadge, statusName } from './labels.ts'

/** What the policy calls things; without audiences, those are called by their keys. */
type Named = Pick<Policy, 'roles'> & Partial<Pick<Policy, 'audiences'>>

/** "took the role Scribe from @Sam", without who did it. */
export function deed(entry: Entry<IncidentEvent>, policy: Named): string {
  return renderedParts(describeEntry(entry).does, policy)
}

/** A described deed as mrkdwn. */
export function renderedParts(parts: readonly Part[], policy: Named): string {
  return parts.map((part) => rendered(part, policy)).join('')
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
    case 'audience':
      return audienceName(part.audience, { audiences: policy.audiences ?? {} })
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
