import type { Severity } from '../incident/incident.ts'
import type { Policy } from '../policy.ts'
import { type Comms, type Message, PUBLIC_STATUSES, type PublicStatus, type Text } from './comms.ts'

/** How a part of the service is doing, in the words of the status page. */
export const PART_STATES = ['operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const
export type PartState = (typeof PART_STATES)[number]

/** How bad it is for readers, in the words of the status page. */
export const IMPACTS = ['none', 'minor', 'major', 'critical'] as const
export type Impact = (typeof IMPACTS)[number]

/** What a message sets on the status page beside its text. `parts`: by id of the component there. */
export type OnPage = {
  impact?: Impact
  parts?: Record<string, PartState>
  quiet?: true // subscribers are not written to
}

/**
 * A public incident as it stands on the status page. There are no words in it: `name` and the marks of updates are
 * digests, by which a change is noticed, so that nothing has to be taken away when words are.
 */
export type PageView = {
  id: string
  url?: string
  status: string
  impact: string
  name: string
  parts: Record<string, { name: string; state: string }>
  updates: { id: string; mark: string }[] // oldest first
}

/** Our public incident. `entry`: seq of the entry that says how we left it. */
export type OurPage = PageView & {
  entry: number
  drift?: { found: string; page?: PageView } // somebody changed it there; no page: they deleted it
  restoring?: true // ours is on its way back
}

/** Words that only the page itself knows, for telling what was changed: its title, and updates by their ids. */
export type PageWords = { name: string; updates: Record<string, string> }

export const STATUS_NAMES: Record<PublicStatus, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
}

export const STATE_NAMES: Record<PartState, string> = {
  operational: 'Operational',
  degraded_performance: 'Degraded performance',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
}

export const IMPACT_NAMES: Record<Impact, string> = {
  none: 'None',
  minor: 'Minor',
  major: 'Major',
  critical: 'Critical',
}

/** What the page is coloured by, as long as nobody chooses otherwise. */
export const IMPACT_OF: Record<Severity, Impact> = {
  sev1: 'critical',
  sev2: 'major',
  sev3: 'minor',
  sev4: 'none',
}

export function isPublicStatus(word: string): word is PublicStatus {
  return (PUBLIC_STATUSES as readonly string[]).includes(word)
}

/** The parts of the service that a policy knows on the status page, each once. */
export function partsOf({ audiences }: Pick<Policy, 'audiences'>): { id: string; name: string }[] {
  const all = Object.values(audiences).flatMap(({ reach }) =>
    reach.by === 'statuspage' ? reach.components : [],
  )
  return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index)
}

/** Whether a text to these audiences goes to the status page. */
export function goesToPage(audiences: readonly string[], policy: Pick<Policy, 'audiences'>): boolean {
  return audiences.some((key) => policy.audiences[key]?.reach.by === 'statuspage')
}

/** The label of incidents that have a public incident which is not over. */
export const PAGE_OPEN = 'statuspage:open'

/** Also what Statuspage calls one that is over, once there is more to read about it. */
const OVER: readonly string[] = ['resolved', 'postmortem', 'completed']

/** The public incident, while it is not over there. */
export function openPage({ statuspage }: Comms): OurPage | undefined {
  return statuspage === undefined || OVER.includes(statuspage.status) ? undefined : statuspage
}

/** How a text that names no status leaves the page. */
export function statusKept(found: string | undefined): PublicStatus {
  if (found === undefined) return 'investigating'
  if (isPublicStatus(found)) return found
  return OVER.includes(found) ? 'resolved' : 'investigating'
}

/** The newest text of ours that stands on the page: the one that was released last, whichever was begun first. */
export function newestOnPage({ messages }: Comms): Message | undefined {
  const there = messages.filter(
    ({ text, reach = [], deliveries }) =>
      text.clears !== true &&
      reach.some(({ target, means }) => means.by === 'statuspage' && isThere(deliveries[target])),
  )
  return there.toSorted((one, other) => (one.releasedAt ?? 0) - (other.releasedAt ?? 0)).at(-1)
}

function isThere(delivery: Message['deliveries'][string] | undefined): boolean {
  return delivery?.state === 'delivered' && delivery.byHand !== true
}

/** Whether something of ours is on its way to the page: what is read there meanwhile says nothing. */
export function isUnderWay({ messages, statuspage }: Comms): boolean {
  if (statuspage?.restoring === true) return true
  return messages.some(({ reach = [], deliveries }) =>
    reach.some(({ target, means }) => means.by === 'statuspage' && deliveries[target]?.state === 'owed'),
  )
}

/** What was changed there since we left it so, a sentence each; empty when all is as it was. */
export function differences(ours: PageView, found: PageView, words: PageWords): string[] {
  return [
    ...(found.status === ours.status
      ? []
      : [`It says ${statusName(found.status)} there; we said ${statusName(ours.status)}.`]),
    ...(found.name === ours.name ? [] : [`Its title is “${words.name}” there.`]),
    ...(found.impact === ours.impact ? [] : [`Its impact is ${found.impact} there; we said ${ours.impact}.`]),
    ...partDifferences(ours.parts, found.parts),
    ...updateDifferences(ours.updates, found.updates, words),
  ]
}

export const DELETED = 'It was deleted there.'

function partDifferences(ours: PageView['parts'], found: PageView['parts']): string[] {
  const ids = [...new Set([...Object.keys(ours), ...Object.keys(found)])]
  return ids.flatMap((id) => {
    // A part that works again may be left out of what is affected.
    const before = ours[id]?.state ?? 'operational'
    const now = found[id]?.state ?? 'operational'
    const name = found[id]?.name ?? ours[id]?.name ?? id
    return before === now ? [] : [`${name} is ${stateName(now)} there; we said ${stateName(before)}.`]
  })
}

function updateDifferences(
  ours: PageView['updates'],
  found: PageView['updates'],
  words: PageWords,
): string[] {
  const before = new Map(ours.map(({ id, mark }) => [id, mark]))
  const there = new Set(found.map(({ id }) => id))
  const gone = ours.filter(({ id }) => !there.has(id)).length
  return [
    ...found.flatMap(({ id, mark }) => {
      const said = words.updates[id] ?? ''
      const quoted = said === '' ? '' : `: “${said}”`
      if (!before.has(id)) return [`An update was added${quoted}.`]
      return before.get(id) === mark ? [] : [`The text of an update was changed${quoted}.`]
    }),
    ...(gone === 0 ? [] : [gone === 1 ? 'An update was removed.' : `${gone} updates were removed.`]),
  ]
}

function statusName(status: string): string {
  return isPublicStatus(status) ? STATUS_NAMES[status] : status
}

function stateName(state: string): string {
  const known: Record<string, string> = STATE_NAMES
  return known[state] ?? state.replaceAll('_', ' ')
}

/** What does not work as it should, by our last word on the page. */
export function affectedOn(ours: PageView | undefined): Record<string, PartState> {
  const all = Object.entries(ours?.parts ?? {})
  return Object.fromEntries(
    all.flatMap(([id, { state }]) => {
      const known = PART_STATES.find((one) => one === state)
      return known === undefined || known === 'operational' ? [] : [[id, known]]
    }),
  )
}

/** What a text does on the page: of what is over, all that was affected works again. */
export function partsSet(text: Text, ours: PageView | undefined): Record<string, PartState> {
  const chosen = text.page?.parts ?? {}
  if (text.status !== 'resolved') return chosen
  const affected = [...Object.keys(ours?.parts ?? {}), ...Object.keys(chosen)]
  return Object.fromEntries(affected.map((id) => [id, 'operational'] as const))
}
