import type { Instant } from '../decider.ts'
import type { Climber, Run, RunEvent } from '../ladder/climber.ts'
import { further } from '../ladder/ladder.ts'
import { isOpen, openRuns, pagedInStep, runNumbered } from '../ladder/runs.ts'
import { NOTE_MAX, WHY_MAX } from '../limits.ts'
import { clip, line, paragraph } from '../text.ts'
import {
  type Heard,
  isKnownByAsking,
  isOpenThere,
  knownUntil,
  type PagerdutyCommand,
  type PagerdutyEvent,
  type PagerdutyPage,
  pageMeant,
  pageOfStep,
} from './pages.ts'

type Asked<T extends PagerdutyCommand['type']> = Extract<PagerdutyCommand, { type: T }>
type Events = (PagerdutyEvent | RunEvent)[]

/** `isOver`: it is resolved here, so PagerDuty need not page for it any more. */
export function decidePagerduty(
  state: Climber,
  command: PagerdutyCommand,
  now: Instant,
  isOver: boolean,
): Events {
  switch (command.type) {
    case 'record-pagerduty-paged':
      return recordPaged(state, command)
    case 'record-pagerduty-failed':
      return recordFailed(state, command, now)
    case 'record-pagerduty-unasked': {
      const { type: _, who, why, ...step } = command
      const names = who.slice(0, NAMED_MAX).map((name) => clip(line(name), WHO_MAX))
      return [{ type: 'pagerduty-unasked', ...step, who: names, why: clip(line(why), WHY_MAX) }]
    }
    case 'record-pagerduty-told':
      return recordTold(state, command)
    case 'record-pagerduty-heard':
      return recordHeard(state, command.heard, now, isOver)
  }
}

function recordPaged(state: Climber, { run, step, key }: Asked<'record-pagerduty-paged'>): Events {
  const page = pageOfStep(state, { run, step })
  if (page === undefined || page.key !== undefined) return []
  return [{ type: 'pagerduty-paged', run, step, key, people: page.people }]
}

/** When nobody of the rung was reached in any way, the next is called at once. */
function recordFailed(
  state: Climber,
  { run: number, step, why, again }: Asked<'record-pagerduty-failed'>,
  now: Instant,
): Events {
  const page = pageOfStep(state, { run: number, step })
  const run = runNumbered(state, number)
  if (page === undefined || run === undefined || page.status !== 'wanted') return []
  const failed: PagerdutyEvent = {
    type: 'pagerduty-failed',
    run: number,
    step,
    why: clip(line(why), WHY_MAX),
    ...(again && { again }),
  }
  const hopeless = pagedInStep(run, step).every((paged) => paged.failed !== undefined)
  const current = run.phase === 'paged' && step === run.step
  return hopeless && current ? [failed, ...further(run, 'undelivered', now, now)] : [failed]
}

function recordTold(state: Climber, { key, status }: Asked<'record-pagerduty-told'>): Events {
  const changes = (state.pagerduty ?? []).some(
    (page) => page.key === key && isOpenThere(page) && page.status !== status,
  )
  return changes ? [{ type: 'pagerduty-told', key, status }] : []
}

/**
 * What was done in PagerDuty. What is known already, and what the bot itself has caused, changes nothing: that is
 * what keeps the two from answering each other for ever.
 */
function recordHeard(state: Climber, heard: Heard, now: Instant, isOver: boolean): Events {
  const found = pageMeant(state, heard)
  const key = found?.key ?? heard.key
  if (found === undefined || key === undefined) return []
  const { incident, at, page: _, key: __, ...rest } = cleaned(heard, now)
  // It is told of before its own page was confirmed: PagerDuty has it then.
  const isNew = found.key === undefined
  const page: PagerdutyPage = isNew ? { ...found, key, status: 'triggered' } : found
  const { run, step, people } = page
  const linked: Events = [
    ...(isNew ? [{ type: 'pagerduty-paged', run, step, key, people } as const] : []),
    ...(page.incident === undefined ? [{ type: 'pagerduty-linked', key, incident } as const] : []),
  ]
  const happenedAt = Math.min(at, now)
  const isLate = page.heardAt !== undefined && knownUntil(at, heard.asked) < page.heardAt
  if (isLate && CHANGES.has(heard.what)) return linked
  if (isKnownByAsking(page, heard)) return linked
  const told = (over = false): PagerdutyEvent => ({
    type: 'pagerduty-heard',
    ...rest,
    key,
    happenedAt,
    ...(over && { over: true as const }),
  })
  switch (heard.what) {
    case 'triggered':
      return linked
    case 'acknowledged':
    case 'responder-accepted':
      return [...linked, ...answered(state, page, key, heard, now, isOver, told)]
    case 'resolved':
      if (isOver || page.status === 'resolved')
        return [...linked, ...confirmed(page, { key, status: 'resolved', happenedAt })]
      return [...linked, ...(counts(heard) ? acknowledgements(state, page, key, heard, now) : []), told()]
    case 'unacknowledged':
    case 'reopened':
      return [...linked, told(isOver)]
    default:
      return [...linked, told()]
  }
}

