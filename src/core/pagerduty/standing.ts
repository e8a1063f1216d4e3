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

/** Something that was done there. Without `by` it is not known whose doing it was, or nobody's. */
export type Done = { what: HeardKind; at: Instant; by?: Agent; to?: Agent[] }

/**
 * What PagerDuty would have told us last of what is not known here yet; undefined when a page stands there as it does
 * here. Only what holds still can be learned by asking, not the way there. `before`: how it stood when the absence
 * began; an acknowledgement that PagerDuty was told of since may not show yet.
 */
export function doneMeanwhile(
  page: PagerdutyPage,
  there: Standing,
  before: PagerdutyPage['status'],
): Done | undefined {
  const { status, changedAt: at, changedBy } = there
  switch (status) {
    case 'resolved':
      return page.status === 'resolved'
        ? undefined
        : { what: 'resolved', at, ...(changedBy && { by: changedBy }) }
    case 'acknowledged':
      return acknowledged(page, there)
    case 'triggered':
      return givenOn(page, there) ?? (before === 'acknowledged' ? takenBack(page, there) : undefined)
  }
}

/** By the first person who did; others who have it as well are no news. */
function acknowledged(page: PagerdutyPage, { acknowledgements, changedAt }: Standing): Done | undefined {
  const people = acknowledgements.filter(({ by }) => by.type.startsWith('user'))
  const isNews = page.status === 'triggered'
  const first = people.find(({ at }) => isNews || isAfter(at, page))
  if (first !== undefined) return { what: 'acknowledged', ...first }
  return isNews ? { what: 'acknowledged', at: changedAt } : undefined
}

/** To others than those whom it rang first. Who gave it on is not said where the status was not changed by it. */
function givenOn(page: PagerdutyPage, there: Standing): Done | undefined {
  const at = Math.max(0, ...there.assignments.map((one) => one.at))
  if (at <= there.createdAt || !isAfter(at, page)) return undefined
  const to = there.assignments.map((one) => one.to)
  const by = page.status === 'triggered' ? undefined : there.changedBy
  return { what: there.isDirect ? 'reassigned' : 'escalated', at, to, ...(by && { by }) }
}

function takenBack(page: PagerdutyPage, { changedAt: at }: Standing): Done | undefined {
  if (page.status !== 'acknowledged' || !isAfter(at, page)) return undefined
  return { what: 'unacknowledged', at }
}

/** Later than what was heard last. */
function isAfter(at: Instant, { heardAt }: PagerdutyPage): boolean {
  return heardAt === undefined || at > heardAt
}
