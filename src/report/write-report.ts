import { setImmediate as otherWork } from 'node:timers/promises'
import { timelineChart } from '../core/chart/timeline-chart.ts'
import { createTimelineChart } from '../core/chart/timeline-model.ts'
import type { Entry, Instant } from '../core/decider.ts'
import type { Names } from '../core/describe.ts'
import type { Incident, IncidentEvent } from '../core/incident/incident.ts'
import type { Policy } from '../core/policy.ts'
import { condensed, createWeights } from '../core/report/condense.ts'
import { createExcerpts } from '../core/report/excerpts.ts'
import { createFigures } from '../core/report/figures.ts'
import { createReportLines } from '../core/report/report-line.ts'
import { type ChainHead, type ReportForm, reportModel } from '../core/report/report-model.ts'
import type { NamesOf, WrittenReport } from '../core/report/written-report.ts'
import { clip } from '../core/text.ts'
import { LINE_CHARS_MAX, LINES_AT_ONCE } from './limits.ts'
import type { ReportTemplate } from './template.ts'

/** What a report is made of. The timeline is walked twice, a page at a time. */
export type ReportSource = {
  state: Incident
  policy: Policy
  head: ChainHead
  walk(): AsyncIterable<Entry<IncidentEvent>>
  names: NamesOf
  now: Instant
}

/** Looks through the timeline once for figures, chart and excerpts. */
export async function prepareReport(source: ReportSource, template: ReportTemplate): Promise<WrittenReport> {
  const { state, policy, head, now } = source
  const figures = createFigures()
  const chart = createTimelineChart(state, now)
  const excerpts = createExcerpts()
  const weights = createWeights()
  for await (const entry of inPieces(source.walk())) {
    figures.add(entry)
    chart.add(entry)
    excerpts.add(entry)
    weights.add(entry)
  }
  const named = [...excerpts.people(), ...Object.values(state.roles), state.declaredBy]
  const people = await source.names([...new Set(named)].filter((user) => user !== ''))
  const names: Names = {
    user: people.user,
    role: (key) => policy.roles[key]?.name ?? key,
    channel: (channel) => channelOf(state, channel),
  }
  const all = {
    state,
    policy,
    head,
    now,
    names,
    figures: figures.done(state, now),
    excerpts: excerpts.done(names),
  }

  async function* markdown(form: ReportForm, chartFile?: string): AsyncGenerator<string, void> {
    const short = form === 'canvas' ? condensed(weights.done()) : undefined
    const leftOut = short?.leftOut ?? 0
    const model = reportModel({ ...all, form, leftOut, ...(chartFile !== undefined && { chart: chartFile }) })
    yield template.before(model)
    const lineOf = createReportLines(names)
    for await (const entry of inPieces(source.walk())) {
      if (short !== undefined && !short.shows(entry)) continue
      const line = lineOf(entry)
      yield template.line(
        short === undefined ? line : { ...line, text: clip(line.text, LINE_CHARS_MAX) },
        model,
      )
    }
    yield template.after(model)
  }

  const { id, title } = state
  return { id, title, seq: head.seq, figures: all.figures, chart: timelineChart(chart.done()), markdown }
}

/** The two channels that an incident knows by name. */
function channelOf({ card, room, channel }: Incident, id: string): string | undefined {
  if (id === channel?.id) return channel.name
  return id === card?.channel ? room : undefined
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
