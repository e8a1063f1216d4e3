import { MOMENTS, type Moment } from '../capture/moments.ts'
import type { Entry, Instant } from '../decider.ts'
import type { Incident, IncidentEvent, Severity, Status } from '../incident/incident.ts'
import { type MomentTimes, momentsOf } from '../report/moments.ts'
import { createPulls } from '../report/pulls.ts'
import { createSpans, type Span } from '../report/spans.ts'
import { createTicks, type Tick } from './ticks.ts'

/** A line across the whole chart with a name. `promise`: service is to be back by then. */
export type Mark = { name: Moment | 'promise'; at: Instant }
type Stretch = { from: Instant; to: Instant }

/** What is drawn of an incident: everything on one time axis from `from` to `to`, and never more than fits on it. */
export type TimelineChart = {
  id: string
  title: string
  severity: Severity
  status: Status
  from: Instant
  to: Instant
  severities: Span<Severity>[]
  statuses: Span<Status>[]
  updates: { promised: Stretch[]; overdue: Stretch[]; due: Tick[]; made: Tick[]; missed: Tick[] }
  pages: { paged: Tick[]; answered: Tick[]; unanswered: Tick[] }
  switches: { name: string; pulled: Stretch[] }[]
  gaps: Stretch[]
  marks: Mark[]
  activity: number[] // entries in each of these equal parts of the time
}

/** Equal parts of the time in which entries are counted. */
const ACTIVITY_PARTS = 120
const STRETCHES_MAX = 300
/** An incident that was over at once is still drawn as this long. */
const SHORTEST_MS = 5 * 60_000
/** Room before the first and after the last thing, as a part of the time. */
const MARGIN = 0.02

/** The time that a chart of an incident shows: from its first key moment to its end, or until now. */
export function chartTimes(state: Incident, now: Instant): { from: Instant; to: Instant } {
  const known = timesIn(momentsOf(state))
  const from = Math.min(...known)
  const ended = state.resolvedAt ?? now
  const to = Math.max(ended, ...known, from + SHORTEST_MS)
  const margin = (to - from) * MARGIN
  return { from: from - margin, to: to + margin }
}

/** Gathers what is drawn, in one pass through the timeline, told in order of time. */
export function createTimelineChart(state: Incident, now: Instant) {
  const { from, to } = chartTimes(state, now)
  const end = state.resolvedAt ?? Math.min(now, to)
  const ticks = () => createTicks(from, to)
  const [due, made, missed] = [ticks(), ticks(), ticks()]
  const [paged, answered, unanswered] = [ticks(), ticks(), ticks()]
  const severities = createSpans<Severity>()
  const statuses = createSpans<Status>()
  const promised = createSpans<'promised'>()
  const overdue = createSpans<'overdue'>()
  const pulls = createPulls()
  const gaps: Stretch[] = []
  const activity = new Array<number>(ACTIVITY_PARTS).fill(0)

  function add(entry: Entry<IncidentEvent>): void {
    const { event, at } = entry
    pulls.add(entry)
    const part = Math.floor(((at - from) / (to - from)) * ACTIVITY_PARTS)
    if (part >= 0 && part < ACTIVITY_PARTS) activity[part] = (activity[part] ?? 0) + 1
    addCourse(event, at)
    addUpdate(event, at)
    addPage(event, at)
    if (event.type === 'gap-noticed' && gaps.length < STRETCHES_MAX)
      gaps.push({ from: event.from, to: event.to })
  }

  function addCourse(event: IncidentEvent, at: Instant): void {
    switch (event.type) {
      case 'declared':
        severities.begin(at, event.severity)
        statuses.begin(at, 'investigating')
        break
      case 'severity-changed':
        severities.begin(at, event.to)
        break
      case 'status-changed':
        if (event.to === 'resolved')
          for (const spans of [severities, statuses, promised, overdue]) spans.end(at)
        else statuses.begin(at, event.to)
        break
      case 'reopened':
        severities.resume(at)
        promised.resume(at)
        statuses.begin(at, 'investigating')
        break
    }
  }

  function addUpdate(event: IncidentEvent, at: Instant): void {
    switch (event.type) {
      case 'promised':
        if (event.promises.updates === undefined) promised.end(at)
        else promised.begin(at, 'promised')
        break
      case 'update-nudged':
      case 'update-asked':
        due.add(event.due)
        break
      case 'update-posted':
        made.add(at)
        overdue.end(at)
        break
      case 'update-missed':
        missed.add(event.first, event.count)
        overdue.begin(event.first, 'overdue')
        break
    }
  }

  function addPage(event: IncidentEvent, at: Instant): void {
    switch (event.type) {
      case 'people-paged':
        paged.add(at, event.people.length)
        break
      case 'acknowledged':
        answered.add(at)
        break
      case 'page-declined':
      case 'page-failed':
      case 'page-unanswered':
      case 'rung-empty':
        unanswered.add(at)
        break
      case 'nobody-answered':
        unanswered.add(at)
        break
    }
  }

  function done(): TimelineChart {
    const { id, title, severity, status } = state
    return {
      ...{ id, title, severity, status, from, to },
      severities: severities.done(end),
      statuses: statuses.done(end),
      updates: {
        promised: promised.done(end),
        overdue: overdue.done(end),
        due: due.done(),
        made: made.done(),
        missed: missed.done(),
      },
      pages: { paged: paged.done(), answered: answered.done(), unanswered: unanswered.done() },
      switches: pulls.done(to).map(({ name, times }) => ({ name, pulled: times })),
      gaps,
      marks: marksOf(state),
      activity,
    }
  }

  return { add, done }
}

/** What nobody has said is not shown: an incident that began when it was declared has one line for both. */
function marksOf(state: Incident): Mark[] {
  const moments = momentsOf(state)
  const known = MOMENTS.flatMap((name): Mark[] => {
    const at = moments[name]
    return at === undefined || moments.assumed.includes(name) ? [] : [{ name, at }]
  })
  const { recovery } = state.promises
  const promise = recovery && moments.started + recovery.timeMinutes * 60_000
  return promise === undefined ? known : [...known, { name: 'promise', at: promise }]
}

function timesIn(moments: MomentTimes): Instant[] {
  return MOMENTS.flatMap((name) => moments[name] ?? [])
}
