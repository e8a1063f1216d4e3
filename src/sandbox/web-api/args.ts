import { isObject, parseJson } from '../json.ts'
import type { Json, Ts } from '../protocol.ts'
import { invalidArguments, Refusal } from './refusal.ts'

/**
 * The arguments of one call. In a form everything is a string and nested values are JSON texts; in a JSON
 * body they are what they are. Both read the same here.
 */
export class Args {
  readonly raw: Json

  constructor(raw: Json) {
    this.raw = raw
  }

  has(name: string): boolean {
    return this.raw[name] !== undefined && this.raw[name] !== null
  }

  text(name: string): string | undefined {
    const value = this.raw[name]
    if (value === undefined || value === null) return undefined
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    if (typeof value !== 'string') throw invalidArguments(`must provide a string [json-pointer:/${name}]`)
    return value
  }

  /** @throws Refusal with `code`, or `invalid_arguments` naming the field, when it is missing or empty. */
  need(name: string, code?: string): string {
    const value = this.text(name)
    if (value !== undefined && value !== '') return value
    throw code === undefined ? invalidArguments(`missing required field: ${name}`) : new Refusal(code)
  }

  flag(name: string): boolean {
    const value = this.raw[name]
    return value === true || value === 1 || value === 'true' || value === '1'
  }

  /** A page size: `fallback` when absent, `invalid_limit` when it is not a number from 1 to `max`. */
  limit(fallback: number, max: number): number {
    const value = this.text('limit')
    if (value === undefined || value === '' || value === '0') return fallback
    const limit = Number(value)
    if (!Number.isInteger(limit) || limit < 1) throw new Refusal('invalid_limit')
    return Math.min(limit, max)
  }

  ts(name: string, code: string): Ts | undefined {
    const value = this.text(name)
    if (value === undefined || value === '') return undefined
    if (!/^\d+(\.\d+)?$/.test(value)) throw new Refusal(code)
    return value
  }

  list(name: string): string[] {
    const value = this.raw[name]
    const texts = Array.isArray(value) ? value.map(String) : (this.text(name) ?? '').split(',')
    return texts.map((one) => one.trim()).filter((one) => one !== '')
  }

  /** A nested value; `code` when a string is not JSON. Undefined when absent. */
  nested(name: string, code: string): unknown {
    const value = this.raw[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') return value
    const parsed = parseJson(value)
    if (parsed === undefined) throw new Refusal(code)
    return parsed
  }

  nestedObject(name: string, code: string): Json | undefined {
    const value = this.nested(name, code)
    if (value !== undefined && !isObject(value)) throw new Refusal(code)
    return value
  }
}

/** One page of a list, and the cursor of the next. */
export function page<T>(args: Args, items: T[], limit: number): { items: T[]; next: string } {
  const from = offset(args)
  if (from > items.length) throw new Refusal('invalid_cursor')
  const end = from + limit
  return { items: items.slice(from, end), next: end < items.length ? cursorOf(end) : '' }
}

function offset(args: Args): number {
  const cursor = args.text('cursor')
  if (cursor === undefined || cursor === '') return 0
  const match = /^offset:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))
  if (!match) throw new Refusal('invalid_cursor')
  return Number(match[1])
}

function cursorOf(at: number): string {
  return Buffer.from(`offset:${at}`).toString('base64')
}
