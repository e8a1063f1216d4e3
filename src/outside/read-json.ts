import type { z } from 'zod'
import type { ProviderFailure } from '../core/switch/provider.ts'
import type { Outside } from './ask.ts'
import { notUnderstood } from './refusal.ts'

/** The answer's text as what it should be; what is wrong with it is told by its place and not by its content. */
export function readJson<S extends z.ZodType>(
  outside: Outside,
  schema: S,
  text: string,
): { ok: true; value: z.infer<S> } | ProviderFailure {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return notUnderstood(outside, text.trim() === '' ? 'nothing' : 'no JSON')
  }
  const read = schema.safeParse(parsed)
  if (read.success) return { ok: true, value: read.data }
  const where = read.error.issues[0]?.path.join('.') ?? ''
  return notUnderstood(outside, where === '' ? 'another shape' : `\`${where}\` is not as expected`)
}
