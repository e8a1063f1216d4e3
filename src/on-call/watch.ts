import type { Instant } from '../core/decider.ts'
import type { Incident, IncidentCommand, IncidentEvent } from '../core/incident/incident.ts'
import { isShared, pagedRungs } from '../core/on-call/hand-over.ts'
import type { Behind, Mate } from '../core/on-call/shift.ts'
import type { Policy } from '../core/policy.ts'
import type { Clock } from '../engine/clock.ts'
import type { Streams } from '../engine/streams.ts'
import { createWatching, type Watching } from '../outside/watching.ts'
import { INCIDENTS_WATCHED, KEEP_WARM_MS, LOOK_EVERY_MS, LOOK_WITHIN_MS } from './limits.ts'

/** Who stands behind references of the policy now. Never throws. */
type Look = (references: readonly string[], signal: AbortSignal) => Promise<Behind[]>

/** One look at a rung's people; undefined when it is not known of all its references. */
type Seen = { people: Mate[]; asOf?: Instant; until?: Instant } | undefined

/**
 * Looks again and again who is on call for the rungs that open incidents have paged: when a shift ends, and every few
 * minutes for what nobody planned. What is new goes on the incident's timeline, which says it once, whoever asks.
 */
export function createHandOverWatch(parts: {
  incidents: Pick<Streams<Incident, IncidentCommand, IncidentEvent>, 'find' | 'handle'>
  /** The one in force: whom it names is asked for now and then, so that an answer is at hand when it cannot be. */
  policy: Policy
  policyOf: (digest: string) => Promise<Policy>
  look: Look
  clock: Clock
  log: { error(facts: object, message: string): void }
}): Watching {
  const { incidents, policy, policyOf, look, clock, log } = parts
  const dueAt = new Map<string, Instant>()
  const inForce = Object.values(policy.rungs).flatMap(({ page }) => page)
  let warmAt = inForce.some(isShared) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY

  /** `INC-7 on-call` → the references to look behind, of rungs that may change hands. */
  async function watched(): Promise<{ incident: Incident; rung: string; references: readonly string[] }[]> {
    const open = await incidents.find('open', INCIDENTS_WATCHED)
    const all = await Promise.all(
      open.map(async (incident) => {
        const { rungs } = await policyOf(incident.policy)
        return pagedRungs(incident).flatMap((rung) => {
          const references = rungs[rung]?.page ?? []
          return references.some(isShared) ? [{ incident, rung, references }] : []
        })
      }),
    )
    return all.flat()
  }

  async function round(): Promise<Instant> {
    if (warmAt <= clock.now()) {
      warmAt = clock.now() + KEEP_WARM_MS
      await see(look, inForce, watching.stopped)
    }
    const all = await watched()
    const keys = all.map(({ incident, rung }) => `${incident.id} ${rung}`)
    for (const key of dueAt.keys()) if (!keys.includes(key)) dueAt.delete(key)
    const due = all.filter((_, index) => (dueAt.get(keys[index] ?? '') ?? 0) <= clock.now())
    const seen = new Map<string, Promise<Seen>>()
    for (const { incident, rung, references } of due) {
      if (watching.stopped.aborted) break
      const key = references.join(' ')
      const asked = seen.get(key) ?? see(look, references, watching.stopped)
      seen.set(key, asked)
      await record(incident, rung, await asked)
    }
    return next()
  }

  const next = () => Math.min(warmAt, ...dueAt.values())

  async function record({ id }: Incident, rung: string, seen: Seen): Promise<void> {
    if (watching.stopped.aborted) return
    const now = clock.now()
    const regular = now + LOOK_EVERY_MS
    const ends = seen?.until === undefined || seen.until <= now ? regular : seen.until
    dueAt.set(`${id} ${rung}`, Math.min(regular, ends))
    if (seen === undefined) return
    const { people, asOf } = seen
    const command = { type: 'record-on-call' as const, rung, people, ...(asOf !== undefined && { asOf }) }
    await incidents.handle(id, command, { actor: { kind: 'bot' }, via: 'delivery' })
  }

  const watching = createWatching({
    clock,
    round,
    due: async () => next(),
    onTrouble: (error) => log.error({ err: error }, 'It could not be looked who is on call; trying again'),
  })
  return watching
}

async function see(look: Look, references: readonly string[], stopped: AbortSignal): Promise<Seen> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(LOOK_WITHIN_MS)])
  const all = await look(references.filter(isShared), signal)
  if (all.some(({ kind }) => kind === 'unknown')) return undefined
  const shifts = all.filter((one) => one.kind === 'shift')
  const ends = shifts.flatMap(({ now }) => now.flatMap(({ until }) => until ?? []))
  const starts = shifts.flatMap(({ next }) => next.flatMap(({ from }) => from ?? []))
  const asOf = shifts.flatMap((one) => one.asOf?.at ?? [])
  const people = all.flatMap((one) =>
    'now' in one ? one.now.map(({ name, user }) => ({ name, ...(user !== undefined && { user }) })) : [],
  )
  return {
    people,
    ...(asOf.length > 0 && { asOf: Math.min(...asOf) }),
    ...(ends.length + starts.length > 0 && { until: Math.min(...ends, ...starts) }),
  }
}
