import { type Alert, alertId } from '../../core/alert/alert.ts'
import type { Owed } from '../../engine/outcome.ts'

/** The line of alerts that owes this; undefined when an incident does. Both page people, by the same effects. */
export function alertOf({ stream, state }: Pick<Owed, 'stream' | 'state'>): Alert | undefined {
  return stream.startsWith(ANY_ALERT) ? (state as Alert) : undefined
}

const ANY_ALERT = alertId(0).replace(/0$/, '')
