import type { Climber } from '../../src/core/ladder/climber.ts'
import { isOpen, runNumbered } from '../../src/core/ladder/runs.ts'
import type { Account } from '../../src/sandbox/pagerduty/account.ts'
import type { Ledger } from './ledger.ts'

const BY_HAND = /^(Escalated|Reopened) by |^Given to /
const OWN = /^tocsin-[0-9a-f]+:([A-Z]+-\d+):(\d+)(?:\.\d+)?$/

/** However often a webhook comes, what it tells happened once. */
export function heardOnce(ledger: Ledger, violated: (what: string, shows: string) => void): void {
  const seen = new Set<string>()
  const rows = ledger.rows<{ stream: string; seq: number; event: string }>(
    `select stream, seq, event from entries where type = 'pagerduty-heard' order by stream, seq`,
  )
  for (const { stream, seq, event } of rows) {
    const same = `${stream} ${event}`
    if (seen.has(same)) violated('one webhook is told twice', `${stream} entry ${seq}`)
    seen.add(same)
  }
}

/**
 * Answered here is answered there, and the other way round, also when the bot was away for longer than PagerDuty goes
 * on telling. What it still has to tell us it could not say yet: after a long outage it waits for up to an hour.
 */
export function bothSidesAgree(
  ledger: Ledger,
  account: Account,
  violated: (what: string, shows: string) => void,
): void {
  const { incidents, owed, silentUntil } = account.data
  if (silentUntil !== undefined) violated('PagerDuty has stopped telling us anything', 'three refusals')
  for (const { id, key, status, acknowledgements, story } of incidents) {
    const [, stream, number] = OWN.exec(key) ?? []
    if (stream === undefined || owed.some(({ body }) => body.includes(id))) continue
    const state = ledger.stateOf<Climber>(stream)
    const run = state && runNumbered(state, Number(number))
    if (run === undefined) {
      // Of many runs the oldest are forgotten.
      const isForgotten = state?.runs.some((one) => one.run > Number(number)) === true
      if (!isForgotten) violated('PagerDuty pages for something that is not there', key)
      continue
    }
    const shows = `${key} is ${status} there, and run ${run.run} ${run.phase} (${run.end?.how ?? 'open'}) here`
    const answered = run.end?.how
    // Somebody may have given it on there after it was answered.
    const byHand = story.some(({ what }) => BY_HAND.test(what))
    if (status === 'triggered' && !byHand && answered !== undefined && answered !== 'unanswered')
      violated('answered here, and phones still ring', shows)
    const byPeople = acknowledgements.some(({ agent }) => agent.type === 'user')
    if (isOpen(run) && (status === 'resolved' || byPeople))
      violated('answered on the phone, and still waited for here', shows)
    const page = state?.pagerduty?.find((one) => one.key === key)
    if (page !== undefined && page.status !== status)
      violated('both sides do not agree on a page', `${shows}; shown ${page.status}`)
  }
}
