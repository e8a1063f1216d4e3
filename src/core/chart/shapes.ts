import type { Shape } from './marks.ts'
import { GROUND } from './palette.ts'
import { element } from './svg.ts'

const R = 9

/** What each kind of thing looks like; no two have the same outline. */
export const SHAPES = {
  /** An update that was made. */
  disc:
    (fill: string): Shape =>
    (x, y) =>
      element('circle', { cx: x, cy: y, r: R, fill, stroke: GROUND, 'stroke-width': 2 }),
  /** Something that did not happen as promised. */
  cross:
    (stroke: string): Shape =>
    (x, y) =>
      element('path', {
        d: `M${one(x - 7)} ${one(y - 7)}L${one(x + 7)} ${one(y + 7)}M${one(x + 7)} ${one(y - 7)}L${one(x - 7)} ${one(y + 7)}`,
        stroke,
        'stroke-width': 4.5,
        'stroke-linecap': 'round',
        fill: 'none',
      }),
  /** Somebody was paged. */
  bell:
    (fill: string): Shape =>
    (x, y) =>
      element('path', {
        d: `M${one(x)} ${one(y - 10)}L${one(x + 10)} ${one(y + 8)}L${one(x - 10)} ${one(y + 8)}Z`,
        fill,
        stroke: GROUND,
        'stroke-width': 2,
        'stroke-linejoin': 'round',
      }),
  /** A page that was answered. */
  check:
    (fill: string): Shape =>
    (x, y) =>
      element('circle', { cx: x, cy: y, r: R + 1, fill, stroke: GROUND, 'stroke-width': 2 }) +
      element('path', {
        d: `M${one(x - 5)} ${one(y)}L${one(x - 1.5)} ${one(y + 4)}L${one(x + 5)} ${one(y - 4)}`,
        stroke: GROUND,
        'stroke-width': 2.5,
        fill: 'none',
        'stroke-linecap': 'round',
        'stroke-linejoin': 'round',
      }),
}

function one(value: number): number {
  return Math.round(value * 10) / 10
}
