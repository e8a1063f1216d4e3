import type { EntryRow } from '../../db/schema.ts'
import type { Entry } from '../../src/core/decider.ts'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import type { Policy } from '../../src/core/policy.ts'
import type { Switch, SwitchEvent } from '../../src/core/switch/switch.ts'
import { entryFromRow } from '../../src/engine/stored-entry.ts'
import type { Ledger } from './ledger.ts'
import { type Held, isListed, rolesOver } from './rights.ts'
import type { Outside, SwitchWatch } from './switch-watch.ts'

type Violated = (what: string, shows: string) => void
type Given = { ledger: Ledger; watch: SwitchWatch; policy: Policy; startAt: number; violated: Violated }

/** What was read may have been so a moment ago: until it is committed the disk may have been full. */
const READ_WITHIN_MS = 10 * 60_000

/** What must hold of kill switches once everything has come to rest. */
export function switchesHold(given: Given): void {
  const { ledger, violated } = given
  const roles = rolesOver(ledger)
  for (const state of ledger.statesOf<Switch>('switch')) {
    const entries = entriesOf(ledger, state.id)
    twoPeople(state, violated)
    for (const entry of entries) mayBeOrdered(entry, state, { ...given, roles })
    if (given.watch.isOutside(state.key) && !ledger.clockJumps)
      for (const entry of entries) wasReallySo(entry, state, state.key, given)
  }
  for (const problem of notAsShown(given)) violated('a switch is not as it is shown', problem)
}

export function switchEvents(rows: readonly EntryRow[]): Entry<SwitchEvent>[] {
  return rows.map((row) => entryFromRow<SwitchEvent>(row))
}

function entriesOf(ledger: Ledger, id: string): Entry<SwitchEvent>[] {
  return switchEvents(ledger.rows<EntryRow>('select * from entries where stream = ? order by seq', id))
}

/**
 * Where a switch is not what it is shown as, or an order was not carried out though nothing stands in its way; a
 * sentence each. The bot is given the minutes that the policy lets pass between two looks.
 */
export function notAsShown({ ledger, watch, policy }: Pick<Given, 'ledger' | 'watch' | 'policy'>): string[] {
  const rows = ledger.rows<{ key: string; value: string | null }>('select key, value from flags')
  const flags = new Map(rows.map(({ key, value }) => [key, value]))
  return ledger.statesOf<Switch>('switch').flatMap((state) => {
    const { id, key, terms, observed, wanted, retired, order, unreadable } = state
    if (retired) return []
    const line = (is: string) =>
      `${id} ${key} is ${is}, shown ${observed?.value}, wanted ${wanted?.value}${order ? `, being set to ${order.value} (${order.why ?? 'no answer yet'})` : ''}`
    if (watch.isOutside(key)) {
      const served = watch.served(key)
      // What does not hold for everybody cannot be set by some orders; people are told so.
      if ('many' in served)
        return order === undefined && unreadable === undefined
          ? [`${line(served.many)}, and is shown as read`]
          : []
      if (order !== undefined || unreadable !== undefined || served.one !== observed?.value)
        return [line(String(served.one))]
      return []
    }
    if (terms.provider !== 'built-in') return [`${key} is nowhere`]
    const is = JSON.parse(flags.get(key) ?? JSON.stringify(terms.normal)) as unknown
    if (order === undefined && is === observed?.value) return []
    if (order === undefined && observed?.value === wanted?.value && isTold(ledger, policy, key, is)) return []
    return [line(String(is))]
  })
}

/** A banner's flag has two writers: what stands there may be a message that was released to its audience. */
function isTold(ledger: Ledger, { audiences }: Policy, flag: string, value: unknown): boolean {
  const rows = ledger.rows<EntryRow>(`select * from entries where type = 'message-released'`)
  return rows.some((row) => {
    const { event } = entryFromRow<IncidentEvent>(row)
    if (event.type !== 'message-released') return false
    const told = event.audiences.some((key) => {
      const reach = audiences[key]?.reach
      return reach?.by === 'banner' && reach.flag === flag
    })
    return told && letters(event.text.body) === letters(String(value))
  })
}

export function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}

function twoPeople({ id, key, asks }: Switch, violated: Violated): void {
  for (const { ask, by, end, kind } of asks)
    if (kind === 'approval' && end?.how === 'approved' && end.by === by)
      violated('one person was both of a two-person act', `${id} ${key} ask ${ask} by ${by}`)
}

function mayBeOrdered(
  { event, recordedAt: at, seq }: Entry<SwitchEvent>,
  { id, key, terms }: Switch,
  { roles, policy, violated }: Given & { roles: readonly Held[] },
): void {
  const act = actOf(event)
  if (act === undefined || !('by' in event)) return
  const rules = policy.switches[key] ?? terms
  const list = act === 'pull' ? rules.mayPull : rules.mayRestore
  const shows = `${id} ${key} entry ${seq}: ${act} by ${event.by}${event.approvedBy ? `, approved by ${event.approvedBy}` : ''}`
  const persons = [event.by, ...(event.approvedBy === undefined ? [] : [event.approvedBy])]
  for (const person of persons)
    if (!isListed(list, person, at, roles))
      violated('a switch was ordered by somebody who may not', `${shows}; ${person} is not among ${list}`)
  if (rules.approval?.for.includes(act) !== true) return
  if ('override' in event && event.override === true) {
    if (!isListed(rules.approval.override ?? [], event.by, at, roles))
      violated('somebody went without a second person who may not', shows)
  } else if (event.approvedBy === undefined || event.approvedBy === event.by)
    violated('a two-person act by one person', shows)
}

/** What was changed elsewhere and is accepted counts as if it had been done here. */
function actOf(event: SwitchEvent) {
  if (event.type === 'pull-ordered') return 'pull'
  if (event.type === 'restore-ordered') return 'restore'
  if (event.type === 'drift-accepted') return event.position === 'safe' ? 'pull' : 'restore'
  return undefined
}

const READINGS = new Set(['pulled', 'restored', 'drifted', 'drift-ended', 'value-found'])

/** What was put on record as read was what customers got, at some moment since it was ordered or shortly before. */
function wasReallySo(
  { event, recordedAt, seq }: Entry<SwitchEvent>,
  { id }: Switch,
  key: Outside,
  { watch, startAt, violated }: Given,
): void {
  if (!READINGS.has(event.type) || !('value' in event) || recordedAt < startAt) return
  const until = recordedAt - startAt
  const history = watch.history(key)
  const wasSo = history.some(({ at, served }, index) => {
    const end = history[index + 1]?.at ?? Number.POSITIVE_INFINITY
    return 'one' in served && served.one === event.value && at <= until && end >= until - READ_WITHIN_MS
  })
  if (!wasSo)
    violated(
      'a switch is on record as what it never was',
      `${id} ${key} entry ${seq} ${event.type} ${event.value}`,
    )
}
