import type { EventBase } from '../core/decider.ts'
import type { Streams } from './streams.ts'

/**
 * Makes sure that the only stream of a kind is there. The key under which it begins keeps two processes that start
 * together from beginning two.
 */
export async function ensureOnly<State, Command, Event extends EventBase>(
  streams: Streams<State, Command, Event>,
  id: string,
  begin: (number: number) => Command,
): Promise<void> {
  if ((await streams.load(id)) !== undefined) return
  const handled = await streams.begin(begin, { actor: { kind: 'bot' }, via: 'recovery', key: `begin:${id}` })
  if (handled.result === 'rejected') throw new Error(`${id} cannot begin: ${handled.rejection.rejected}`)
  if (handled.id !== id) throw new Error(`${handled.id} is there instead of ${id}`)
}
