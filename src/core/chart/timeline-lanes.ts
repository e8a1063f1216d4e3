import type { Severity } from '../incident/incident.ts'
import { type Drawing, ground, inBar, type Lane, line, PLOT, rect, type Scale, SMALL, text } from './lane.ts'
import { marks } from './marks.ts'
import {
  BAD,
  CALL,
  FAINT,
  FAINTEST,
  GOOD,
  QUIET,
  SEVERITY_FILL,
  SEVERITY_HEIGHT,
  STATUS_FILL,
  SWITCH,
} from './palette.ts'
import { SHAPES } from './shapes.ts'
import { fitted } from './text-width.ts'
import type { TimelineChart } from './timeline-model.ts'

/** Bars for switches beyond this many are counted instead. */
const SWITCHES_DRAWN = 6

/** How bad it was: the worse, the higher the band. */
export function severityLane({ severities }: TimelineChart, scale: Scale): Lane {
  const height = 48
  return {
    name: 'Severity',
    height,
    draw: (y) => {
      const bars = severities.map(({ what, from, to }) => {
        const tall = height * SEVERITY_HEIGHT[what]
        const fill = SEVERITY_FILL[what]
        return { what, left: scale(from), right: scale(to), y: y + height - tall, height: tall, fill }
      })
      return {
        below: [
          ground(y, height),
          ...bars.flatMap(({ left, right, y: top, height: tall, fill }) => [
            rect(left, top, right - left, tall, fill),
            line(left, top, right, top, QUIET, 1.5),
          ]),
        ],
        above: bars.flatMap((bar) => inBar(bar, severityWords(bar.what))),
      }
    },
  }
}

function severityWords(severity: Severity): string[] {
  return [severity.toUpperCase(), severity.slice(3)]
}

export function statusLane({ statuses }: TimelineChart, scale: Scale): Lane {
  const height = 36
  return {
    name: 'Status',
    height,
    draw: (y) => {
      const bars = statuses.map(({ what, from, to }) => {
        return { what, left: scale(from), right: scale(to), y, height, fill: STATUS_FILL[what] }
      })
      return {
        below: [
          ground(y, height),
          ...bars.flatMap(({ left, right, fill }, index) => [
            rect(left, y, right - left, height, fill),
            ...(index > 0 ? [line(left, y, left, y + height, QUIET, 1.5)] : []),
          ]),
        ],
        above: bars.flatMap((bar) => inBar(bar, [bar.what, `${bar.what.slice(0, 5)}.`])),
      }
    },
  }
}

/** A line for as long as updates were promised, hatched where one was overdue; what was made above, what was missed below. */
export function updatesLane({ updates }: TimelineChart, scale: Scale): Lane {
  const height = 66
  const due = updates.due.length <= DUE_DRAWN ? updates.due : []
  return {
    name: 'Updates',
    height,
    draw: (y): Drawing => {
      const middle = y + height / 2
      return {
        below: [
          ground(y, height),
          ...updates.promised.map(({ from, to }) => line(scale(from), middle, scale(to), middle, GOOD, 3)),
          ...updates.overdue.map(({ from, to }) =>
            rect(scale(from), middle - 7, Math.max(3, scale(to) - scale(from)), 14, 'url(#overdue)', {
              stroke: BAD,
              'stroke-width': 1,
            }),
          ),
          ...due.map(({ at }) => line(scale(at), middle - 8, scale(at), middle + 8, QUIET, 2)),
        ],
        above: [
          ...marks(updates.made, scale, y + 17, SHAPES.disc(GOOD)),
          ...marks(updates.missed, scale, y + height - 16, SHAPES.cross(BAD)),
        ],
      }
    },
  }
}
/** More than these would be a comb that says nothing. */
const DUE_DRAWN = 60

/** Who was called, and below it who answered and who did not: a row each, so that numbers have room beside them. */
export function pagesLane({ pages }: TimelineChart, scale: Scale): Lane {
  const row = 31
  const height = 3 * row
  return {
    name: 'Pages',
    height,
    draw: (y) => ({
      below: [
        ground(y, height),
        ...[1, 2].map((index) => line(PLOT.left, y + index * row, PLOT.right, y + index * row, FAINT)),
      ],
      above: [
        ...marks(pages.paged, scale, y + row / 2, SHAPES.bell(CALL)),
        ...marks(pages.answered, scale, y + 1.5 * row, SHAPES.check(GOOD)),
        ...marks(pages.unanswered, scale, y + 2.5 * row, SHAPES.cross(BAD)),
      ],
    }),
  }
}

export function switchLanes({ switches }: TimelineChart, scale: Scale): Lane[] {
  const height = 34
  const drawn = switches.slice(0, SWITCHES_DRAWN)
  const more = switches.length - drawn.length
  return drawn.map(({ name, pulled }, index) => ({
    name: index === 0 ? 'Switches' : index === drawn.length - 1 && more > 0 ? `and ${more} more` : '',
    height,
    draw: (y) => ({
      below: [ground(y, height), ...pulled.map(({ from, to }) => bar(scale(from), scale(to), y, height))],
      above: nameBeside(name, pulled, scale, y + height / 2 + 7),
    }),
  }))
}

function bar(left: number, right: number, y: number, height: number): string {
  const look = { rx: 4, stroke: SWITCH, 'stroke-width': 2 }
  return rect(left, y + 4, Math.max(4, right - left), height - 8, 'url(#pulled)', look)
}

/** In a bar where it fits, else in the wider room beside all of them. */
function nameBeside(name: string, pulled: { from: number; to: number }[], scale: Scale, y: number): string[] {
  const inside = pulled.find(({ from, to }) => fitted(name, scale(to) - scale(from) - 24, SMALL) === name)
  if (inside) {
    const middle = (scale(inside.from) + scale(inside.to)) / 2
    return [text(middle, y, name, { ...SMALL, anchor: 'middle', halo: '#f3e4f0' })]
  }
  const first = Math.min(...pulled.map(({ from }) => scale(from)))
  const last = Math.max(...pulled.map(({ to }) => scale(to)))
  const look = { ...SMALL, fill: SWITCH, halo: FAINTEST }
  const [before, after] = [first - PLOT.left - 16, PLOT.right - last - 16]
  return after >= before
    ? [text(last + 12, y, fitted(name, after, SMALL), look)]
    : [text(first - 12, y, fitted(name, before, SMALL), { ...look, anchor: 'end' })]
}

/** How much was going on: entries over time. */
export function activityLane({ activity, from, to }: TimelineChart, scale: Scale): Lane {
  const height = 54
  const most = Math.max(...activity, 1)
  const part = (to - from) / activity.length
  return {
    name: 'Activity',
    height,
    draw: (y) => ({
      below: [
        ground(y, height),
        ...activity.flatMap((count, index) => {
          if (count === 0) return []
          const tall = Math.max(3, (height - 6) * (count / most))
          const [left, right] = [scale(from + index * part), scale(from + (index + 1) * part)]
          return [rect(left + 0.5, y + height - tall, right - left - 1, tall, '#8d8d96')]
        }),
      ],
      above: [],
    }),
  }
}
