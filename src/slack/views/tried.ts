import type { Paged, Run } from '../../core/ladder/climber.ts'
import { type PagerdutyPage, pageOfStep, pagesThrough } from '../../core/pagerduty/pages.ts'
import { SHOWN } from '../limits.ts'
import { lineOf, user } from '../mrkdwn.ts'

type About = { pagerduty?: PagerdutyPage[] }

/** Everybody who was paged in a run, or in one step of it, once each, with what came of it; empty for nobody. */
export function triedIn(about: About, run: Run, step?: number): string {
  const people = run.people.filter((paged) => step === undefined || paged.step === step)
  return [triedHere(people), elsewhere(about, run, step)].filter((part) => part !== '').join(', ')
}

/** Those who were paged in Slack. */
export function triedHere(people: readonly Paged[]): string {
  const latest = new Map(people.map((paged) => [paged.user, paged]))
  return [...latest.values()].map((paged) => `${user(paged.user)}${cameOf(paged)}`).join(', ')
}

/** Those who were paged through PagerDuty alone, by their names there. */
export function elsewhere(about: About, { run }: Pick<Run, 'run'>, step?: number): string {
  const pages = pagesThrough(about).filter((page) => page.run === run && (step ?? page.step) === page.step)
  const names = pages.flatMap(({ people, status }) => {
    const came = status === 'failed' ? 'not reached' : 'through PagerDuty'
    if (people.length === 0)
      return [`whoever PagerDuty has on call${status === 'failed' ? ` (${came})` : ''}`]
    return people
      .filter((one) => one.user === undefined)
      .map(({ name }) => `*${lineOf(name, SHOWN.personName)}* (${came})`)
  })
  return [...new Set(names)].join(', ')
}

/** By what other means a step's page goes, after one did not work; empty when there is none that may work. */
export function otherWay(
  { type, run, step }: { type: 'pagerduty-failed' | 'page-failed'; run: number; step: number },
  state: About & { runs: Run[] },
): string {
  if (type === 'page-failed') {
    const page = pageOfStep(state, { run, step })
    return page !== undefined && page.status !== 'failed' ? 'through PagerDuty' : ''
  }
  const people = state.runs.find((one) => one.run === run)?.people ?? []
  return people.some((paged) => paged.step === step && paged.failed === undefined) ? 'by direct message' : ''
}

function cameOf({ cannot, failed }: Paged): string {
  if (cannot) return ' (cannot)'
  return failed === undefined ? '' : ' (not reached)'
}
