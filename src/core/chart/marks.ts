import { type Scale, SMALL, text } from './lane.ts'
import { FAINTEST } from './palette.ts'
import { textWidth } from './text-width.ts'
import type { Tick } from './ticks.ts'

/** Draws one thing with its middle at x and y. */
export type Shape = (x: number, y: number) => string

/**
 * Things of one kind in a row, at `y`. Those that would touch become one with their number beside it, so that a hundred
 * are as legible as three.
 */
export function marks(ticks: readonly Tick[], scale: Scale, y: number, shape: Shape): string[] {
  return merged(ticks, scale).flatMap(({ x, count }) => {
    if (count === 1) return [shape(x, y)]
    const words = countInWords(count)
    return [shape(x, y), text(x + MARK, y + 7, words, { ...SMALL, bold: true, halo: FAINTEST })]
  })
}
/** From the middle of a mark to its number, and to the next mark at least. */
const MARK = 13

type Group = { x: number; count: number }

function merged(ticks: readonly Tick[], scale: Scale): Group[] {
  const groups: Group[] = []
  for (const { at, count } of ticks) {
    let group = { x: scale(at), count }
    for (let last = groups.at(-1); last && tooClose(last, group); last = groups.at(-1)) {
      groups.pop()
      const sum = last.count + group.count
      group = { x: (last.x * last.count + group.x * group.count) / sum, count: sum }
    }
    groups.push(group)
  }
  return groups
}

function tooClose(one: Group, next: Group): boolean {
  const number = one.count === 1 ? 0 : textWidth(countInWords(one.count), { ...SMALL, bold: true }) + 4
  return next.x - one.x < 2 * MARK + number
}

function countInWords(count: number): string {
  return count < 1000 ? String(count) : `${Math.round(count / 100) / 10}k`
}
