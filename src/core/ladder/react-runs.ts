import type { Effect } from '../decider.ts'
import type { Climber, RunEvent } from './climber.ts'
import { runNumbered } from './runs.ts'

type Happened<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>

/** Work that pages make owed, the same for all that climb. Who performs it learns from the stream what that is. */
type PageOwed = Effect & { kind: 'slack.page-rung' | 'slack.page' | 'slack.sync-page' }

/** A subject of its own: a page that cannot be delivered must not hold up the next rung's. */
export function pageRung({ id }: Climber, { run, step }: Happened<'rung-called'>): PageOwed {
  return { kind: 'slack.page-rung', lane: 'page', subject: `page:${id}:${run}.${step}`, args: { run, step } }
}

export function pages({ id }: Climber, { run, step, people }: Happened<'people-paged'>): PageOwed[] {
  return people.map(({ user }) => ({
    kind: 'slack.page',
    lane: 'page',
    subject: `page:${id}:${run}.${step}:${user}`,
    args: { run, step, user },
  }))
}

/** What happened while a page was on its way is not on it. */
export function pageSent(state: Climber, { run: number, step, user }: Happened<'page-sent'>): PageOwed[] {
  const run = runNumbered(state, number)
  return run === undefined || (run.phase === 'paged' && run.step === step)
    ? []
    : [syncPage(state, number, user)]
}

/** Every copy that was sent shows what became of the page. */
export function syncPages(state: Climber, number: number): PageOwed[] {
  const sent = runNumbered(state, number)?.people.filter((paged) => paged.sent !== undefined) ?? []
  return [...new Set(sent.map(({ user }) => user))].map((user) => syncPage(state, number, user))
}

function syncPage({ id }: Climber, run: number, user: string): PageOwed {
  return { kind: 'slack.sync-page', lane: 'sync', subject: `copy:${id}:${run}:${user}`, args: { run, user } }
}
