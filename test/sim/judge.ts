import { createSecretKey } from 'node:crypto'
import type { EntryRow } from '../../db/schema.ts'
import type { Alert } from '../../src/core/alert/alert.ts'
import type { Incident } from '../../src/core/incident/incident.ts'
import type { Policy } from '../../src/core/policy.ts'
import { DECIDERS } from '../../src/deciders.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createStore } from '../../src/engine/store.ts'
import { verify } from '../../src/engine/verify.ts'
import { fromStored } from '../../src/policy-shelf.ts'
import type { Account } from '../../src/sandbox/pagerduty/account.ts'
import { cardMessage, ownCardMessage } from '../../src/slack/views/card.ts'
import { linesHold } from './judge-lines.ts'
import type { Mails } from './judge-mail.ts'
import type { PublicPage } from './judge-page.ts'
import { bothSidesAgree, heardOnce } from './judge-phones.ts'
import { switchesHold } from './judge-switches.ts'
import type { Ledger } from './ledger.ts'
import { TIMELINE_KEY } from './parts.ts'
import type { Plan } from './plan.ts'
import { promisesKept, releasesApproved } from './promises.ts'
import { GUESTS } from './rights.ts'
import type { SwitchWatch } from './switch-watch.ts'

type Given = {
  file: string
  ledger: Ledger
  policy: Policy
  plan: Plan
  now: number
  /** Where PagerDuty is part of the night. */
  account: Account | undefined
  switches: SwitchWatch
  mails: Mails
  page: PublicPage
  violated: (what: string, shows: string) => void
}

type Shown = { text?: unknown; blocks?: unknown; attachments?: unknown }

/** After everything has come to rest: what must hold then. */
export async function judge(given: Given): Promise<void> {
  await chainHolds(given)
  acknowledgedIsCommitted(given)
  nobodyWithoutRight(given)
  const { ledger, policy, violated, account, switches, mails, page } = given
  switchesHold({ ledger, watch: switches, policy, startAt: given.plan.startAt, violated })
  mails.judge(policy)
  page.judge()
  linesHold(ledger, policy, { violated, compare: (...shown) => showsState(given, ...shown) })
  heardOnce(ledger, violated)
  if (account) bothSidesAgree(ledger, account, violated)
  for (const incident of incidentsOf(given.ledger)) {
    const rows = given.ledger.rows<EntryRow>(
      'select * from entries where stream = ? order by seq',
      incident.id,
    )
    promisesKept(rows, given.violated)
    releasesApproved(rows, policyOf(given.ledger, incident.id), given.violated)
    cardShowsState(given, incident)
    everybodyPaged(given, incident)
  }
  for (const line of ledger.statesOf<Alert>('alert')) everybodyPaged(given, line)
}

/** Chain, state = fold of the entries, timers = timers(state), labels, no gaps in numbers. */
async function chainHolds({ file, violated }: Given): Promise<void> {
  const database = await openDatabase(file, { readOnly: true })
  const store = createStore(database, { pause: async () => undefined })
  const key = createSecretKey(Buffer.from(TIMELINE_KEY, 'hex'))
  for await (const { stream, seq, what } of verify({ store, chainKey: key, deciders: DECIDERS }))
    violated('the timeline does not verify', `${stream}${seq === undefined ? '' : ` entry ${seq}`} ${what}`)
  await store.close()
}

function acknowledgedIsCommitted({ ledger, violated }: Given): void {
  for (const [request, { committed, told, at }] of ledger.acks) {
    const now = ledger.isCommitted(request)
    if (now && !committed)
      violated('acknowledged before it was committed', `${request} at ${at}: ${told.slice(0, 100)}`)
    if (!now && committed) violated('an acknowledged command is lost', request)
    if (!now && /Declared \*?INC-\d+/.test(told))
      violated('an acknowledged incident is lost', told.slice(0, 200))
  }
}

function nobodyWithoutRight({ ledger, violated }: Given): void {
  for (const guest of GUESTS) {
    const entries = ledger.rows<{ stream: string; seq: number; type: string }>(
      'select stream, seq, type from entries where actor = ?',
      guest,
    )
    for (const { stream, seq, type } of entries)
      if (type !== 'refused')
        violated('a change by somebody without authority', `${guest} did ${type} on ${stream} (entry ${seq})`)
  }
}

function incidentsOf(ledger: Ledger): Incident[] {
  return ledger.statesOf<Incident>('incident')
}

function policyOf(ledger: Ledger, id: string): Policy {
  const [row] = ledger.rows<{ body: string }>(
    'select policies.body from streams join policies on policies.digest = streams.policy where id = ?',
    id,
  )
  if (!row) throw new Error(`${id} has no policy`)
  return fromStored(row.body)
}

function cardShowsState(given: Given, incident: Incident): void {
  const { ledger, violated } = given
  const [row] = ledger.rows<{ head: string; body: string }>(
    'select streams.head, policies.body from streams join policies on policies.digest = streams.policy where id = ?',
    incident.id,
  )
  if (!row) return
  const policy = fromStored(row.body)
  if (incident.card === undefined && incident.cardGivenUp === undefined)
    violated('an incident without a card', incident.id)
  const compare = (what: string, place: { channel: string; ts: string } | undefined, wanted: object) => {
    const posted = place && ledger.posted.get(`${place.channel}:${place.ts}`)
    if (posted) showsState(given, what, incident.id, posted.args, wanted)
  }
  compare('the card', incident.card, cardMessage(incident, policy, row.head))
  const { channel } = incident
  const own = channel?.cardTs === undefined ? undefined : { channel: channel.id, ts: channel.cardTs }
  compare('the card in the own channel', own, ownCardMessage(incident, policy))
}

function showsState({ violated }: Given, what: string, id: string, posted: Shown, wanted: Shown): void {
  for (const part of ['text', 'blocks', 'attachments'] as const) {
    const shown = normal(posted[part])
    const is = normal(wanted[part])
    if (shown !== is)
      violated(
        `${what} does not show the state`,
        `${id} ${part}\n  shows ${differs(shown, is)}\n  is    ${differs(is, shown)}`,
      )
  }
}

/** The head is of when the card was last worth changing. */
function normal(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return (text ?? '').replace(/sealed up to `[0-9a-f]+`/g, 'sealed')
}

function differs(one: string, other: string): string {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return `…${one.slice(Math.max(0, at - 30), at + 90)}`
}

/** Everybody whom the timeline says was paged has the message, unless it says why not or was over before. */
function everybodyPaged({ ledger, violated }: Given, incident: Pick<Incident, 'id' | 'runs'>): void {
  for (const run of incident.runs) {
    for (const { user, sent, failed, step, cannot } of run.people) {
      if (sent !== undefined && !ledger.posted.has(`${sent.channel}:${sent.ts}`))
        violated(
          'a page is recorded as sent that Slack does not have',
          `${incident.id} run ${run.run} ${user}`,
        )
      if (sent === undefined && failed === undefined && cannot === undefined && run.phase !== 'over')
        violated('a due page did not reach its person', `${incident.id} run ${run.run} step ${step} ${user}`)
    }
  }
}
