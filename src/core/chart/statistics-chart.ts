import type { Severity } from '../incident/incident.ts'
import { durationInWords } from '../report/duration.ts'
import { MEASURES, type Measure, type Statistics, type Stretch } from '../report/statistics.ts'
import { dayInShort, dayOf } from './axis.ts'
import { LABEL, line, rect, SMALL, text, WIDTH } from './lane.ts'
import { CALL, FAINT, FAINTEST, GOOD, GROUND, QUIET, SEVERITY_FILL, SWITCH } from './palette.ts'
import { element, picture } from './svg.ts'
import { fitted, textWidth } from './text-width.ts'

const TITLE = { size: 30, bold: true }
const HEADING = { size: 22, bold: true }
const MIDDLE = { size: 21, bold: true }
const MARGIN = 28
const ROW = 38
const TOP = 128
/** Counts on the left, times on the right. */
const COUNTS = { left: MARGIN, label: 150, right: 520 }
const TIMES = { left: 580, right: WIDTH - MARGIN }
const TREND_HEIGHT = 168
/** Of more classes only how many. */
const CLASSES_DRAWN = 8

export type Named = { period: string; className(key: string): string }

/** Statistics as one picture: how many of what on the left, how long things took on the right. Complete in itself. */
export function statisticsChart(statistics: Statistics, named: Named): string {
  const severities = countBars('By severity', severityBars(statistics), TOP)
  const classes = countBars('By what they were about', classBars(statistics, named), severities.bottom + 24)
  const trends = MEASURES.map((measure, index) =>
    trendOf(statistics, measure, TOP + index * (TREND_HEIGHT + 24)),
  )
  const below = Math.max(classes.bottom, TOP + MEASURES.length * (TREND_HEIGHT + 24))
  const height = below + 64
  return picture({ title: `Incidents in ${named.period}`, width: WIDTH, height }, [
    rect(1, 1, WIDTH - 2, height - 2, GROUND, { rx: 12, stroke: FAINT, 'stroke-width': 2 }),
    text(MARGIN, 46, fitted(`Incidents in ${named.period}`, WIDTH - 2 * MARGIN, TITLE), TITLE),
    text(MARGIN, 80, inShort(statistics), { ...LABEL, fill: QUIET }),
    ...severities.svg,
    ...classes.svg,
    ...trends.flat(),
    line(550, TOP - 18, 550, height - 60, FAINT, 2),
    text(MARGIN, height - 22, NOTE, { size: 18, fill: QUIET }),
  ])
}

const NOTE = 'Middle value of each stretch; all times UTC. Incidents count by when they were declared.'

function inShort({ incidents, open, from, to }: Statistics): string {
  const count = `${incidents} ${incidents === 1 ? 'incident' : 'incidents'}`
  const still = open === 0 ? '' : `, ${open} still open`
  return `${count}${still} · ${dayOf(from)} – ${dayOf(to - 1)}`
}

type Bar = { name: string; count: number; fill: string }

function severityBars({ bySeverity }: Statistics): Bar[] {
  return bySeverity.map(({ severity, count }: { severity: Severity; count: number }) => ({
    name: severity.toUpperCase(),
    count,
    fill: SEVERITY_FILL[severity],
  }))
}

function classBars({ byClass }: Statistics, { className }: Named): Bar[] {
  const drawn = byClass.length > CLASSES_DRAWN ? byClass.slice(0, CLASSES_DRAWN - 1) : byClass
  const rest = byClass.slice(drawn.length).reduce((sum, { count }) => sum + count, 0)
  const bars = drawn.map(({ key, count }) => ({
    name: key === '' ? 'not said' : className(key),
    count,
    fill: '#c9cfe4',
  }))
  return rest === 0 ? bars : [...bars, { name: 'others', count: rest, fill: '#c9cfe4' }]
}

