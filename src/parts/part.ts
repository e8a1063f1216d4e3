import type { Instant } from '../core/decider.ts'
import type { Committed } from '../engine/engine.ts'
import type { Performers } from '../engine/outcome.ts'
import type { Routes } from '../http/server.ts'

/** A piece of the bot that the composition starts and stops, whatever it does: an outside system, the switches… */
export type Part = {
  /** The effects that it performs, by kind. No two parts perform the same. */
  performers?: Performers
  /** What it serves over HTTP. */
  routes?: Routes
  /** Once, after everything was read and before anything is taken from outside. */
  begin?(): Promise<void>
  /** Works until `stop`. */
  run?(): Promise<void>
  /** When it does something next of its own accord; undefined when only a commit or a request can wake it. */
  nextDue?(): Promise<Instant | undefined>
  onCommit?(committed: Committed): void
  /** Ends connections that would keep a shutdown waiting; what goes on inside goes on. */
  hangUp?(): void
  /** Takes nothing new; resolves when what is under way is done. */
  stop?(): Promise<void>
}

/** All performers of all parts. Throws when two perform the same: a mistake in the composition. */
export function performersOf(parts: readonly Part[]): Performers {
  return joined(parts.map(({ performers = {} }) => performers))
}

/** All routes of all parts. Throws when two serve the same. */
export function routesOf(parts: readonly Part[]): Routes {
  return joined(parts.map(({ routes = {} }) => routes))
}

function joined<Value>(tables: readonly Record<string, Value>[]): Record<string, Value> {
  const all: Record<string, Value> = {}
  for (const [key, value] of tables.flatMap((table) => Object.entries(table))) {
    if (Object.hasOwn(all, key)) throw new Error(`Two parts of the bot take ${key}`)
    all[key] = value
  }
  return all
}
