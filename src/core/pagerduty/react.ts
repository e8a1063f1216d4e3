import type { Effect, Entry } from '../decider.ts'
import type { Climber, RunEvent } from '../ladder/climber.ts'
import { runNumbered } from '../ladder/runs.ts'
import { openKeys, type PagerdutyEvent, pageOfStep, pagesThrough } from './pages.ts'

export const PAGERDUTY_EFFECTS = [
  'pagerduty.trigger',
  'pagerduty.ask-responders',
  'pagerduty.acknowledge',
  'pagerduty.resolve',
  'pagerduty.note',
  'pagerduty.catch-up',
] as const
export type PagerdutyEffect = (typeof PAGERDUTY_EFFECTS)[number]
type PagerdutyOwed = Effect & { kind: PagerdutyEffect }

/** After a page that PagerDuty did not take, how soon it is tried again, beside whatever else is done. */
const AGAIN_AFTER_MS = 15_000

/**
 * What pages make owed to PagerDuty, the same for all that climb. All events of one thing go out in one order, so
 * that an answer never overtakes the page that it answers. `isOver`: it is resolved here.
 */
export function reactPagerduty(
  { event, recordedAt }: Pick<Entry<RunEvent | PagerdutyEvent>, 'event' | 'recordedAt'>,
  state: Climber,
  isOver: boolean,
): PagerdutyOwed[] {
  switch (event.type) {
    case 'people-paged':
      return event.pagerduty === undefined ? [] : [trigger(state, event)]
    case 'pagerduty-failed': {
      if (event.again === undefined) return []
      const { kind, lane, subject, args } = trigger(state, event)
      return [{ kind, lane, subject, args: { ...args, again: true }, notBefore: recordedAt + AGAIN_AFTER_MS }]
    }
    case 'pagerduty-paged':
      return afterPaging(state, event, isOver)
    case 'acknowledged': {
      const pages = pagesThrough(state).filter(({ run }) => run === event.run)
      const others = openKeys(pages).filter((key) => key !== event.pagerduty?.key)
      return others.map((key) => tell(state, 'pagerduty.acknowledge', key))
    }
    case 'escalation-ended':
      return openKeys(pagesThrough(state).filter(({ run }) => run === event.run)).map((key) =>
        tell(state, 'pagerduty.resolve', key),
      )
    case 'pagerduty-heard':
      return event.over === undefined ? [] : [tell(state, 'pagerduty.resolve', event.key)]
    default:
      return []
  }
}

/** All that PagerDuty still has open about it, once it is over here. */
export function resolveThere(state: Climber): PagerdutyOwed[] {
  return openKeys(pagesThrough(state)).map((key) => tell(state, 'pagerduty.resolve', key))
}

/**
 * PagerDuty does not tell for ever: after an absence it is asked what was done there meanwhile, also about what may
 * just have reached it. Behind what it is still owed about the same.
 */
export function askThere(state: Climber): PagerdutyOwed[] {
  const ask = { kind: 'pagerduty.catch-up', lane: 'page' } as const
  const about = (what: string | number) => `pagerduty:${state.id}:${what}`
  const pages = pagesThrough(state)
  const known = openKeys(pages).map((key) => {
    const before = pages.find((page) => page.key === key)?.status ?? 'triggered'
    return { ...ask, subject: about(key), args: { key, before } }
  })
  const wanted = pages.filter(({ status }) => status === 'wanted')
  return [
    ...known,
    ...wanted.map(({ run, step }) => ({
      ...ask,
      subject: about(run),
      args: { run, step, before: 'wanted' },
    })),
  ]
}

/** What was said here, for those who read along in PagerDuty; nothing when it is not open there. */
export function noteThere(state: Climber): PagerdutyOwed[] {
  if (openKeys(pagesThrough(state)).length === 0) return []
  return [{ kind: 'pagerduty.note', lane: 'say', subject: `pagerduty-notes:${state.id}` }]
}

/** Answered while the page was on its way, PagerDuty has to be told now. */
function afterPaging(
  state: Climber,
  { run: number, step, key }: Extract<PagerdutyEvent, { type: 'pagerduty-paged' }>,
  isOver: boolean,
): PagerdutyOwed[] {
  const end = runNumbered(state, number)?.end?.how
  if (!isOver && end === 'acknowledged') return [tell(state, 'pagerduty.acknowledge', key)]
  if (isOver || (end !== undefined && end !== 'unanswered')) return [tell(state, 'pagerduty.resolve', key)]
  const people = pageOfStep(state, { run: number, step })?.people ?? []
  if (people.length === 0) return []
  const subject = `pagerduty-responders:${state.id}`
  return [{ kind: 'pagerduty.ask-responders', lane: 'page', subject, args: { run: number, step, key } }]
}

function trigger({ id }: Climber, { run, step }: { run: number; step: number }): PagerdutyOwed {
  return { kind: 'pagerduty.trigger', lane: 'page', subject: `pagerduty:${id}:${run}`, args: { run, step } }
}

function tell(
  { id }: Climber,
  kind: 'pagerduty.acknowledge' | 'pagerduty.resolve',
  key: string,
): PagerdutyOwed {
  // Behind the triggers of the same run, whose number the page knows and its key need not.
  return { kind, lane: 'page', subject: `pagerduty:${id}:${key}`, args: { key } }
}
