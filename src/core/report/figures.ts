import { figures as tookOf } from '../capture/moments.ts'
import type { Entry, Instant } from '../decider.ts'
import type { Incident, IncidentEvent, Severity } from '../incident/incident.ts'
import { type MomentTimes, momentsOf } from './moments.ts'
import { createPulls } from './pulls.ts'
import { createSpans, type Span } from './spans.ts'

/** The key figures of one incident. Durations in ms; absent means that there is nothing to measure. */
export type Figures = {
  moments: MomentTimes
  toDetect?: number // only when somebody said when it started
  toAcknowledge?: number // from being detected
  toMitigate?: number // from its start
  toResolve?: number // from its start
  open: number // in all, without the time between being resolved and being reopened
  reopened: number
  updates: { posted: number; kept: number; missed: number; snoozed: number }
  pages: { people: number; unreached: number; declined: number; answered: number; unanswered: number }
  answers: { fastest: number; slowest: number } | undefined // from the first call to the answer
  escalations: number
  recovery?: { promised: number; took: number; met: boolean }
  loss?: { minutes: number; limit: number; met: boolean }
  severities: { severity: Severity; time: number }[] // highest first, while it was open
  course: Severity[] // the severities one after the other
  switches: { name: string; pulled: number; time: number; still: boolean }[] // how often and how long in all
  gaps: { count: number; time: number } // when the bot was not running
  people: number // who did something, the bot not counted
  entries: number
}

type Counted = Omit<
  Figures,
  'moments' | 'open' | 'severities' | 'course' | 'switches' | `to${string}` | 'recovery' | 'people'
>

/** Counts everything that is asked of a timeline in one pass; what it keeps does not grow with the timeline. */
export function createFigures() {
  const counted: Counted = {
    reopened: 0,
    updates: { posted: 0, kept: 0, missed: 0, snoozed: 0 },
    pages: { people: 0, unreached: 0, declined: 0, answered: 0, unanswered: 0 },
    answers: undefined,
    escalations: 0,
    gaps: { count: 0, time: 0 },
    entries: 0,
  }
  const people = new Set<string>()
  const spans = createSpans<Severity>()
  const pulls = createPulls()
  let promised: number | undefined // minutes in which service was to be back, when it was measured
  let updatesPromised = false
  let called = false

  function add(entry: Entry<IncidentEvent>): void {
    const { event, actor, at } = entry
    pulls.add(entry)
    counted.entries += 1
    if (actor.kind === 'user' && people.size < PEOPLE_COUNTED) people.add(actor.id)
    switch (event.type) {
      case 'declared':
        spans.begin(at, event.severity)
        break
      case 'severity-changed':
        spans.begin(at, event.to)
        break
      case 'status-changed':
        if (event.to === 'resolved') spans.end(at)
        break
      case 'reopened':
        spans.resume(at)
        counted.reopened += 1
        break
      case 'promised':
        updatesPromised = event.promises.updates !== undefined
        break
      case 'recovery-measured': // by what was promised then: the severity is often lowered once it is over
        promised = event.minutes
        break
      case 'gap-noticed':
        counted.gaps.count += 1
        counted.gaps.time += event.to - event.from
        break
      case 'loss-measured':
        counted.loss = { minutes: event.lostMinutes, limit: event.minutes, met: event.met }
        break
      default:
        addUpdate(event)
        addPage(event)
    }
  }

  function addUpdate(event: IncidentEvent): void {
    const { updates } = counted
    if (event.type === 'update-posted') {
      updates.posted += 1
      if (updatesPromised) updates.kept += 1
    } else if (event.type === 'update-missed') updates.missed += event.count
    else if (event.type === 'updates-snoozed') updates.snoozed += 1
  }

  function addPage(event: IncidentEvent): void {
    const { pages } = counted
    switch (event.type) {
      case 'rung-called':
        if (called) counted.escalations += 1
        called = true
        break
      case 'people-paged':
        pages.people += event.people.length
        break
      case 'page-failed':
        pages.unreached += 1
        break
      case 'page-declined':
        pages.declined += 1
        break
      case 'page-unanswered':
        pages.unanswered += 1
        break
      case 'nobody-answered':
        if (event.times === 1) pages.unanswered += 1 // said again and again, but one climb
        break
      case 'acknowledged': {
        pages.answered += 1
        const { fastest, slowest } = counted.answers ?? { fastest: event.afterMs, slowest: event.afterMs }
        counted.answers = {
          fastest: Math.min(fastest, event.afterMs),
          slowest: Math.max(slowest, event.afterMs),
        }
        break
      }
    }
  }

  return {
    add,
    /** The figures so far, for the incident as it stands; `until` ends what is still going on. */
    done(state: Incident, until: Instant): Figures {
      const moments = momentsOf(state)
      const all = spans.done(until)
      return {
        ...counted,
        moments,
        ...tookOf(state.moments),
        ...recoveryOf(moments, promised),
        open: all.reduce((sum, { from, to }) => sum + to - from, 0),
        severities: bySeverity(all),
        course: all
          .map(({ what }) => what)
          .filter((severity, index, course) => severity !== course[index - 1]),
        switches: pulls.done(until).map(({ name, times }) => ({
          name,
          pulled: times.length,
          time: times.reduce((sum, { from, to }) => sum + to - from, 0),
          still: times.at(-1)?.to === until,
        })),
        people: people.size,
      }
    },
  }
}
/** More people than this are counted as this many. */
const PEOPLE_COUNTED = 5_000

/** Service is back when it is mitigated. */
function recoveryOf(moments: MomentTimes, promisedMinutes: number | undefined): Pick<Figures, 'recovery'> {
  const back = moments.mitigated ?? moments.resolved
  if (promisedMinutes === undefined || back === undefined) return {}
  const [promised, took] = [promisedMinutes * 60_000, Math.max(0, back - moments.started)]
  return { recovery: { promised, took, met: took <= promised } }
}

function bySeverity(spans: Span<Severity>[]): Figures['severities'] {
  const times = new Map<Severity, number>()
  for (const { what, from, to } of spans) times.set(what, (times.get(what) ?? 0) + to - from)
  return [...times]
    .map(([severity, time]) => ({ severity, time }))
    .sort((one, other) => one.severity.localeCompare(other.severity))
}
