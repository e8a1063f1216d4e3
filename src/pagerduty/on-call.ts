import type { Instant } from '../core/decider.ts'
import type { OnCallOf, Pagerduty } from './client.ts'
import { ON_CALL_AHEAD_MS, ON_CALL_FRESH_MS, ON_CALL_PAUSE_MS } from './limits.ts'
import type { Oncall } from './wire.ts'

/** Somebody who is on call, or comes next. `until`: absent when there is no end. */
export type OnCallPerson = {
  id: string
  name: string
  email?: string
  from?: Instant
  until?: Instant
}

/** Who is on call now, and who takes over when. */
export type OnCall = { now: OnCallPerson[]; next: OnCallPerson[] }

/** `stale`: PagerDuty could not be asked, for this reason, and this is what it said at `at`. */
export type OnCallAnswer =
  | { ok: true; of: OnCall; at: Instant; stale?: string }
  | { ok: false; why: string; again: 'later' | 'never' }

export type OnCallLookup = {
  /** Never older than a minute unless it says so. */
  of(place: OnCallOf, signal: AbortSignal): Promise<OnCallAnswer>
}

/** Keeps the last answers beyond the life of the process. */
export type OnCallShelf = {
  last(place: string): Promise<{ entries: Oncall[]; at: Instant } | undefined>
  keep(place: string, entries: Oncall[], at: Instant): Promise<void>
}

type Kept = { entries: Oncall[]; at: Instant; askAgainAt: Instant; trouble?: string }

/**
 * Who is on call, asked once for all who want to know at the same time. When PagerDuty cannot be asked, what it said
 * last still holds: shifts are planned ahead, and its entries say until when they count.
 */
export function createOnCall(parts: {
  pagerduty: Pick<Pagerduty, 'onCalls'>
  shelf: OnCallShelf
  now: () => Instant
}): OnCallLookup {
  const { pagerduty, shelf, now } = parts
  const kept = new Map<string, Kept>()
  const asking = new Map<string, Promise<OnCallAnswer>>()

  async function ask(key: string, place: OnCallOf, signal: AbortSignal): Promise<OnCallAnswer> {
    const at = now()
    const answer = await pagerduty.onCalls(place, { from: at, to: at + ON_CALL_AHEAD_MS }, signal)
    if (answer.ok) {
      kept.set(key, { entries: answer.value, at, askAgainAt: at + ON_CALL_FRESH_MS })
      // What cannot be kept is no reason not to page.
      await shelf.keep(key, answer.value, at).catch(() => undefined)
      return { ok: true, of: sorted(answer.value, place, at), at }
    }
    const last = kept.get(key) ?? (await shelf.last(key).catch(() => undefined))
    if (last === undefined) return { ok: false, why: answer.why, again: answer.again }
    kept.set(key, { ...last, askAgainAt: now() + ON_CALL_PAUSE_MS, trouble: answer.why })
    return { ok: true, of: sorted(last.entries, place, now()), at: last.at, stale: answer.why }
  }

  return {
    async of(place, signal) {
      const key = `${place.kind}:${place.id}`
      const last = kept.get(key)
      if (last !== undefined && now() < last.askAgainAt && now() >= last.at) {
        const { entries, at, trouble } = last
        return {
          ok: true,
          of: sorted(entries, place, now()),
          at,
          ...(trouble !== undefined && { stale: trouble }),
        }
      }
      const under = asking.get(key)
      if (under !== undefined) return under
      const answer = ask(key, place, signal).finally(() => asking.delete(key))
      asking.set(key, answer)
      return answer
    },
  }
}

/** Of an escalation policy only its first level that has anybody: the others are what it escalates to itself. */
function sorted(entries: readonly Oncall[], { kind, id }: OnCallOf, now: Instant): OnCall {
  const mine = entries.filter((entry) =>
    kind === 'schedule' ? entry.schedule?.id === id : entry.escalation_policy.id === id,
  )
  const present = mine.filter((entry) => isOn(entry, now))
  const first = Math.min(...present.map(({ escalation_level }) => escalation_level))
  const level =
    kind === 'policy' ? present.filter(({ escalation_level }) => escalation_level === first) : present
  const coming = mine.filter(
    (entry) =>
      startOf(entry) > now &&
      (kind === 'schedule' || entry.escalation_level === first || present.length === 0),
  )
  const soonest = Math.min(...coming.map(startOf))
  return {
    now: distinct(level.map(personOf)),
    next: distinct(coming.filter((entry) => startOf(entry) === soonest).map(personOf)),
  }
}

function isOn(entry: Oncall, now: Instant): boolean {
  return startOf(entry) <= now && now < endOf(entry)
}

function startOf({ start }: Oncall): Instant {
  return start ? Date.parse(start) : Number.NEGATIVE_INFINITY
}

function endOf({ end }: Oncall): Instant {
  return end ? Date.parse(end) : Number.POSITIVE_INFINITY
}

function personOf({ user, start, end }: Oncall): OnCallPerson {
  return {
    id: user.id,
    name: user.name ?? user.summary ?? user.id,
    ...(user.email !== undefined && { email: user.email.toLowerCase() }),
    ...(start && { from: Date.parse(start) }),
    ...(end && { until: Date.parse(end) }),
  }
}

function distinct(people: OnCallPerson[]): OnCallPerson[] {
  return people.filter(({ id }, index) => people.findIndex((other) => other.id === id) === index)
}
