import { durationInWords } from '../report/duration.ts'
import { severityCourse } from '../report/severity-course.ts'
import { axisTimes, clockOf, dayInShort, dayOf } from './axis.ts'
import {
  type Drawing,
  LABEL,
  type Lane,
  laneName,
  line,
  PLOT,
  rect,
  type Scale,
  SMALL,
  scaleOf,
  text,
  WIDTH,
} from './lane.ts'
import { legend } from './legend.ts'
import { BAD, FAINT, GROUND, INK, QUIET } from './palette.ts'
import { placeLabels } from './place-labels.ts'
import { element, picture } from './svg.ts'
import { fitted, textWidth } from './text-width.ts'
import {
  activityLane,
  pagesLane,
  severityLane,
  statusLane,
  switchLanes,
  updatesLane,
} from './timeline-lanes.ts'
import type { Mark, TimelineChart } from './timeline-model.ts'

const TITLE = { size: 30, bold: true }
const MARK_LABEL = { size: 20, bold: true }
const MARK_ROW = 30
const LANE_GAP = 10
const HEAD = 92
const AXIS = 64
/** Key moments nearer than this share one line and one label. */
const SAME_PLACE = 10

/** An incident at a glance, as SVG: what was promised, what came of it, and when. Complete in itself, fonts aside. */
export function timelineChart(chart: TimelineChart): string {
  const scale = scaleOf(chart)
  const lanes = [
    severityLane(chart, scale),
    statusLane(chart, scale),
    ...(chart.updates.promised.length + chart.updates.made.length > 0 ? [updatesLane(chart, scale)] : []),
    ...(chart.pages.paged.length + chart.pages.unanswered.length > 0 ? [pagesLane(chart, scale)] : []),
    ...switchLanes(chart, scale),
    activityLane(chart, scale),
  ]
  const labels = momentLabels(chart, scale)
  const top = HEAD + labels.height
  const bottom = top + lanes.reduce((sum, { height }) => sum + height + LANE_GAP, 0)
  const key = legend(chart)
  const drawings = drawn(lanes, top)
  const height = bottom + AXIS + key.height + 12
  return picture({ title: `${chart.id} over time: ${chart.title}`, width: WIDTH, height }, [
    PATTERNS,
    rect(1, 1, WIDTH - 2, height - 2, GROUND, { rx: 12, stroke: FAINT, 'stroke-width': 2 }),
    ...head(chart),
    ...drawings.flatMap(({ below }) => below),
    ...axis(chart, scale, top, bottom),
    ...chart.gaps.map(({ from, to }) =>
      rect(scale(from), top, Math.max(3, scale(to) - scale(from)), bottom - top - LANE_GAP, 'url(#gap)'),
    ),
    ...labels.lines(bottom - LANE_GAP),
    ...drawings.flatMap(({ above }) => above),
    ...labels.texts,
    ...key.draw(bottom + AXIS),
  ])
}

/** Hatchings, so that what they mean is seen without colour too. */
const PATTERNS = element('defs', {}, [
  hatching('overdue', BAD, '#fbe3d8', 'M-2 2L2 -2M0 8L8 0M6 10L10 6'),
  hatching('pulled', '#d9b3d2', '#f3e4f0', 'M-2 2L2 -2M0 8L8 0M6 10L10 6'),
  hatching('gap', '#85858f', 'none', 'M-2 6L2 10M0 0L8 8M6 -2L10 2'),
])

function hatching(id: string, stroke: string, fill: string, d: string): string {
  return element('pattern', { id, width: 8, height: 8, patternUnits: 'userSpaceOnUse' }, [
    rect(0, 0, 8, 8, fill),
    element('path', { d, stroke, 'stroke-width': 2 }),
  ])
}

function head({ id, title, severity, severities, status, from, to, marks }: TimelineChart): string[] {
  const [began, ended] = [marks[0]?.at ?? from, status === 'resolved' ? endOf(marks, to) : to]
  const days = dayOf(began) === dayOf(ended) ? '' : `${dayOf(ended)} `
  const when = `${dayOf(began)} ${clockOf(began)} – ${days}${clockOf(ended)} UTC`
  const lasted = status === 'resolved' ? durationInWords(ended - began) : 'still open'
  return [
    text(24, 42, fitted(`${id} · ${title}`, WIDTH - 48, TITLE), TITLE),
    text(
      24,
      74,
      `${severityCourse(
        severities.map(({ what }) => what),
        severity,
      )} · ${status} · ${when} · ${lasted}`,
      {
        ...LABEL,
        fill: QUIET,
      },
    ),
  ]
}

function endOf(marks: Mark[], to: number): number {
  return marks.find(({ name }) => name === 'resolved')?.at ?? to
}

