import type { Instant } from '../decider.ts'
import type { Climber, RunEvent } from '../ladder/climber.ts'
import {
  type Heard,
  isOpenThere,
  knownUntil,
  PAGERDUTY_PAGES_KEPT,
  type Pageable,
  type PagerdutyEvent,
  type PagerdutyPage,
} from './pages.ts'

/** What an event changes about the pages through PagerDuty. */
export function evolvePagerduty<C extends Climber>(state: C, event: PagerdutyEvent): C {
  switch (event.type) {
    case 'pagerduty-paged': {
      const { run, step, key } = event
      // A step that shares the key of an earlier one is about the same incident there.
      const incident = (state.pagerduty ?? []).find((page) => page.key === key)?.incident
      return changed(state, isStep({ run, step }), (page) => ({
        ...page,
        key,
        status: 'triggered',
        ...(incident && { incident }),
      }))
    }
    case 'pagerduty-failed':
      return changed(state, isStep(event), (page) => ({ ...page, status: 'failed' }))
    case 'pagerduty-unasked':
      return state
    case 'pagerduty-told':
      return changed(state, hasKey(event.key), (page) => {
        const told = { ...page, status: event.status }
        return event.happenedAt === undefined ? told : heard(told, event.happenedAt, undefined)
      })
    case 'pagerduty-linked':
      return changed(state, hasKey(event.key), (page) => ({ ...page, incident: event.incident }))
    case 'pagerduty-heard': {
      const status = STATUS[event.what]
      if (status === undefined) return state
      const at = event.happenedAt
      const until = knownUntil(at, event.asked)
      const isLate = (page: PagerdutyPage) => GIVES_ON.has(event.what) && until < (page.heardAt ?? 0)
      const isMeant = (page: PagerdutyPage) => page.key === event.key && !isLate(page)
      return changed(state, isMeant, (page) => heard({ ...page, status }, at, event.asked))
    }
  }
}

const STATUS: Partial<
  Record<Extract<PagerdutyEvent, { type: 'pagerduty-heard' }>['what'], PagerdutyPage['status']>
> = {
  acknowledged: 'acknowledged',
  unacknowledged: 'triggered',
  reopened: 'triggered',
  // Given on, it rings again, also when somebody had acknowledged it.
  escalated: 'triggered',
  reassigned: 'triggered',
  resolved: 'resolved',
}
/** Told also when it is heard late, and then not believed. */
const GIVES_ON: ReadonlySet<Heard['what']> = new Set(['escalated', 'reassigned'])

/** What an event on a ladder means for them: a step that PagerDuty stands behind, an answer that was given there. */
export function notePages<C extends Pageable>(state: C, event: RunEvent): C {
  if (event.type === 'people-paged' && event.pagerduty !== undefined) {
    const { run, step, pagerduty } = event
    const page: PagerdutyPage = { run, step, status: 'wanted', people: pagerduty.people }
    return { ...state, pagerduty: kept([...(state.pagerduty ?? []), page]) }
  }
  if (event.type === 'acknowledged' && event.pagerduty !== undefined) {
    const { key, at, asked } = event.pagerduty
    return changed(state, hasKey(key), (page) => heard({ ...page, status: 'acknowledged' }, at, asked))
  }
  return state
}

/** Those that PagerDuty has open are never forgotten; of the others the newest are kept. */
function kept(pages: PagerdutyPage[]): PagerdutyPage[] {
  const closed = pages.slice(0, -1).filter((page) => !isOpenThere(page))
  const forgotten = closed.slice(0, Math.max(0, pages.length - PAGERDUTY_PAGES_KEPT))
  return pages.filter((page) => !forgotten.includes(page))
}

function heard({ asked: _, ...page }: PagerdutyPage, at: Instant, asked: Instant | undefined): PagerdutyPage {
  return { ...page, heardAt: knownUntil(at, asked), ...(asked !== undefined && { asked: true as const }) }
}

function changed<C extends Pageable>(
  state: C,
  isMeant: (page: PagerdutyPage) => boolean,
  change: (page: PagerdutyPage) => PagerdutyPage,
): C {
  if (!state.pagerduty?.some(isMeant)) return state
  return { ...state, pagerduty: state.pagerduty.map((page) => (isMeant(page) ? change(page) : page)) }
}

function isStep({ run, step }: { run: number; step: number }) {
  return (page: PagerdutyPage) => page.run === run && page.step === step
}

function hasKey(key: string) {
  return (page: PagerdutyPage) => page.key === key
}
