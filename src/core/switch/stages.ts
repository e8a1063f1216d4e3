import type { Instant } from '../decider.ts'
import type { Policy } from '../policy.ts'
import { isOut, standingOf } from './standing.ts'
import type { Switch } from './switch.ts'

type Staged = Pick<Policy, 'restoreStages'>

/**
 * What has to happen before this switch may come back, in words; nothing when it is its turn. Switches that were
 * pulled together come back in the policy's steps: all of the steps before it first, and each watched long enough.
 */
export function waitsFor(
  key: string,
  all: readonly Switch[],
  { restoreStages }: Staged,
  now: Instant,
): string[] {
  const own = all.find((state) => state.key === key)
  const index = restoreStages.findIndex((stage) => stage.switches.includes(key))
  if (own === undefined || index <= 0) return []
  return restoreStages
    .slice(0, index)
    .flatMap((stage) => {
      const members = all.filter((state) => stage.switches.includes(state.key) && isTogether(state, own))
      return members.flatMap((state) => {
        if (isOut(state)) return [`${state.key} has to be restored (${stage.name})`]
        const until = state.observeUntil
        if (until === undefined || until <= now) return []
        return [`${stage.name} has to be watched until ${CLOCK.format(until)} UTC`]
      })
    })
    .filter((what, at, list) => list.indexOf(what) === at)
}

const CLOCK = Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', timeStyle: 'short' })

/** Pulled for the same incident, or both for none. */
function isTogether(one: Switch, other: Switch): boolean {
  return one.incident === other.incident
}

/** One step of a gradual restore: its switches that are out. `now`: it is their turn. */
export type Step = { name: string; switches: Switch[]; now: boolean; observeMinutes: number }

/**
 * The steps in which these switches come back, first those of no step. Only the first that is not done yet, and
 * whose predecessors were watched long enough, is to be taken now.
 */
export function stepsFor(
  wanted: readonly Switch[],
  all: readonly Switch[],
  policy: Staged,
  now: Instant,
): Step[] {
  const out = wanted.filter(isOut)
  const free = out.filter(({ key }) => !policy.restoreStages.some((stage) => stage.switches.includes(key)))
  const staged = policy.restoreStages.map((stage) => ({
    name: stage.name,
    observeMinutes: stage.observeMinutes,
    switches: stage.switches.flatMap((key) => out.filter((state) => state.key === key)),
  }))
  const steps = [{ name: 'Without an order', observeMinutes: 0, switches: free }, ...staged]
  return steps
    .filter(({ switches }) => switches.length > 0)
    .map((step) => ({
      ...step,
      now: step.switches.every(({ key }) => waitsFor(key, all, policy, now).length === 0),
    }))
}

/**
 * Whether this switch is the one to say that its step was watched long enough: the last one of it to come back, so
 * that it is said once. False when the step is not whole again, or when nothing is left to restore after it.
 */
export function saysNext(own: Switch, all: readonly Switch[], { restoreStages }: Staged): boolean {
  const index = restoreStages.findIndex((stage) => stage.switches.includes(own.key))
  const stage = restoreStages[index]
  if (stage === undefined) return false
  const members = all.filter(({ key }) => stage.switches.includes(key))
  const last = members.toSorted(
    (one, other) => (other.restoredAt ?? 0) - (one.restoredAt ?? 0) || order(one, other),
  )[0]
  const left = nextOf(own, all, { restoreStages })
  return last?.key === own.key && members.every((state) => standingOf(state) === 'normal') && left.length > 0
}

/** What is still out of the steps after this one's. */
export function nextOf(own: Switch, all: readonly Switch[], { restoreStages }: Staged): Switch[] {
  const index = restoreStages.findIndex((stage) => stage.switches.includes(own.key))
  const later = restoreStages.slice(index + 1)
  for (const stage of later) {
    const out = all.filter(
      (state) => stage.switches.includes(state.key) && isOut(state) && isTogether(state, own),
    )
    if (out.length > 0) return out
  }
  return []
}

function order(one: Switch, other: Switch): number {
  return one.key < other.key ? -1 : 1
}
