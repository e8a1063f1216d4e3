import type { Instant, Timer } from '../decider.ts'
import type { Incident, IncidentEvent } from './incident.ts'
import { topics } from './topics.ts'

/** Every wake-up that an incident wants. */
export function timers(state: Incident): Timer[] {
  return state.number === 0 ? [] : topics().flatMap((topic) => topic.timers?.(state) ?? [])
}

/** What follows when a wake-up comes. One that is not wanted any more, or not for that time, means nothing. */
export function fired(state: Incident, timer: Timer, now: Instant): IncidentEvent[] {
  const wanted = timers(state).some(({ name, due }) => name === timer.name && due === timer.due)
  if (!wanted) return []
  const at = Math.max(now, timer.due)
  for (const topic of topics()) {
    const events = topic.fired?.(state, timer, at)
    if (events !== undefined) return events
  }
  return []
}
