import { EMOJI_TABLE } from './emoji-table.ts'

const TONES: Record<string, string> = { '2': '🏻', '3': '🏼', '4': '🏽', '5': '🏾', '6': '🏿' }

const byName = new Map<string, string>()
const names: string[] = []
for (const line of EMOJI_TABLE.trim().split('\n')) {
  const [unicode = '', ...aliases] = line.trim().split(/\s+/)
  for (const alias of aliases) byName.set(alias, unicode)
  if (aliases[0]) names.push(aliases[0])
}

/** `tada` → 🎉, `+1::skin-tone-3` → 👍🏼, undefined for a name nobody here knows. */
export function emojiFor(name: string): string | undefined {
  const [base = '', tone] = name.split('::skin-tone-')
  const unicode = byName.get(base.toLowerCase())
  return unicode && tone ? unicode + (TONES[tone] ?? '') : unicode
}

/** `1f6a8` or `1f468-200d-1f4bb`, as rich_text sends it → the character. */
export function emojiFromCodepoints(hex: string): string | undefined {
  const points = hex.split('-').map((part) => Number.parseInt(part, 16))
  return points.every((point) => point > 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined
}

/** Every primary name, in the table's order: the usual ones come first. */
export function emojiNames(): readonly string[] {
  return names
}

/** Names that contain the query, those that start with it first. */
export function searchEmoji(query: string, limit: number): string[] {
  const wanted = query.toLowerCase().replace(/^:|:$/g, '')
  if (!wanted) return names.slice(0, limit)
  const hits = [...byName.keys()].filter((name) => name.includes(wanted))
  hits.sort((a, b) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)) || a.length - b.length)
  const seen = new Set<string>()
  return hits
    .filter((name) => {
      const unicode = byName.get(name) ?? ''
      return seen.has(unicode) ? false : seen.add(unicode)
    })
    .slice(0, limit)
}
