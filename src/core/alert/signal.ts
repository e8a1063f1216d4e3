import type { Instant } from '../decider.ts'

/** From the mildest to the worst. */
export const ALERT_LEVELS = ['info', 'warning', 'critical'] as const
export type AlertLevel = (typeof ALERT_LEVELS)[number]

export type AlertLink = { title: string; url: string }

/**
 * What every source of alerts comes down to: that something fires, or does so no more. Texts are as the source wrote
 * them; the decider shortens them.
 */
export type AlertSignal = {
  /** Who says so: `alertmanager`, `pagerduty`, or a source of the policy. */
  source: string
  /** What the source calls it, the same each time: a dedup key or fingerprint, at most ALERT_KEY_MAX characters. */
  key: string
  state: 'firing' | 'resolved'
  level: AlertLevel
  title: string
  summary?: string
  service?: string
  labels?: Record<string, string>
  links?: AlertLink[]
  /** When it began to fire, or ceased, by the source's clock. Of two signals of one key the later one counts. */
  at: Instant
  /** What the source groups it with: alerts of one group are one line. Without one its key is its group. */
  group?: { key: string; title?: string }
}

/** Of two levels the worse. */
export function worse(one: AlertLevel, other: AlertLevel): AlertLevel {
  return isWorse(other, one) ? other : one
}

/** Whether `one` is worse than `other`. */
export function isWorse(one: AlertLevel, other: AlertLevel): boolean {
  return ALERT_LEVELS.indexOf(one) > ALERT_LEVELS.indexOf(other)
}
