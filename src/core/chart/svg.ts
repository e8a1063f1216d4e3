/** SVG as text. Everything that is not `raw` is escaped here and nowhere else. */

export type Attributes = Record<string, string | number | undefined>

/** An element; numbers are kept to a tenth of a pixel. `inside` is finished SVG. */
export function element(name: string, attributes: Attributes, inside?: string | readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? tenths(value) : escaped(value ?? '')}"`)
    .join('')
  const content = inside === undefined ? '' : typeof inside === 'string' ? inside : inside.join('')
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`
}

/** A picture by itself; `title` is what those hear who do not see it. */
export function picture(
  { title, width, height }: { title: string; width: number; height: number },
  inside: readonly string[],
): string {
  const size = { viewBox: `0 0 ${width} ${height}`, width, height }
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img', 'font-family': FONT_FAMILY },
    [element('title', {}, escaped(title)), ...inside],
  )
}
const FONT_FAMILY = 'DejaVu Sans, Verdana, sans-serif'

/** Anybody's words as SVG text. */
export function escaped(text: string): string {
  return text
    .replace(NOT_IN_XML, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}
/** XML has no way to write these. */
const NOT_IN_XML = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu

function tenths(value: number): string {
  return String(Math.round(value * 10) / 10)
}