function drawn(lanes: Lane[], top: number): Drawing[] {
  let y = top
  return lanes.map((lane) => {
    const { below, above } = lane.draw(y)
    const name = laneName(lane.name, y, lane.height)
    y += lane.height + LANE_GAP
    return { below: [name, ...below], above }
  })
}

function axis({ from, to }: TimelineChart, scale: Scale, top: number, bottom: number): string[] {
  const times = axisTimes(from, to, 10)
  let freeFrom = 0
  return [
    ...times.flatMap(({ at, text: words, day }) => {
      const x = scale(at)
      const dayText = day === undefined || !fitsAt(x, day, freeFrom) ? undefined : day
      if (dayText !== undefined) freeFrom = x + textWidth(dayText, SMALL) / 2 + 10
      return [
        line(x, top, x, bottom - LANE_GAP + 6, FAINT),
        ...(words === '' || x + textWidth(words, SMALL) / 2 > WIDTH - 8
          ? []
          : [text(x, bottom + 20, words, { ...SMALL, fill: QUIET, anchor: 'middle' as const })]),
        ...(dayText === undefined
          ? []
          : [
              text(x, bottom + (words === '' ? 20 : 46), dayText, {
                ...SMALL,
                fill: QUIET,
                anchor: 'middle' as const,
              }),
            ]),
      ]
    }),
    text(24, bottom + 20, 'UTC', { ...SMALL, fill: QUIET }),
  ]
}

function fitsAt(x: number, words: string, freeFrom: number): boolean {
  const half = textWidth(words, SMALL) / 2
  return x - half >= freeFrom && x + half <= WIDTH - 8
}

const NAMES: Record<Mark['name'], string> = {
  started: 'started',
  detected: 'detected',
  declared: 'declared',
  acknowledged: 'acknowledged',
  mitigated: 'mitigated',
  resolved: 'resolved',
  promise: 'promised back',
}

/** The key moments: a labelled line each across all lanes. Those at one place share a line. */
function momentLabels(chart: TimelineChart, scale: Scale) {
  const groups: { x: number; marks: Mark[] }[] = []
  const inView = chart.marks.filter(({ at }) => at >= chart.from && at <= chart.to)
  for (const mark of inView.toSorted((one, other) => one.at - other.at)) {
    const last = groups.at(-1)
    if (last && scale(mark.at) - last.x < SAME_PLACE) last.marks.push(mark)
    else groups.push({ x: scale(mark.at), marks: [mark] })
  }
  const labels = groups.map(({ x, marks }) => {
    const words = wordsOf(marks, dayOf(chart.from) !== dayOf(chart.to))
    return {
      x,
      words,
      width: textWidth(words, MARK_LABEL),
      colour: marks.every(({ name }) => name === 'promise') ? promiseColour(chart) : INK,
    }
  })
  const places = placeLabels(labels, { from: 24, to: PLOT.right, gap: 6 })
  const rows = Math.max(0, ...places.map(({ row }) => row + 1))
  return {
    height: rows * MARK_ROW + 6,
    lines: (bottom: number) =>
      labels.map(({ x, colour }, index) =>
        element('line', {
          x1: x,
          y1: HEAD + (places[index]?.row ?? 0) * MARK_ROW - 4,
          x2: x,
          y2: bottom,
          stroke: colour,
          'stroke-width': 2,
          'stroke-dasharray': colour === INK ? '8 4' : '3 5',
        }),
      ),
    texts: labels.flatMap(({ words, width, colour }, index) => {
      const { row, left } = places[index] ?? { row: 0, left: 0 }
      const y = HEAD + row * MARK_ROW
      return [
        rect(left - 3, y - 3, width + 6, 26, GROUND),
        text(left, y + 16, words, { ...MARK_LABEL, fill: colour }),
      ]
    }),
  }
}

/** A promise that was kept is no alarm. */
function promiseColour({ marks }: TimelineChart): string {
  const at = (wanted: Mark['name']) => marks.find(({ name }) => name === wanted)?.at
  const [back, promised] = [at('mitigated'), at('promise')]
  return back !== undefined && promised !== undefined && back <= promised ? QUIET : BAD
}

/** "declared, acknowledged 10:02", "declared 10:02, acknowledged 10:04"; with the day where there is more than one. */
function wordsOf(marks: readonly Mark[], withDay: boolean): string {
  let day = ''
  return marks
    .map(({ name, at }, index) => {
      const next = marks[index + 1]
      if (next && minuteOf(next.at) === minuteOf(at)) return NAMES[name] // says its time for both
      const today = withDay && dayOf(at) !== day ? `${dayInShort(at)} ` : ''
      day = dayOf(at)
      return `${NAMES[name]} ${today}${clockOf(at)}`
    })
    .join(', ')
}

function minuteOf(at: number): number {
  return Math.floor(at / 60_000)
}
