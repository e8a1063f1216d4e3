import type { Instant } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import type { Policy } from '../policy.ts'
import type { Names } from '../sentence.ts'
import {
  type Action,
  actionOf,
  type Learned,
  learned,
  type ReviewState,
  reviewOf,
  summaryOf,
  type WrittenSummary,
} from './aftermath.ts'
import { durationInWords } from './duration.ts'
import type { ExcerptName } from './excerpts.ts'
import { type FigureRow, figureRows, figuresInShort, momentRows } from './figure-rows.ts'
import type { Figures } from './figures.ts'
import { dayAndTime, type Excerpt } from './report-line.ts'
import { severityCourse } from './severity-course.ts'

/** Where a timeline's hash chain ends: nothing before it can be changed, nor anything cut off, without this changing. */
export type ChainHead = { seq: number; hash: string }

/** How a report is read: as a file beside its picture, or as a page in the chat, which has room for less. */
export type ReportForm = 'file' | 'canvas'

/** What stands under a heading of its own; `more` are those that found no room. */
export type Excerpts = { items: Excerpt[]; more: number }

/**
 * Everything that a report's template can show. All of it is words and numbers; what is not known is null, and what
 * nobody has written yet is an empty list, so that a template can ask for it and never meets a name it does not know.
 */
export type ReportModel = {
  form: ReportForm
  organisation: string
  id: string
  title: string
  severity: string // 'SEV2', as it is now
  severityName: string
  severityCourse: string | null // 'SEV2 → SEV1', when it was not always the same
  status: string
  open: boolean
  classes: string[]
  began: { day: string; time: string }
  ended: { day: string; time: string } | null
  lasted: string
  when: string // '2024-06-10 12:00 – 13:29'
  declaredBy: string
  roles: { role: string; person: string }[]
  room: string
  channel: string | null
  summary: WrittenSummary
  inShort: string
  figures: FigureRow[]
  moments: { name: string; day: string; time: string }[]
  chart: string | null // name of the picture's file, when it lies beside the report
  factors: Learned[]
  wentWell: Learned[]
  wentBadly: Learned[]
  lucky: Learned[]
  actions: Action[]
  decisions: Excerpts
  nearMisses: Excerpts
  messages: Excerpts
  impact: Excerpts // what people called the impact while it went on
  evidence: Excerpts
  review: ReviewState | null
  chain: ChainHead
  entries: number
  leftOut: number // entries that a short timeline does not show
  made: { day: string; time: string }
}

export function reportModel(parts: {
  state: Incident
  policy: Policy
  figures: Figures
  excerpts: Record<ExcerptName, Excerpts>
  names: Names
  head: ChainHead
  form: ReportForm
  chart?: string
  leftOut: number
  now: Instant
}): ReportModel {
  const { state, policy, figures, excerpts, names, head, form, now } = parts
  const { moments } = figures
  const isOpen = state.status !== 'resolved'
  return {
    form,
    organisation: policy.organisation.name,
    id: state.id,
    title: state.title,
    severity: state.severity.toUpperCase(),
    severityName: policy.severities[state.severity].name,
    severityCourse: figures.course.length > 1 ? severityCourse(figures.course, state.severity) : null,
    status: state.status,
    open: isOpen,
    classes: state.classes.map((key) => policy.classes[key]?.name ?? key),
    began: at(moments.started),
    ended: moments.resolved === undefined ? null : at(moments.resolved),
    lasted: durationInWords((moments.resolved ?? now) - moments.started),
    when: whenInWords(moments.started, moments.resolved ?? now),
    declaredBy: state.declaredBy === '' ? 'Tocsin' : names.user(state.declaredBy),
    roles: Object.entries(state.roles).map(([role, user]) => ({
      role: names.role(role),
      person: names.user(user),
    })),
    room: state.room,
    channel: state.channel?.name ?? null,
    summary: summaryOf(state),
    inShort: figuresInShort(figures),
    figures: figureRows(figures),
    moments: momentRows(moments),
    chart: parts.chart ?? null,
    factors: learned(state, 'factor', names),
    wentWell: learned(state, 'went-well', names),
    wentBadly: learned(state, 'went-badly', names),
    lucky: learned(state, 'lucky', names),
    actions: state.followUps.map((followUp) => actionOf(followUp, policy, names)),
    decisions: excerpts.decisions,
    nearMisses: excerpts.nearMisses,
    messages: excerpts.messages,
    impact: excerpts.impact,
    evidence: excerpts.evidence,
    review: reviewOf(state, policy, names),
    chain: head,
    entries: figures.entries,
    leftOut: parts.leftOut,
    made: at(now),
  }
}

function at(instant: Instant): { day: string; time: string } {
  const [day, time] = dayAndTime(instant)
  return { day, time }
}

/** By the minute; the second day only when it is another one. */
function whenInWords(from: Instant, to: Instant): string {
  const [fromDay, fromTime] = dayAndTime(from)
  const [toDay, toTime] = dayAndTime(to)
  const end = toDay === fromDay ? toTime.slice(0, 5) : `${toDay} ${toTime.slice(0, 5)}`
  return `${fromDay} ${fromTime.slice(0, 5)} – ${end}`
}
