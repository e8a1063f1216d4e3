import type { Instant } from '../core/decider.ts'
import type { Incident, IncidentCommand, IncidentEvent } from '../core/incident/incident.ts'
import { isShared, pagedRungs } from '../core/on-call/hand-over.ts'
import type { Behind, Mate } from '../core/on-call/shift.ts'
import type { Policy } from '../core/policy.ts'
import type { Clock } from '../engine/clock.ts'
import type { Streams } from '../engine/streams.ts'
import { INCIDENTS_WATCHED, KEEP_WARM_MS, LOOK_EVERY_MS, LOOK_WITHIN_MS, TROUBLE_PAUSE_MS } from './limits.ts'

export type HandOverWatch = {
  run(): Promise<void>
  stop(): Promise<void>
  /** Somebody was paged: who is on call now has to be known, so that a change is noticed later. */
  wake(): void
  nextDue(): Promise<Instant | undefined>
}

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
}): HandOverWatch {
  const { incidents, policy, policyOf, look, clock, log } = parts
  const dueAt = new Map<string, Instant>()
  const inForce = Object.values(policy.rungs).flatMap(({ page }) => page)
  let warmAt = inForce.some(isShared) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const stopped = new AbortController()
  let wake = () => {}
  let isWoken = false
  let running = Promise.resolve()
  let busy = false

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

  async function lookOnce(): Promise<Instant> {
    busy = true
    try {
      if (warmAt <= clock.now()) {
        warmAt = clock.now() + KEEP_WARM_MS
        await see(look, inForce, stopped.signal)
      }
      const all = await watched()
      const keys = all.map(({ incident, rung }) => `${incident.id} ${rung}`)
      for (const key of dueAt.keys()) if (!keys.includes(key)) dueAt.delete(key)
      const due = all.filter((_, index) => (dueAt.get(keys[index] ?? '') ?? 0) <= clock.now())
      const seen = new Map<string, Promise<Seen>>()
      for (const { incident, rung, references } of due) {
        if (stopped.signal.aborted) break
        const key = references.join(' ')
        const asked = seen.get(key) ?? see(look, references, stopped.signal)
        seen.set(key, asked)
        await record(incident, rung, await asked)
      }
      return Math.min(warmAt, ...dueAt.values())
    } finally {
      busy = false
    }
  }

  async function record({ id }: Incident, rung: string, seen: Seen): Promise<void> {
    if (stopped.signal.aborted) return
    const now = clock.now()
    const regular = now + LOOK_EVERY_MS
    const ends = seen?.until === undefined || seen.until <= now ? regular : seen.until
    dueAt.set(`${id} ${rung}`, Math.min(regular, ends))
    if (seen === undefined) return
    const { people, asOf } = seen
    const command = { type: 'record-on-call' as const, rung, people, ...(asOf !== undefined && { asOf }) }
    await incidents.handle(id, command, { actor: { kind: 'bot' }, via: 'delivery' })
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      isWoken = false
      try {
        const next = await lookOnce()
        if (!isWoken) await clock.sleepUntil(next, woken)
      } catch (error) {
        log.error({ err: error }, 'It could not be looked who is on call; trying again')
        await clock.pause(TROUBLE_PAUSE_MS)
      }
    }
  }

  return {
    run() {
      running = run()
      return running
    },
    async stop() {
      stopped.abort()
      wake()
      await running
    },
    wake() {
      isWoken = true
      wake()
    },
    async nextDue() {
      if (busy || isWoken) return clock.now()
      const next = Math.min(warmAt, ...dueAt.values())
      return next === Number.POSITIVE_INFINITY ? undefined : next
    },
  }
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
