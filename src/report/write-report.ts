import { setImmediate as otherWork } from 'node:timers/promises'
import { timelineChart } from '../core/chart/timeline-chart.ts'
import { createTimelineChart } from '../core/chart/timeline-model.ts'
import type { Entry, Instant } from '../core/decider.ts'
import type { Incident, IncidentEvent } from '../core/incident/incident.ts'
import type { Policy } from '../core/policy.ts'
import { condensed, createWeights } from '../core/report/condense.ts'
import { createExcerpts, EXCERPTS, type ExcerptName, type Selected } from '../core/report/excerpts.ts'
import { createFigures } from '../core/report/figures.ts'
import { createReportLines, excerptOf, isWithdrawn } from '../core/report/report-line.ts'
import { type ChainHead, type Excerpts, type ReportForm, reportModel } from '../core/report/report-model.ts'
import { weightOf } from '../core/report/weight.ts'
import type { NamesOf, WrittenReport } from '../core/report/written-report.ts'
import type { Names } from '../core/sentence.ts'
import { clip } from '../core/text.ts'
import { createTimelineIndex, type TimelineIndex } from '../core/timeline/timeline-index.ts'
import { type Incidents, readLines } from '../timeline/read-timeline.ts'
import { LINE_CHARS_MAX, LINES_AT_ONCE } from './limits.ts'
import type { ReportTemplate } from './template.ts'

/** What a report is made of. The timeline is gone through twice, a piece at a time. */
export type ReportSource = {
  state: Incident
  policy: Policy
  /** Nothing that came later is in the report. */
  head: ChainHead
  incidents: Incidents
  names: NamesOf
  now: Instant
}

/** Looks through the timeline once, for figures, chart, the order of things, and what is shown under headings. */
export async function prepareReport(source: ReportSource, template: ReportTemplate): Promise<WrittenReport> {
  const { state, policy, head, incidents, now } = source
  const index = createTimelineIndex()
  const figures = createFigures()
  const chart = createTimelineChart(state, now)
  const excerpts = createExcerpts()
  const weights = createWeights()
  const passes = [index, figures, chart, excerpts, weights]
  for await (const entry of inPieces<Entry<IncidentEvent>>(incidents.walk(state.id, head.seq))) {
    for (const pass of passes) pass.add(entry)
  }
  const lines = index.done()
  const names = await namesFor(source, lines.people)
  const shown = await excerptsOf(source, lines, names, excerpts.done)
  const all = { state, policy, head, now, names, figures: figures.done(state, now), excerpts: shown }

  async function* markdown(form: ReportForm, chartFile?: string): AsyncGenerator<string, void> {
    const short = form === 'canvas' ? condensed(weights.done()) : undefined
    const leftOut = short?.leftOut ?? 0
    const model = reportModel({ ...all, form, leftOut, ...(chartFile !== undefined && { chart: chartFile }) })
    yield template.before(model)
    const lineOf = createReportLines(names)
    for await (const { line, entry } of inPieces(readLines(incidents, state.id, lines))) {
      if (short !== undefined && !short.shows(entry)) continue
      const written = lineOf(line, weightOf(entry.event))
      const text = short === undefined ? written.text : clip(written.text, LINE_CHARS_MAX)
      yield template.line({ ...written, text }, model)
    }
    yield template.after(model)
  }

  const { id, title } = state
  return { id, title, seq: head.seq, figures: all.figures, chart: timelineChart(chart.done()), markdown }
}

/** Names of everybody in it, the roles by the policy's names, and the two channels that an incident knows. */
async function namesFor({ state, policy, names }: ReportSource, people: ReadonlySet<string>): Promise<Names> {
  const { roles, declaredBy, card, room, channel, findings, followUps, review } = state
  const after = [
    ...findings.map(({ by }) => by),
    ...followUps.map(({ owner }) => owner ?? ''),
    review?.owner ?? '',
  ]
  const all = new Set([...people, ...after, ...Object.values(roles), declaredBy])
  all.delete('')
  const { user } = await names([...all])
  const channels = new Map([
    ...(card === undefined ? [] : [[card.channel, room] as const]),
    ...(channel === undefined ? [] : [[channel.id, channel.name] as const]),
  ])
  return {
    user,
    role: (key) => policy.roles[key]?.name ?? key,
    audience: (key) => policy.audiences[key]?.name ?? key,
    channel: (id) => channels.get(id),
  }
}

/** What was taken back is shown in its place in the timeline, but not once more. */
async function excerptsOf(
  { state, incidents }: ReportSource,
  index: TimelineIndex,
  names: Names,
  selected: (name: ExcerptName) => Selected,
): Promise<Record<ExcerptName, Excerpts>> {
  const shown: [ExcerptName, Excerpts][] = []
  for (const name of EXCERPTS) {
    const { seqs: order, more } = selected(name)
    const items = []
    for await (const { line, entry } of readLines(incidents, state.id, { ...index, order }))
      if (!isWithdrawn(line)) items.push(excerptOf(line, entry.event, names))
    shown.push([name, { items, more }])
  }
  return Object.fromEntries(shown) as Record<ExcerptName, Excerpts>
}

/** A long timeline must not hold up what else the process does: pages and answers go on in between. */
async function* inPieces<T>(all: AsyncIterable<T>): AsyncGenerator<T, void> {
  let since = 0
  for await (const one of all) {
    yield one
    since += 1
    if (since % LINES_AT_ONCE === 0) await otherWork()
  }
}
