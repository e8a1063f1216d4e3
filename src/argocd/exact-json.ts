/**
 * JSON that goes back as it came. A number that JavaScript would write differently (9007199254740993, 1.0) stays the
 * text that it was; the rest is ordinary.
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
      ? exact.rawJSON(context.source)
      : value,
  )
}

/** Part of the language that the library's types do not know yet. */
const exact = JSON as unknown as { rawJSON(text: string): unknown }
