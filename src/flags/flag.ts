import type { SwitchValue } from '../core/switch/provider.ts'
import { FLAG_KEY_MAX, TEXT_VALUE_MAX } from './limits.ts'

/** What the policy says of a switch that lives here; its normal value settles its type. */
export type DeclaredFlag = { key: string; normal: SwitchValue }

/** A flag as it is served now. `isNormal`: it has the value that the policy calls normal. */
export type Flag = { key: string; value: SwitchValue; normal?: SwitchValue; isNormal: boolean }

/** Clients put keys into addresses without encoding them, so only these characters are allowed. */
const KEY = /^[A-Za-z0-9._-]+$/

export function isFlagKey(key: unknown): key is string {
  return typeof key === 'string' && key.length <= FLAG_KEY_MAX && KEY.test(key) && !/^\.{1,2}$/.test(key)
}

/** What is wrong with a value for a flag whose values are like `like`; undefined: nothing. */
export function valueProblem(value: unknown, like?: SwitchValue): string | undefined {
  if (like !== undefined && typeof value !== typeof like)
    return `It takes a ${typeof like}, and this is a ${typeof value}.`
  if (typeof value === 'number' && !Number.isFinite(value)) return 'Its number must be finite.'
  if (typeof value === 'string' && value.length > TEXT_VALUE_MAX)
    return `Its text has ${value.length} characters, and at most ${TEXT_VALUE_MAX} can be kept.`
  if (!['boolean', 'string', 'number'].includes(typeof value))
    return 'It takes a boolean, a string or a number.'
  return undefined
}
