import type { Instant } from '../decider.ts'
import { FAINT, FAINTEST, INK, QUIET } from './palette.ts'
import { element, escaped } from './svg.ts'
import { type Font, fitted, textWidth } from './text-width.ts'

/** The picture's measures, in pixels. Text is large, for on a phone all of it is shown at a third of its size. */
export const WIDTH = 1200
export const PLOT = { left: 172, right: 1172 }
export const LABEL: Font = { size: 21 }
export const SMALL: Font = { size: 20 }

/** What is drawn of a lane: `below` the lines that cross all lanes, and `above` them. */
export type Drawing = { below: string[]; above: string[] }

/** A horizontal strip of the chart, drawn with its top at `y`. */
export type Lane = { name: string; height: number; draw(y: number): Drawing }

/** From a time to where it stands in the plot. */
export type Scale = (at: Instant) => number

export function scaleOf({ from, to }: { from: Instant; to: Instant }): Scale {
  const perMs = (PLOT.right - PLOT.left) / (to - from)
  return (at) => PLOT.left + (Math.min(Math.max(at, from), to) - from) * perMs
}

/** `halo`: the colour behind it, which keeps lines that pass there off the letters. */
export type TextStyle = Font & { fill?: string; anchor?: 'start' | 'middle' | 'end'; halo?: string }

/** Text with its baseline at `y`. */
export function text(
  x: number,
  y: number,
  words: string,
  { size, bold, fill = INK, anchor, halo }: TextStyle,
): string {
  return element(
    'text',
    {
      x,
      y,
      'font-size': size,
      'font-weight': bold ? 'bold' : undefined,
      fill,
      'text-anchor': anchor,
      ...(halo !== undefined && {
        stroke: halo,
        'stroke-width': 6,
        'stroke-linejoin': 'round',
        'paint-order': 'stroke',
      }),
    },
    escaped(words),
  )
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke = FAINT, width = 1): string {
  return element('line', { x1, y1, x2, y2, stroke, 'stroke-width': width })
}

export function rect(x: number, y: number, width: number, height: number, fill: string, rest = {}): string {
  return element('rect', { x, y, width: Math.max(0, width), height, fill, ...rest })
}

/** The name of a lane, in the margin beside it. */
export function laneName(name: string, y: number, height: number): string {
  return text(24, y + height / 2 + 7, fitted(name, PLOT.left - 36, LABEL), { ...LABEL, fill: QUIET })
}

export function ground(y: number, height: number): string {
  return rect(PLOT.left, y, PLOT.right - PLOT.left, height, FAINTEST, { rx: 4 })
}

/** Words in the middle of a bar of colour `fill`, the first of them that fits into it. */
export function inBar(
  bar: { left: number; right: number; y: number; height: number; fill: string },
  words: readonly string[],
): string[] {
  const { left, right, y, height, fill } = bar
  const fits = words.find((each) => textWidth(each, SMALL) <= right - left - 12)
  if (fits === undefined) return []
  return [text((left + right) / 2, y + height / 2 + 7, fits, { ...SMALL, anchor: 'middle', halo: fill })]
}
