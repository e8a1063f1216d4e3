import { hash } from 'node:crypto'
import { ALERT_KEY_MAX } from '../core/limits.ts'

/** What identifies something to its source, as it is; too long, a digest of it stands for it. */
export function shortKey(key: string): string {
  return key.length <= ALERT_KEY_MAX ? key : `sha256:${hash('sha256', key, 'hex')}`
}
