import type { KnownBlock, StaticSelect } from '@slack/types'
import type { Incident } from '../../core/incident/incident.ts'
import type { Policy } from '../../core/policy.ts'
import { FORMAT_NAMES } from '../../core/timeline/export-topic.ts'
import { VIEW_NAMES, VIEWS } from '../../core/timeline/filters.ts'
import { EXPORT_FORMATS } from '../../core/timeline/kinds.ts'
import type { TimelineLine } from '../../core/timeline/timeline-line.ts'
import type { TimelinePage } from '../../timeline/read-timeline.ts'
import { actions, button, context, type Message, option, plain, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { dateTime, day, lineOf, packed, user } from '../mrkdwn.ts'
import { type Looking, lookingOption, lookingValue } from '../timeline-control.ts'
import { nameOf, severityBadge, statusBadge } from './labels.ts'
import { lineInTimeline } from './timeline-line.ts'

/** One page of what happened, oldest line first, under a heading a day. */
export function timelineMessage(
  incident: Incident,
  { lines, page, pages, found, entries }: TimelinePage,
  looked: Looking,
  policy: Policy,
): Message {
  const head = `*Timeline of* ${nameOf(incident, SHOWN.titleInLine)} · ${severityBadge(incident.severity)} · ${statusBadge(incident.status)}`
  const searched = searchedFor(looked)
  return {
    text: `Timeline of ${incident.id}`,
    blocks: [
      section(searched === '' ? head : `${head}\n${searched}`),
      ...(lines.length === 0
        ? [section(`_Nothing of that is among the ${entries} entries of ${incident.id}._`)]
        : []),
      ...byDay(lines, policy).map((text) => section(text)),
      controls(incident, { ...looked, page }, pages),
      context(`Page ${page} of ${pages}, ${counted(found)}. Page 1 is the newest. ${HOW_TO_MEND}`),
    ],
  }
}

const HOW_TO_MEND =
  'To put a line right: `/incident correct #12 &lt;text&gt;`; to remove a secret: `/incident redact #12 &lt;reason&gt;`.'

function counted(found: number): string {
  return found === 1 ? '1 line' : `${found.toLocaleString('en-US')} lines`
}

/** What is looked for besides the view, which its menu shows. */
function searchedFor({ by, from, to, text }: Looking): string {
  return [
    ...(by === undefined ? [] : [`by ${user(by)}`]),
    ...(from === undefined ? [] : [`since ${dateTime(from)}`]),
    ...(to === undefined ? [] : [`until ${dateTime(to)}`]),
    ...(text === undefined ? [] : [`with “${lineOf(text, SHOWN.titleInLine)}”`]),
  ].join(' · ')
}

/** A heading where a day begins, by the organisation's clock; as few texts as they fit into. */
function byDay(lines: readonly TimelineLine[], policy: Policy): string[] {
  const dayIn = Intl.DateTimeFormat('sv-SE', { timeZone: policy.organisation.timeZone, dateStyle: 'short' })
  const texts: string[] = []
  let last = ''
  for (const [index, line] of lines.entries()) {
    const date = dayIn.format(line.at)
    const close = [lines[index - 1], lines[index + 1]].some(
      (near) => near !== undefined && sameMinute(near, line),
    )
    const text = lineInTimeline(line, policy, { seconds: close })
    texts.push(date === last ? text : `*${day(line.at)}*\n${text}`)
    last = date
  }
  return packed(texts, LIMITS.sectionText)
}

/** Seconds matter where several things happened in the same minute. */
function sameMinute(one: TimelineLine, other: TimelineLine): boolean {
  return Math.floor(one.at / 60_000) === Math.floor(other.at / 60_000)
}

function controls(incident: Incident, looked: Looking, pages: number): KnownBlock {
  const { page } = looked
  return actions(`timeline ${incident.id}`, [
    ...(page < pages
      ? [turnTo('← Older', incident, { ...looked, page: page + 1 }, ACTIONS.timelineOlder)]
      : []),
    ...(page > 1 ? [turnTo('Newer →', incident, { ...looked, page: page - 1 }, ACTIONS.timelineNewer)] : []),
    viewMenu(incident, looked),
    exportMenu(incident),
  ])
}

function turnTo(text: string, { id }: Incident, looked: Looking, action: string) {
  return button({
    text,
    action,
    value: controlValue(id, lookingValue(looked)),
    label: `Page ${looked.page} of the timeline of ${id}`,
  })
}

function viewMenu({ id }: Incident, looked: Looking): StaticSelect {
  const options = VIEW_NAMES.map((view) =>
    option(VIEWS[view].name, lookingOption(id, { ...looked, page: 1, view })),
  )
  const now = options[VIEW_NAMES.indexOf(looked.view)]
  return {
    type: 'static_select',
    action_id: ACTIONS.timelineView,
    placeholder: plain('Show…', LIMITS.placeholder),
    options,
    ...(now && { initial_option: now }),
  }
}

function exportMenu({ id }: Incident): StaticSelect {
  return {
    type: 'static_select',
    action_id: ACTIONS.timelineExport,
    placeholder: plain('Export…', LIMITS.placeholder),
    options: EXPORT_FORMATS.map((format) => option(FORMAT_NAMES[format], controlValue(id, format))),
  }
}
