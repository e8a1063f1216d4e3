import { randomBytes, randomInt } from 'node:crypto'
import type { Ts } from './protocol.ts'

const MICROS_PER_MS = 1_000
const MICROS_PER_SECOND = 1_000_000

/** Numbers that never repeat, also across a restart (`state` is kept on disk). */
export class Ids {
  state: { next: number; lastMicros: number }

  constructor(state: { next: number; lastMicros: number } = { next: 1, lastMicros: 0 }) {
    this.state = state
  }

  /** A readable id of the given kind: `C` → `C1000001`. */
  next(kind: 'C' | 'D' | 'F' | 'B' | 'V' | 'Bk' | 'Ev'): string {
    const number = 1_000_000 + this.state.next++
    return `${kind}${number}`
  }

  /** A message timestamp at `now` (ms), later than all before it. */
  ts(now: number): Ts {
    const micros = Math.max(Math.floor(now) * MICROS_PER_MS, this.state.lastMicros + 1)
    this.state.lastMicros = micros
    const seconds = Math.floor(micros / MICROS_PER_SECOND)
    return `${seconds}.${String(micros % MICROS_PER_SECOND).padStart(6, '0')}`
  }
}

/** Lower-case hex that cannot be guessed. */
export function secret(bytes = 12): string {
  return randomBytes(bytes).toString('hex')
}

/** True with the given probability (0..1). */
export function chance(probability: number): boolean {
  return probability >= 1 || randomInt(1_000_000) < probability * 1_000_000
}

/** Short random id for blocks and actions that the app left unnamed. */
export function blockId(): string {
  return randomBytes(4).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 5)
}