/** A person's answer stops the ladder, whoever they are here: PagerDuty knows them, and they have it now. */
function answered(
  state: Climber,
  page: PagerdutyPage,
  key: string,
  heard: Heard,
  now: Instant,
  isOver: boolean,
  told: (over?: boolean) => PagerdutyEvent,
): Events {
  const isKnown = page.status !== 'triggered' && heard.what === 'acknowledged'
  if (heard.who === undefined) {
    const isOurs = page.status === 'triggered' && runOf(state, page)?.phase === 'over'
    if (isOurs || (isKnown && page.status === 'acknowledged'))
      return confirmed(page, { key, status: 'acknowledged', happenedAt: Math.min(heard.at, now) })
    return isKnown ? [] : [told(isOver)]
  }
  if (isOver) return [told(true)]
  const events = counts(heard) ? acknowledgements(state, page, key, heard, now) : []
  if (events.length > 0) return events
  const by = runOf(state, page)?.end?.by
  return isKnown && by !== undefined && by === heard.user ? [] : [told()]
}

/**
 * What the bot did there comes back with PagerDuty's own time for it. Only that shows that something else, which is
 * heard later, had happened before.
 */
function confirmed(
  page: PagerdutyPage,
  told: { key: string; status: 'acknowledged' | 'resolved'; happenedAt: Instant },
): Events {
  const isNew = page.status !== told.status || told.happenedAt > (page.heardAt ?? 0)
  return isNew ? [{ type: 'pagerduty-told', ...told }] : []
}

function counts(heard: Heard): boolean {
  return heard.who !== undefined && heard.refused === undefined
}

function acknowledgements(
  state: Climber,
  page: PagerdutyPage,
  key: string,
  { who = '', at, asked }: Heard,
  now: Instant,
): RunEvent[] {
  const answer = {
    key,
    who: clip(line(who), WHO_MAX),
    at: Math.min(at, now),
    ...(asked !== undefined && { asked }),
  }
  return runsMeant(state, page).map(({ run, calledAt = answer.at }) => ({
    type: 'acknowledged',
    run,
    afterMs: Math.max(0, answer.at - calledAt),
    pagerduty: answer,
  }))
}

/** The run that was paged for; when the ladder has taken over from it, whatever waits for an answer now. */
export function runsMeant(state: Climber, page: PagerdutyPage): Run[] {
  const run = runOf(state, page)
  if (run !== undefined && isOpen(run)) return [run]
  return run === undefined || run.end?.how === 'unanswered' ? openRuns(state) : []
}

function runOf(state: Climber, { run }: PagerdutyPage): Run | undefined {
  return runNumbered(state, run)
}

/** What an incident in PagerDuty is: heard late, it is not that any more. */
const CHANGES: ReadonlySet<Heard['what']> = new Set([
  'acknowledged',
  'unacknowledged',
  'resolved',
  'reopened',
])

const WHO_MAX = 100
const NAMED_MAX = 10

/** An address is shown as a link: what is none would lead elsewhere, or be shown as something else. */
const ADDRESS = /^https:\/\/[^\s<>|]{1,500}$/

function cleaned(
  { who, to, text, refused, asked, incident: { id, url }, ...heard }: Heard,
  now: Instant,
): Heard {
  return {
    ...heard,
    ...(asked !== undefined && { asked: Math.min(asked, now) }),
    incident: { id: clip(line(id), WHO_MAX), ...(url !== undefined && ADDRESS.test(url) && { url }) },
    ...(who !== undefined && { who: clip(line(who), WHO_MAX) }),
    ...(to !== undefined && { to: to.slice(0, NAMED_MAX).map((name) => clip(line(name), WHO_MAX)) }),
    ...(text !== undefined && { text: clip(paragraph(text), NOTE_MAX) }),
    ...(refused !== undefined && { refused: clip(line(refused), WHY_MAX) }),
  }
}
