import type { Context, Entry, EventBase, Via } from './decider.ts'

/** An event as `evolve` will meet it, before it is known which entry it becomes. */
export function asEntry<Event>(event: Event, { now, actor }: Context, via: Via): Entry<Event> {
  const who = actor.kind === 'user' ? ({ kind: 'user', id: actor.id } as const) : actor
  return { seq: 0, event, actor: who, via, at: now, recordedAt: now }
}

/** What was decided, and all that follows from it by the policy, as one commit. */
export function withFollowing<State, Event extends EventBase>(
  state: State,
  events: readonly Event[],
  {
    evolve,
    follows,
  }: {
    evolve(state: State, event: Event): State
    /** What an event comes to, in the order in which it is to stand. */
    follows(event: Event, before: State, after: State): Event[]
  },
): Event[] {
  const all: Event[] = []
  const ahead = [...events]
  let current = state
  for (let event = ahead.shift(); event !== undefined; event = ahead.shift()) {
    const before = current
    current = evolve(before, event)
    all.push(event)
    // Right behind their cause, so that each is decided on what the one before it has changed.
    ahead.unshift(...follows(event, before, current))
  }
  return all
}
