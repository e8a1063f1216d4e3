import { isObject } from '../json.ts'
import type { Json } from '../protocol.ts'

export type Surface = 'message' | 'modal' | 'home'

/** One thing wrong, in Slack's words, and where (a JSON pointer). */
export type Issue = { message: string; at: string }

/** What one check of a message or view carries along. */
export type Inspection = {
  surface: Surface
  issues: Issue[]
  blockIds: Set<string>
  focused: number
  markdownChars: number
  tables: number
}

export type Rule = (value: unknown, at: string, inspection: Inspection) => void

type Field = { rule: Rule; required: boolean }
export type Fields = Record<string, Field>

export function startInspection(surface: Surface): Inspection {
  return { surface, issues: [], blockIds: new Set(), focused: 0, markdownChars: 0, tables: 0 }
}

export function say(inspection: Inspection, at: string, message: string): void {
  inspection.issues.push({ message, at })
}

export const required = (rule: Rule): Field => ({ rule, required: true })
export const optional = (rule: Rule): Field => ({ rule, required: false })

/** An object with these fields and no others, as strict as Slack is. `then` looks at the whole. */
export function object(
  fields: Fields,
  then?: (value: Json, at: string, inspection: Inspection) => void,
): Rule {
  return (value, at, inspection) => {
    if (!isObject(value)) return say(inspection, at, 'must provide an object')
    for (const [name, field] of Object.entries(fields)) {
      if (value[name] !== undefined && value[name] !== null)
        field.rule(value[name], `${at}/${name}`, inspection)
      else if (field.required) say(inspection, at, `missing required field: ${name}`)
    }
    for (const name of Object.keys(value)) {
      if (fields[name] === undefined) say(inspection, at, `invalid additional property: ${name}`)
    }
    then?.(value, at, inspection)
  }
}

export function text(limits: { min?: number; max: number; pattern?: RegExp; is?: string }): Rule {
  return (value, at, inspection) => {
    if (typeof value !== 'string') return say(inspection, at, 'must provide a string')
    const chars = [...value].length
    if (chars < (limits.min ?? 0))
      say(inspection, at, `must be more than ${(limits.min ?? 0) - 1} characters`)
    if (chars > limits.max) say(inspection, at, `must be less than ${limits.max + 1} characters`)
    if (limits.pattern && !limits.pattern.test(value))
      say(inspection, at, `must be a valid ${limits.is ?? 'value'}`)
  }
}

export function list(rule: Rule, limits: { min?: number; max: number }): Rule {
  return (value, at, inspection) => {
    if (!Array.isArray(value)) return say(inspection, at, 'must provide an array')
    if (value.length < (limits.min ?? 0)) say(inspection, at, `no fewer than ${limits.min} items allowed`)
    if (value.length > limits.max) say(inspection, at, `no more than ${limits.max} items allowed`)
    value.forEach((item, index) => {
      rule(item, `${at}/${index}`, inspection)
    })
  }
}

export function integer(least: number, most: number): Rule {
  return (value, at, inspection) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return say(inspection, at, 'must be an integer')
    if (value < least) say(inspection, at, `must be greater than ${least - 1}`)
    if (value > most) say(inspection, at, `must be less than ${most + 1}`)
  }
}

export const boolean: Rule = (value, at, inspection) => {
  if (typeof value !== 'boolean') say(inspection, at, 'must be a boolean')
}

export function oneOf(...allowed: (string | number)[]): Rule {
  return (value, at, inspection) => {
    if (!allowed.some((one) => one === value)) {
      say(inspection, at, `must be a valid enum value [${allowed.join(', ')}]`)
    }
  }
}

/** Picks the rule by the value's `type`. */
export function tagged(rules: Record<string, Rule>): Rule {
  return (value, at, inspection) => {
    if (!isObject(value)) return say(inspection, at, 'must provide an object')
    if (typeof value.type !== 'string') return say(inspection, at, 'missing required field: type')
    const rule = Object.hasOwn(rules, value.type) ? rules[value.type] : undefined
    if (!rule) return say(inspection, `${at}/type`, `unsupported type: ${value.type}`)
    rule(value, at, inspection)
  }
}

/** Exactly this word, as in `type`. */
export const word = (expected: string): Field => required(oneOf(expected))
