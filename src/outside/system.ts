import { z } from 'zod'
import type { Problem } from '../core/policy-check.ts'
import type { Place, ProviderFailure, SwitchProvider, SwitchValue } from '../core/switch/provider.ts'
import { OUTSIDE_NAME_MAX } from './limits.ts'

/** An outside system where switches can live. */
export type SwitchSystem = SwitchProvider & {
  /** Reads something harmless to see whether the system is there and takes the token. */
  probe(signal: AbortSignal): Promise<{ ok: true; say: string } | ProviderFailure>
}

/**
 * What is wrong with a place of the policy, before anybody is asked: its fields, and whether the values that the
 * switch takes can be set there. Paths count from the place.
 */
export type CheckPlace = (place: Place, value: SwitchValue) => Problem | undefined

/** What a place that is sound takes for itself; two switches that take the same would set each other. */
export type Claims = (place: Place) => string[]

/** The first mistake of a place by its schema. */
export function placeProblem(schema: z.ZodType, place: Place): Problem | undefined {
  const issue = schema.safeParse(place).error?.issues[0]
  if (issue === undefined) return undefined
  const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape).join(', ') : ''
  if (issue.code === 'unrecognized_keys')
    return {
      path: issue.keys.slice(0, 1),
      message: `There is no \`${issue.keys[0]}\` here.`,
      allowed: fields,
    }
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  const where = `\`${path.join('.') || 'at'}\``
  if (issue.code === 'invalid_type' && !has(place, path))
    return { path: path.slice(0, -1), message: `${where} is missing.`, allowed: fields }
  return { path, message: `${where} ${issue.message}.` }
}

function has(place: Place, path: (string | number)[]): boolean {
  let at: unknown = place
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false
    at = (at as Record<string | number, unknown>)[key]
  }
  return true
}

/** The problem of a value that is no boolean, where only on and off can be set. */
export function onlyOnAndOff(system: string, value: SwitchValue): Problem | undefined {
  if (typeof value === 'boolean') return undefined
  return {
    path: [],
    message: `${system} can only switch on and off, so a switch that lives there cannot have ${typeof value === 'string' ? 'a text' : 'a number'} as its value.`,
    allowed: 'true and false as its values',
  }
}

/** A name in an outside system that stands in the path of an address. Dots alone would lead elsewhere. */
export function nameIn(pattern: RegExp, what: string): z.ZodString {
  return z
    .string(what)
    .max(OUTSIDE_NAME_MAX, what)
    .regex(pattern, what)
    .refine((text) => !/^\.+$/.test(text), what)
}

/** The failure for an order that should never have passed the check at the start. */
export function unreadable(
  system: string,
  check: CheckPlace,
  { place, value = true }: { place: Place; value?: SwitchValue },
): ProviderFailure {
  const what = check(place, value)?.message ?? 'it cannot be understood.'
  return {
    ok: false,
    why: `The policy does not say rightly where in ${system} the switch is: ${what}`,
    again: 'never',
  }
}