function countBars(heading: string, bars: Bar[], top: number): { svg: string[]; bottom: number } {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  const room = COUNTS.right - COUNTS.label - COUNTS.left - 60
  const svg = bars.flatMap(({ name, count, fill }, index) => {
    const y = top + 18 + index * ROW
    const left = COUNTS.left + COUNTS.label
    const width = (room * count) / most
    return [
      text(COUNTS.left, y + 21, fitted(name, COUNTS.label - 10, SMALL), SMALL),
      rect(left, y + 2, Math.max(width, 2), ROW - 12, fill, { rx: 3, stroke: QUIET, 'stroke-width': 1 }),
      text(left + Math.max(width, 2) + 10, y + 21, String(count), { ...SMALL, bold: true }),
    ]
  })
  return {
    svg: [text(COUNTS.left, top, heading, HEADING), ...svg],
    bottom: top + 18 + bars.length * ROW + 20,
  }
}

const LOOK: Record<Measure, { name: string; colour: string }> = {
  acknowledge: { name: 'To acknowledge', colour: CALL },
  mitigate: { name: 'To mitigate', colour: SWITCH },
  resolve: { name: 'To resolve', colour: GOOD },
}

/** The middle and the slow end in figures, and how the middle moved. */
function trendOf({ times, trend }: Statistics, measure: Measure, top: number): string[] {
  const { name, colour } = LOOK[measure]
  const { median, p90, count, without } = times[measure]
  const figures =
    median === undefined || p90 === undefined
      ? 'nothing measured'
      : `${durationInWords(median)}, 9 of 10 within ${durationInWords(p90)}`
  const of = `${count} measured${without > 0 ? `, ${without} without` : ''}`
  const plot = { left: TIMES.left, right: TIMES.right, top: top + 48, bottom: top + TREND_HEIGHT - 34 }
  return [
    text(TIMES.left, top, name, HEADING),
    text(TIMES.right, top, of, { size: 18, fill: QUIET, anchor: 'end' }),
    text(TIMES.left, top + 32, fitted(figures, TIMES.right - TIMES.left - 150, MIDDLE), MIDDLE),
    rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top, FAINTEST, { rx: 4 }),
    ...dots(trend, measure, plot, colour),
    ...days(trend, plot),
  ]
}

type Plot = { left: number; right: number; top: number; bottom: number }

function dots(trend: readonly Stretch[], measure: Measure, plot: Plot, colour: string): string[] {
  const known = trend.flatMap(({ medians }, index) => {
    const value = medians[measure]
    return value === undefined ? [] : [{ index, value }]
  })
  const most = Math.max(1, ...known.map(({ value }) => value))
  const at = ({ index, value }: { index: number; value: number }) => ({
    x: middleOf(index, trend.length, plot),
    y: plot.bottom - 10 - (plot.bottom - plot.top - 22) * (value / most),
  })
  const path = known
    .map(at)
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
  const highest = durationInWords(most)
  return [
    ...(known.length > 0
      ? [
          line(plot.left, plot.top + 12, plot.right, plot.top + 12, FAINT),
          text(plot.right, plot.top - 16, `line: ${highest}`, { size: 18, fill: QUIET, anchor: 'end' }),
        ]
      : []),
    ...(path.length > 1
      ? [element('path', { d: path.join(''), fill: 'none', stroke: colour, 'stroke-width': 3 })]
      : []),
    ...known
      .map(at)
      .map(({ x, y }) =>
        element('circle', { cx: x, cy: y, r: 6, fill: colour, stroke: GROUND, 'stroke-width': 2 }),
      ),
  ]
}

/** When each stretch begins, as far as there is room to say it. */
function days(trend: readonly Stretch[], plot: Plot): string[] {
  const font = { size: 17 }
  let freeFrom = 0
  return trend.flatMap(({ from }, index) => {
    const words = dayInShort(from)
    const half = textWidth(words, font) / 2
    const x = middleOf(index, trend.length, plot)
    if (x - half < freeFrom) return []
    freeFrom = x + half + 12
    return [text(x, plot.bottom + 22, words, { ...font, fill: QUIET, anchor: 'middle' })]
  })
}

function middleOf(index: number, count: number, { left, right }: Plot): number {
  return left + ((right - left) * (index + 0.5)) / count
}
