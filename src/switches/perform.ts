import type { Entry, Instant } from '../core/decider.ts'
import type { Incident, IncidentCommand, IncidentEvent } from '../core/incident/incident.ts'
import type { Place, ProviderFailure, SwitchProvider, SwitchValue } from '../core/switch/provider.ts'
import type { Order, Switch, SwitchCommand, SwitchEvent } from '../core/switch/switch.ts'
import { toldToIncident } from '../core/switch/telling.ts'
import type { Outcome, Owed, Performers } from '../engine/outcome.ts'
import type { Streams } from '../engine/streams.ts'
import { readAt, setAt } from './ask-provider.ts'
import type { Providers } from './providers.ts'

export type Incidents = Streams<Incident, IncidentCommand, IncidentEvent>

const DONE: Outcome = { outcome: 'ok' }
/** What was taken may show a moment later: it is read so often, after such pauses, before it counts as not done. */
const READ_AFTER_MS = [0, 300, 1_000]

type SwitchOwed = Omit<Owed, 'state' | 'entry'> & { state: Switch; entry: Entry<SwitchEvent> }

/** Setting switches, and telling incidents of them. */
export function createSwitchPerformers(parts: {
  providers: Providers
  incidents: Incidents
  pause(ms: number): Promise<void>
  /** How long a provider has for an answer; some seconds when not said. */
  answerWithinMs?: number
}): Performers {
  const paces = () => []
  return {
    'switch.set': { paces, perform: (owed, signal) => set(ofSwitch(owed), parts, signal) },
    'switch.tell-incident': { paces, perform: (owed) => tellIncident(ofSwitch(owed), parts.incidents) },
  }
}

/** The engine stores state and entry of every kind of stream alike; these effects are only owed by switches. */
function ofSwitch(owed: Owed): SwitchOwed {
  return owed as SwitchOwed
}

/**
 * Sets what is wanted and reads it back. Whatever comes of it goes on the switch's timeline, which says when to try
 * again; only a newer order makes this one needless. Setting twice is harmless, so an interrupted try is just made again.
 */
async function set(
  { state, args }: SwitchOwed,
  parts: { providers: Providers; pause(ms: number): Promise<void>; answerWithinMs?: number },
  signal: AbortSignal,
): Promise<Outcome> {
  const { order, terms } = state
  if (order === undefined || order.order !== args.order) return DONE
  const { pause, answerWithinMs: within } = parts
  const connection = parts.providers[terms.provider]
  if ('missing' in connection) return failed(order, connection.missing, 'never')
  const { value, key } = order
  const asked = { place: terms.at, value, key, comment: commentOf(state, order) }
  const taken = await setAt(connection.provider, asked, signal, within)
  // Also after a failure: an answer that was lost does not mean that nothing was done.
  const ask = (place: Place) => readAt(connection.provider, place, signal, within)
  const read = await readBack(ask, terms.at, value, taken.ok ? pause : undefined, signal)
  if (read.ok && (taken.ok || read.value === value))
    return recorded({ type: 'record-observed', order: order.order, value: read.value })
  const failure = taken.ok ? read : taken
  if (failure.ok) return failed(order, 'it could not be set', 'later')
  const why = taken.ok ? `it was taken, but cannot be read back: ${failure.why}` : failure.why
  return failed(order, why, failure.again, failure.notBefore)
}

async function readBack(
  ask: (place: Place) => ReturnType<SwitchProvider['read']>,
  place: Place,
  value: SwitchValue,
  pause: ((ms: number) => Promise<void>) | undefined,
  signal: AbortSignal,
): ReturnType<SwitchProvider['read']> {
  let read: Awaited<ReturnType<SwitchProvider['read']>> = NOT_READ
  for (const afterMs of pause === undefined ? [0] : READ_AFTER_MS) {
    if (afterMs > 0) await pause?.(afterMs)
    read = await ask(place)
    // What cannot be read is not read again at once: its answer may take all the time there is.
    if (!read.ok || read.value === value || signal.aborted) break
  }
  return read
}

const NOT_READ: ProviderFailure = { ok: false, why: 'it was not read back', again: 'later' }

function failed({ order }: Order, why: string, again: 'later' | 'never', notBefore?: Instant): Outcome {
  return recorded({
    type: 'record-set-failed',
    order,
    why,
    again,
    ...(notBefore !== undefined && { notBefore }),
  })
}

function recorded(command: SwitchCommand): Outcome {
  return { outcome: 'ok', command }
}

function commentOf({ incident, wanted }: Switch, { act, by, reason }: Order): string {
  const approved = wanted?.approvedBy === undefined ? '' : `, approved by ${wanted.approvedBy}`
  return `${act === 'pull' ? 'Pulled' : 'Restored'} by ${by}${approved}${incident === undefined ? '' : ` for ${incident}`}: ${reason}`
}

/** The same entry told twice is told once: its effect's key stands in the incident's inbox. */
async function tellIncident({ key, args, entry, state }: SwitchOwed, incidents: Incidents): Promise<Outcome> {
  const event = toldToIncident(entry, state)
  if (event === undefined) return DONE
  const id = String(args.incident)
  if ((await incidents.load(id)) === undefined) return { outcome: 'give-up', why: `there is no ${id}` }
  const request = { actor: { kind: 'bot' }, via: 'delivery', key: `told:${key}` } as const
  await incidents.handle(id, { type: 'record-switch', event }, request)
  return DONE
}
