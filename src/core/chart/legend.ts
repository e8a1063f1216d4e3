import { PLOT, rect, SMALL, text } from './lane.ts'
import { BAD, CALL, GOOD, QUIET, SWITCH } from './palette.ts'
import { SHAPES } from './shapes.ts'
import { textWidth } from './text-width.ts'
import type { TimelineChart } from './timeline-model.ts'

type Item = { words: string; draw(x: number, y: number): string }

const ROW = 32
const FONT = SMALL

/** What the signs mean, for those that are drawn. */
export function legend(chart: TimelineChart): { height: number; draw(y: number): string[] } {
  const items = itemsOf(chart)
  const placed: { item: Item; x: number; row: number }[] = []
  let [x, row] = [24, 0]
  for (const item of items) {
    const width = 34 + textWidth(item.words, FONT) + 28
    if (x + width > PLOT.right && x > 24) [x, row] = [24, row + 1]
    placed.push({ item, x, row })
    x += width
  }
  return {
    height: items.length === 0 ? 0 : (row + 1) * ROW,
    draw: (y) =>
      placed.flatMap(({ item, x: left, row: at }) => [
        item.draw(left + 12, y + at * ROW + 14),
        text(left + 34, y + at * ROW + 20.5, item.words, { ...FONT, fill: QUIET }),
      ]),
  }
}

/** A number beside a mark, which stands for that many. */
function number(x: number, y: number): string {
  return text(x - 10, y + 7, '12', { ...SMALL, bold: true })
}

function itemsOf({ updates, pages, switches, gaps }: TimelineChart): Item[] {
  const box = (pattern: string, stroke?: string) => (x: number, y: number) =>
    rect(x - 12, y - 8, 26, 16, pattern, stroke ? { stroke, 'stroke-width': 1.5 } : {})
  return [
    ...(updates.made.length > 0 ? [{ words: 'update', draw: SHAPES.disc(GOOD) }] : []),
    ...(updates.overdue.length > 0 ? [{ words: 'overdue', draw: box('url(#overdue)', BAD) }] : []),
    ...(pages.paged.length > 0 ? [{ words: 'paged', draw: SHAPES.bell(CALL) }] : []),
    ...(pages.answered.length > 0 ? [{ words: 'answered', draw: SHAPES.check(GOOD) }] : []),
    ...(updates.missed.length + pages.unanswered.length > 0
      ? [{ words: pages.unanswered.length > 0 ? 'missed, or no answer' : 'missed', draw: SHAPES.cross(BAD) }]
      : []),
    ...(switches.length > 0 ? [{ words: 'switch pulled', draw: box('url(#pulled)', SWITCH) }] : []),
    ...(isCrowded(updates, pages) ? [{ words: 'several, close together', draw: number }] : []),
    ...(gaps.length > 0 ? [{ words: 'the bot was not running', draw: box('url(#gap)', QUIET) }] : []),
  ]
}

function isCrowded(updates: TimelineChart['updates'], pages: TimelineChart['pages']): boolean {
  const all = [updates.made, updates.missed, pages.paged, pages.answered, pages.unanswered]
  return all.some((ticks) => ticks.length > CROWDED || ticks.some(({ count }) => count > 1))
}
/** So many marks of a kind hardly ever all stand apart. */
const CROWDED = 30
