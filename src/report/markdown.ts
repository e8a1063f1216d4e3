/**
 * People's words as Markdown that shows exactly those words: nothing in them makes a heading, a table cell, a link, a
 * mention or HTML. Addresses stay links. One line; see `hanging` for more.
 */
export function markdown(words: string): string {
  return linked(words.replace(/\s+/gu, ' ').trim())
}

/** The same with its line breaks, each further line set in by `indent`, so that it stays inside a list item. */
export function hanging(words: string, indent = 2): string {
  const lines = words.split('\n').map((line) => markdown(line))
  return lines.filter((line) => line !== '').join(`  \n${' '.repeat(indent)}`)
}

const ADDRESS = /https?:\/\/[^\s<>"`]+/gu
/** What ends a sentence is not part of the address before it. */
const AFTER_ADDRESS = /[.,;:!?'")\]}]+$/u

function linked(line: string): string {
  let [markdownLine, at] = ['', 0]
  for (const match of line.matchAll(ADDRESS)) {
    const address = match[0].replace(AFTER_ADDRESS, '')
    const target = safeAddress(address)
    if (target === undefined) continue
    markdownLine += `${escaped(line.slice(at, match.index), at === 0)}[${escaped(address, false)}](${target})`
    at = match.index + address.length
  }
  return markdownLine + escaped(line.slice(at), at === 0)
}

/** An address that can stand inside `(…)`, or undefined when it is none. */
export function safeAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { href, protocol } = new URL(address)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  return href.replace(/[()|<>\\`*_[\]\s]/gu, (character) => `%${hex(character)}`)
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')
}

/** What means something anywhere in a line; an underscore within a word does not. */
const ANYWHERE = /[\\`*[\]<>|~{}]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/gu
/** What means something at the beginning of a line: headings, lists, rules, underlines of headings, indented code. */
const AT_START = /^(?:[-+=#:]|\d{1,9}(?=[.)]))/u

function escaped(text: string, atStart: boolean): string {
  const safe = text.replace(ANYWHERE, '\\$&')
  if (!atStart) return safe
  return safe
    .replace(AT_START, (mark) => (/\d/u.test(mark) ? mark : `\\${mark}`))
    .replace(/^(\d{1,9})([.)])/u, '$1\\$2')
}
