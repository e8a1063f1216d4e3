import type { Instant } from '../decider.ts'
import type { UserId } from '../incident/incident.ts'
import type { Run } from '../ladder/climber.ts'

/** Somebody whom PagerDuty has on call. `user`: who they are in Slack, as far as they are anybody there. */
export type OnCallPerson = { id: string; name: string; user?: UserId }

/** PagerDuty stands behind a rung. `asOf`: it could not be asked, and this is what it said then. */
export type ThroughPagerduty = { people: OnCallPerson[]; asOf?: Instant }

/** An incident in PagerDuty, as one opens it there. */
export type PagerdutyIncident = { id: string; url?: string }

/**
 * One step's page through PagerDuty. `key` is what its events go by: several steps of a run may share one. `status`
 * is what PagerDuty has confirmed or told us, `wanted` before that.
 */
export type PagerdutyPage = {
  run: number
  step: number
  status: 'wanted' | 'failed' | 'triggered' | 'acknowledged' | 'resolved'
  people: OnCallPerson[]
  key?: string
  incident?: PagerdutyIncident
  heardAt?: Instant // when what was heard last had happened: what is older comes too late
  asked?: true // PagerDuty was asked for that: all that happened there until then is known
}

/** What happens to an incident in PagerDuty that concerns whoever works on it here. */
export const HEARD = [
  'triggered',
  'acknowledged',
  'unacknowledged',
  'resolved',
  'reopened',
  'escalated',
  'reassigned',
  'annotated',
  'responder-accepted',
  'responder-declined',
] as const
export type HeardKind = (typeof HEARD)[number]

/**
 * What PagerDuty told us. `page`: which one the key was made for, in case it is not known yet that PagerDuty has it. `who`: the person who did it, absent when it was PagerDuty itself or a program; `user`: who
 * that is in Slack. `refused`: why it does not count here. `asked`: it did not tell of this by itself, and its answer
 * holds all that happened there until then; both times are in whole seconds.
 */
export type Heard = {
  what: HeardKind
  at: Instant
  key?: string
  page?: { run: number; step?: number }
  incident: PagerdutyIncident
  who?: string
  user?: UserId
  to?: string[]
  text?: string
  refused?: string
  asked?: Instant
}

export type PagerdutyCommand =
  | { type: 'record-pagerduty-paged'; run: number; step: number; key: string }
  | { type: 'record-pagerduty-failed'; run: number; step: number; why: string; again: boolean }
  | { type: 'record-pagerduty-unasked'; run: number; step: number; who: string[]; why: string }
  | { type: 'record-pagerduty-told'; key: string; status: 'acknowledged' | 'resolved' }
  | { type: 'record-pagerduty-heard'; heard: Heard }

/**
 * `again`: it is tried on, beside whatever else is done. `over`: it is over here, so that is told to PagerDuty again.
 * Told with `happenedAt`: PagerDuty says since when it has it so.
 */
export type PagerdutyEvent =
  | { type: 'pagerduty-paged'; run: number; step: number; key: string; people: OnCallPerson[] }
  | { type: 'pagerduty-failed'; run: number; step: number; why: string; again?: true }
  | { type: 'pagerduty-unasked'; run: number; step: number; who: string[]; why: string }
  | { type: 'pagerduty-told'; key: string; status: 'acknowledged' | 'resolved'; happenedAt?: Instant }
  | { type: 'pagerduty-linked'; key: string; incident: PagerdutyIncident }
  | ({ type: 'pagerduty-heard'; key: string; happenedAt: Instant; over?: true } & Omit<
      Heard,
      'key' | 'page' | 'incident' | 'at'
    >)

/** Whatever can be paged about through PagerDuty. */
export type Pageable = { id: string; runs: Run[]; pagerduty?: PagerdutyPage[] }

/** As which source incidents of PagerDuty's other services become alerts. */
export const PAGERDUTY_SOURCE = 'pagerduty'

/** Pages that are remembered beyond those that are open. */
export const PAGERDUTY_PAGES_KEPT = 20

export function pagesThrough({ pagerduty = [] }: Pick<Pageable, 'pagerduty'>): PagerdutyPage[] {
  return pagerduty
}

export function pageOfStep(
  state: Pick<Pageable, 'pagerduty'>,
  { run, step }: { run: number; step: number },
): PagerdutyPage | undefined {
  return pagesThrough(state).find((page) => page.run === run && page.step === step)
}

/** PagerDuty may still be paging somebody, or at least has it open. */
export function isOpenThere({ status }: PagerdutyPage): boolean {
  return status === 'triggered' || status === 'acknowledged'
}

/** Of something that PagerDuty may be paging for, or has open, or soon will. */
export function isInPagerduty(state: Pick<Pageable, 'pagerduty'>): boolean {
  return pagesThrough(state).some((page) => isOpenThere(page) || page.status === 'wanted')
}

/**
 * Whether it is known by asking already how the page stood after that: then it is nothing new. Notes and replies are
 * not in the answer.
 */
export function isKnownByAsking({ asked, heardAt }: PagerdutyPage, heard: Heard): boolean {
  if (asked === undefined || heardAt === undefined || heard.asked !== undefined || !STANDS.has(heard.what))
    return false
  return heard.at <= heardAt
}

/** What changes how a page stands there. */
const STANDS: ReadonlySet<HeardKind> = new Set([
  'acknowledged',
  'unacknowledged',
  'resolved',
  'reopened',
  'escalated',
  'reassigned',
])

/** Until when it is known what happened there: of the second of an answer, all of it. */
export function knownUntil(at: Instant, asked: Instant | undefined): Instant {
  return asked === undefined ? at : asked + WITHIN_SECOND_MS
}

const WITHIN_SECOND_MS = 999

/** Each key once, of those pages that PagerDuty has open. */
export function openKeys(pages: readonly PagerdutyPage[]): string[] {
  return [...new Set(pages.filter(isOpenThere).flatMap(({ key }) => key ?? []))]
}

/** The page that something in PagerDuty is about, found by its key or by the incident there. */
export function pageMeant(
  state: Pick<Pageable, 'pagerduty'>,
  { key, page: made, incident }: Pick<Heard, 'key' | 'page' | 'incident'>,
): PagerdutyPage | undefined {
  const pages = pagesThrough(state)
  const known = pages.find((page) =>
    key === undefined ? page.incident?.id === incident.id : page.key === key,
  )
  if (known !== undefined || made === undefined) return known
  return pages.find(
    (page) =>
      page.key === undefined && page.run === made.run && (made.step === undefined || made.step === page.step),
  )
}

/** Under which a stream is found by an incident in PagerDuty: `pagerduty:PT4KHLK`. */
export function pagerdutyLabel(incident: string): string {
  return `pagerduty:${incident}`
}

export function pagerdutyLabels(state: Pick<Pageable, 'pagerduty'>): string[] {
  const ids = pagesThrough(state).flatMap(({ incident }) => incident?.id ?? [])
  return [...new Set(ids)].map(pagerdutyLabel)
}
