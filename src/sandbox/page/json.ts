import type { Json } from '../protocol.ts'

/** Safe readers for what an app sent: whatever it is, these answer with the type they name. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function json(value: unknown): Json {
  return isJson(value) ? value : {}
}

export function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : []
}

export function str(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

export function num(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined
}

/** A text object's words, still with its marks. */
export function textOf(value: unknown): string {
  return isJson(value) ? str(value.text) : str(value)
}
