import { isUnderWay, type OurPage, PAGE_OPEN } from '../core/comms/page.ts'
import type { Instant } from '../core/decider.ts'
import type { Incident, IncidentCommand, IncidentEvent } from '../core/incident/incident.ts'
import type { Clock } from '../engine/clock.ts'
import type { Streams } from '../engine/streams.ts'
import { createWatching, type Watching } from '../outside/watching.ts'
import type { Statuspage } from './client.ts'
import { findOurs } from './find.ts'
import { LOOK_EVERY_MS, WATCHED_MAX } from './limits.ts'
import { foundAs, keyOf } from './view.ts'

export type Incidents = Streams<Incident, IncidentCommand, IncidentEvent>

const NEVER = Number.POSITIVE_INFINITY

/**
 * Reads every open public incident now and then, so that what somebody changes there is noticed. Nothing new leaves
 * no trace on the timeline, so these looks are no timers of the incident; without an open one nothing is asked.
 */
export function createPageWatch(parts: {
  incidents: Incidents
  statuspage: Statuspage
  clock: Clock
  log: { warn(facts: object, message: string): void; error(facts: object, message: string): void }
}): Watching {
  const { incidents, statuspage, clock, log } = parts
  const due = new Map<string, Instant>()

  const open = () => incidents.find(PAGE_OPEN, WATCHED_MAX)
  const dueAt = ({ id }: Incident): Instant => due.get(id) ?? 0

  async function look(state: Incident): Promise<void> {
    const ours: OurPage | undefined = state.comms.statuspage
    due.set(state.id, clock.now() + LOOK_EVERY_MS)
    if (ours === undefined || isUnderWay(state.comms)) return
    const found = await findOurs(
      statuspage,
      { key: keyOf(state), id: ours.id, over: false },
      watching.stopped,
    )
    if (watching.stopped.aborted) return
    if (!found.ok) {
      if (found.notBefore !== undefined) due.set(state.id, Math.max(dueAt(state), found.notBefore))
      return log.warn({ incident: state.id, why: found.why }, 'The status page could not be looked at')
    }
    const read = found.value === undefined ? {} : foundAs(found.value)
    await incidents.handle(
      state.id,
      { type: 'record-statuspage-drift', entry: ours.entry, found: read },
      { actor: { kind: 'bot' }, via: 'delivery' },
    )
  }

  /** One after the other; gives when the next look is due. */
  async function round(): Promise<Instant> {
    const all = await open()
    const known = new Set(all.map(({ id }) => id))
    for (const id of due.keys()) if (!known.has(id)) due.delete(id)
    for (const state of all.filter((each) => dueAt(each) <= clock.now())) {
      if (watching.stopped.aborted) break
      await look(state)
    }
    return Math.min(...all.map(dueAt), NEVER)
  }

  const watching = createWatching({
    clock,
    round,
    due: async () => Math.min(...(await open()).map(dueAt), NEVER),
    onTrouble: (error) => log.error({ err: error }, 'The status page could not be watched; trying again'),
  })
  return watching
}
