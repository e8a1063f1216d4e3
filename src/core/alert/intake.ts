import type { Alert } from './alert.ts'
import type { AlertSignal } from './signal.ts'

/** Where every source of alerts hands over what it says. */
export type AlertIntake = {
  /**
   * Takes signals; durable when it resolves, and taking the same again changes nothing. Resolves to the ids of the
   * lines that they belong to, ALERT-n, each once. Throws when the store does: then nothing may be confirmed.
   */
  take(signals: readonly AlertSignal[]): Promise<string[]>
  /** The newest line that knows an alert of a source, by its key; `service` and `group` as its signals say. */
  find(source: string, alert: { key: string; group?: string; service?: string }): Promise<Alert | undefined>
}
