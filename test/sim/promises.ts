import type { EntryRow } from '../../db/schema.ts'
import type { Entry } from '../../src/core/decider.ts'
import { incident as decider } from '../../src/core/incident/decider.ts'
import type { Incident, IncidentEvent } from '../../src/core/incident/incident.ts'
import type { Policy } from '../../src/core/policy.ts'
import { NONE } from '../../src/core/policy-promises.ts'
import { entryFromRow } from '../../src/engine/stored-entry.ts'
import { isListed } from './rights.ts'

const ALWAYS = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }

type Violated = (what: string, shows: string) => void

/** The bot may be a moment late: a timer fires, is decided and committed. */
const LATE_MS = 15_000

/**
 * Every update that was promised was posted in time, or the timeline says that it was missed before anything else
 * is made of it. Follows the timeline entry by entry, from the outside.
 */
export function promisesKept(rows: readonly EntryRow[], violated: Violated): void {
  let state = decider.initial
  for (const row of rows) {
    const entry = entryFromRow<IncidentEvent>(row)
    const before = state
    state = decider.evolve(state, entry)
    const late = before.cadence && overdue(before, entry.at)
    if (!late || entry.event.type === 'update-missed' || sameDue(before, state) || endedThere(entry)) continue
    violated(
      'a promised update was neither posted nor called missed',
      `${row.stream} entry ${row.seq} ${row.type} came ${Math.round(late / 1_000)} s after the grace of the update due at ${before.cadence?.due}`,
    )
  }
}

/**
 * Resolved on a phone, perhaps hours before the bot was there to hear of it: that it was away is on the timeline, and
 * what would have fallen due by then is not counted.
 */
function endedThere({ event, via }: Entry<IncidentEvent>): boolean {
  return (
    event.type === 'status-changed' && event.to === 'resolved' && (via === 'webhook' || via === 'recovery')
  )
}

/** How long after due and grace; undefined while there is time. */
function overdue({ cadence, promises }: Incident, at: number): number | undefined {
  if (cadence === undefined || promises.updates === undefined) return undefined
  const late = at - cadence.due - promises.updates.graceMinutes * 60_000
  return late > LATE_MS ? late : undefined
}

function sameDue(before: Incident, after: Incident): boolean {
  return before.cadence?.due === after.cadence?.due
}

/** No text was released to an audience that asks for approval without one, of that very revision, by somebody else. */
export function releasesApproved(rows: readonly EntryRow[], policy: Policy, violated: Violated): void {
  const authors = new Map<string, string>()
  const approved = new Map<string, string>()
  let state = decider.initial
  for (const row of rows) {
    const entry = entryFromRow<IncidentEvent>(row)
    const { event } = entry
    const { roles } = state
    state = decider.evolve(state, entry)
    if (event.type === 'message-written') authors.set(`${event.number}:1`, row.actor)
    if (event.type === 'message-edited') authors.set(`${event.number}:${event.revision}`, row.actor)
    if (event.type === 'message-approved')
      for (const audience of event.audiences) {
        const who = policy.audiences[audience]?.approve ?? []
        const held = Object.entries(roles).map(([role, user]) => ({ role, user, ...ALWAYS }))
        if (who === NONE || !isListed(who, row.actor, 0, held))
          violated(
            'a text was approved by somebody who may not',
            `${row.stream} entry ${row.seq} ${row.actor}`,
          )
        approved.set(`${event.number}:${event.revision}:${audience}`, row.actor)
      }
    if (event.type !== 'message-released') continue
    const revision = `${event.number}:${event.revision}`
    for (const audience of event.audiences) {
      const asks = policy.audiences[audience]
      if (asks === undefined || asks.approve === NONE) continue
      const by = approved.get(`${revision}:${audience}`)
      if (by === undefined || (by === authors.get(revision) && !asks.approveOwn))
        violated(
          'a text went out without its approval',
          `${row.stream} entry ${row.seq} to ${audience}, ${by ? 'by its author' : 'by nobody'}`,
        )
    }
  }
}
