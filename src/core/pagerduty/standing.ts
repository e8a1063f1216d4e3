import type { Instant } from '../decider.ts'
import type { HeardKind, PagerdutyIncident, PagerdutyPage } from './pages.ts'

/** Whoever did something there: a person, a service, an integration. */
export type Agent = { id: string; type: string; summary?: string | null | undefined }

/** How an incident stands in PagerDuty, as its REST interface says it: in times of whole seconds. */
export type Standing = {
  incident: PagerdutyIncident
  status: 'triggered' | 'acknowledged' | 'resolved'
  createdAt: Instant
  /** When and by whom its status was changed last; while it is triggered that is when it was changed in any way. */
  changedAt: Instant
  changedBy?: Agent
  /** Those that hold: none unless it is acknowledged. */
  acknowledgements: { at: Instant; by: Agent }[]
  /** Whose it is now; nobody's once it is resolved. */
  assignments: { at: Instant; to: Agent }[]
  /** Given to them by name, and not by its escalation policy. */
  isDirect: boolean
}

/**
 * Something that was done there, and until when nothing else was. Without `by` it is not known whose doing it was, or
 * nobody's.
 */
export type Done = { what: HeardKind; at: Instant; until: Instant; by?: Agent; to?: Agent[] }
type Seen = Omit<Done, 'until'>

/**
 * What PagerDuty would have told us last of what is not known here yet; undefined when a page stands there as it does
 * here. Only what holds still can be learned by asking, not the way there. `before`: how it stood when the absence
 * began; an acknowledgement that PagerDuty was told of since may not show yet. `isWaiting`: for an answer, here.
 */
export function doneMeanwhile(
  page: PagerdutyPage,
  there: Standing,
  here: { before: PagerdutyPage['status']; isWaiting: boolean },
): Done | undefined {
  const seen = lastSeen(page, there, here)
  if (seen === undefined) return undefined
  const times = [...there.acknowledgements, ...there.assignments].map(({ at }) => at)
  return { ...seen, until: Math.max(there.changedAt, ...times) }
}

function lastSeen(
  page: PagerdutyPage,
  there: Standing,
  { before, isWaiting }: { before: PagerdutyPage['status']; isWaiting: boolean },
): Seen | undefined {
  const { changedAt: at, changedBy } = there
  switch (there.status) {
    case 'resolved':
      return page.status === 'resolved'
        ? undefined
        : { what: 'resolved', at, ...(changedBy && { by: changedBy }) }
    case 'acknowledged':
      return page.status === 'triggered' || isWaiting ? acknowledged(page, there) : undefined
    case 'triggered':
      return givenOn(page, there) ?? (before === 'acknowledged' ? takenBack(page, there) : undefined)
  }
}

/** By the first person who did; others who have it as well are no news. */
function acknowledged(page: PagerdutyPage, { acknowledgements, changedAt }: Standing): Seen | undefined {
  const people = acknowledgements.filter(({ by }) => by.type.startsWith('user'))
  const isNews = page.status === 'triggered'
  const first = people.find(({ at }) => isNews || isAfter(at, page))
  if (first !== undefined) return { what: 'acknowledged', ...first }
  return isNews ? { what: 'acknowledged', at: changedAt } : undefined
}

/** To others than those whom it rang first. Who gave it on is not said where the status was not changed by it. */
function givenOn(page: PagerdutyPage, there: Standing): Seen | undefined {
  const at = Math.max(0, ...there.assignments.map((one) => one.at))
  if (at <= there.createdAt || !isAfter(at, page)) return undefined
  const to = there.assignments.map((one) => one.to)
  const by = page.status === 'triggered' ? undefined : there.changedBy
  return { what: there.isDirect ? 'reassigned' : 'escalated', at, to, ...(by && { by }) }
}

function takenBack(page: PagerdutyPage, { changedAt: at }: Standing): Seen | undefined {
  if (page.status !== 'acknowledged' || !isAfter(at, page)) return undefined
  return { what: 'unacknowledged', at }
}

/** Later than what was heard last. */
function isAfter(at: Instant, { heardAt }: PagerdutyPage): boolean {
  return heardAt === undefined || at > heardAt
}
