import type { Shift, Shifts, Turn } from '../core/on-call/shift.ts'
import type { OnCallPerson as Paged, ThroughPagerduty } from '../core/pagerduty/pages.ts'
import type { Policy } from '../core/policy.ts'
import { PAGERDUTY_REFERENCE } from '../core/policy-fields.ts'
import type { OnCallOf, Pagerduty } from './client.ts'
import { MATCH_BUDGET_MS } from './limits.ts'
import type { OnCallLookup, OnCallPerson } from './on-call.ts'
import type { SamePeople } from './people.ts'
import { soon } from './soon.ts'

type Asked = {
  onCall: OnCallLookup
  same: SamePeople
  /** Whether there is a token to look anything up with. */
  canAsk: boolean
  log: { warn(facts: object, message: string): void }
}

const NO_TOKEN = 'PagerDuty cannot be asked who is on call: PAGERDUTY_API_TOKEN is not set'

/** `pagerduty:schedule:PGR0VU2` → the schedule PGR0VU2. */
export function placeOf(reference: string): OnCallOf | undefined {
  const [kind, id] = reference.slice(PAGERDUTY_REFERENCE.length).split(':')
  if (!reference.startsWith(PAGERDUTY_REFERENCE) || id === undefined) return undefined
  return kind === 'schedule' || kind === 'policy' ? { kind, id } : undefined
}

/** Whoever stands behind the rungs that name PagerDuty, for paging them. */
export function createRungs({ onCall, same, canAsk, log, pages }: Asked & { pages: boolean }) {
  return {
    pages,
    async behind(reference: string, signal: AbortSignal): Promise<ThroughPagerduty | { why: string }> {
      const place = placeOf(reference)
      if (place === undefined) return { why: 'this names nothing in PagerDuty' }
      if (!canAsk) return { why: NO_TOKEN }
      const answer = await onCall.of(place, signal)
      if (!answer.ok) return { why: answer.why }
      const people = await Promise.all(answer.of.now.map((person) => withUser(person, same, log)))
      return { people, ...(answer.stale !== undefined && { asOf: answer.at }) }
    },
  }
}

/** The same for showing it: now, and who comes next. */
export function createShifts({
  onCall,
  same,
  canAsk,
  log,
  pagerduty,
}: Asked & { pagerduty: Pick<Pagerduty, 'nameOf'>; policy: Policy }): Shifts {
  const names = new Map<string, string>()

  async function titleOf(place: OnCallOf, signal: AbortSignal): Promise<string> {
    const known = names.get(place.id)
    if (known !== undefined) return known
    const name = await pagerduty.nameOf(place, signal)
    if (name.ok) names.set(place.id, name.value)
    return name.ok ? name.value : place.id
  }

  async function turnOf(person: OnCallPerson): Promise<Turn> {
    const { name, user } = await withUser(person, same, log)
    const { from, until } = person
    return {
      name,
      ...(user !== undefined && { user }),
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
    }
  }

  return {
    async of(reference, signal): Promise<Shift | { why: string }> {
      const place = placeOf(reference)
      if (place === undefined) return { why: 'this names nothing in PagerDuty' }
      if (!canAsk) return { why: NO_TOKEN }
      const [answer, title] = await Promise.all([onCall.of(place, signal), titleOf(place, signal)])
      if (!answer.ok) return { why: answer.why }
      const [now, next] = await Promise.all([
        Promise.all(answer.of.now.map(turnOf)),
        Promise.all(answer.of.next.map(turnOf)),
      ])
      const asOf = answer.stale === undefined ? {} : { asOf: { at: answer.at, why: answer.stale } }
      return { title, now, next, ...asOf }
    },
  }
}

/** Somebody about whom Slack cannot be asked now is paged through PagerDuty alone. */
async function withUser(
  { id, name, email = '' }: OnCallPerson,
  same: SamePeople,
  log: Asked['log'],
): Promise<Paged> {
  const asked = same.inSlack({ id, name, email })
  const user = await soon(asked, MATCH_BUDGET_MS, (error) =>
    log.warn({ err: error, person: id }, 'cannot find out who somebody of PagerDuty is in Slack'),
  )
  return { id, name, ...(user !== undefined && { user }) }
}
