import type { Policy } from '../../core/policy.ts'
import { durationInWords } from '../../core/report/duration.ts'
import { type Period, periodInWords } from '../../core/report/period.ts'
import { MEASURES, type Measure, type Spread, type Statistics } from '../../core/report/statistics.ts'
import { context, header, type Message, section } from '../blocks.ts'
import { LIMITS } from '../limits.ts'
import { lineOf, packed } from '../mrkdwn.ts'
import { className, severityBadge } from './labels.ts'

const MEASURED: Record<Measure, string> = {
  acknowledge: 'To acknowledge (MTTA)',
  mitigate: 'To mitigate (MTTM)',
  resolve: 'To resolve (MTTR)',
}

/** Figures over many incidents. `picture`: it went to the person's own messages. */
export function statisticsAnswer(
  statistics: Statistics,
  given: { period: Period; policy: Pick<Policy, 'classes'>; picture: boolean },
): Message {
  const words = periodInWords(given.period)
  const title = `Incidents in ${words}`
  if (statistics.incidents === 0) {
    const text = `There was no incident in ${words}. Another time: \`/incident stats 90d\` or \`/incident stats 2026-10\`.`
    return { text, blocks: [section(text)] }
  }
  const lines = [
    `*${statistics.incidents}* in all${statistics.open > 0 ? `, *${statistics.open}* still open` : ''}${statistics.reopened > 0 ? `, ${statistics.reopened} reopened` : ''}`,
    statistics.bySeverity.map(({ severity, count }) => `${severityBadge(severity)} *${count}*`).join('   '),
    `About: ${byClass(statistics, given.policy)}`,
  ]
  return {
    text: title,
    blocks: [
      header(title),
      ...packed(lines, LIMITS.sectionText).map((text) => section(text)),
      section(
        MEASURES.map((measure) => `*${MEASURED[measure]}:* ${spread(statistics.times[measure])}`).join('\n'),
      ),
      section([updates(statistics), pages(statistics), ...reviews(statistics)].join('\n')),
      context(foot(statistics, given.picture)),
    ],
  }
}

function byClass({ byClass: counts }: Statistics, policy: Pick<Policy, 'classes'>): string {
  return counts
    .map(({ key, count }) => `${key === '' ? 'not said' : className(key, policy)} *${count}*`)
    .join(' · ')
}

/** Nothing is left out silently: incidents without a figure are said with it. */
function spread({ median, p90, count, without }: Spread): string {
  if (median === undefined || p90 === undefined) return `nothing measured in ${without}`
  const rest = without === 0 ? '' : `, ${without} without`
  return `median *${durationInWords(median)}*, nine of ten within ${durationInWords(p90)} (${count} measured${rest})`
}

function updates({ updates: { kept, missed } }: Statistics): string {
  if (kept + missed === 0) return '*Updates:* none were promised'
  return `*Updates:* ${Math.floor((100 * kept) / (kept + missed))} % of ${kept + missed} promised ones came in time`
}

function pages({ paged, escalated, escalations }: Statistics): string {
  if (paged === 0) return '*Pages:* nobody was paged'
  const beyond =
    escalated === 0 ? 'none went beyond the first rung' : `${escalated} went beyond the first rung`
  const rungs = escalations === 0 ? '' : `, ${escalations} more rungs were called`
  return `*Pages:* for ${paged} incidents somebody was paged; ${beyond}${rungs}`
}

function reviews({ reviews: { promised, inTime, late, overdue } }: Statistics): string[] {
  if (promised === 0) return []
  const rest = [
    ...(late > 0 ? [`${late} late`] : []),
    ...(overdue > 0 ? [`${overdue} overdue`] : []),
    ...(promised > inTime + late + overdue ? [`${promised - inTime - late - overdue} not due yet`] : []),
  ]
  return [`*Reviews:* ${inTime} of ${promised} done in time${rest.map((words) => `, ${words}`).join('')}`]
}

function foot({ cut, incidents }: Statistics, picture: boolean): string {
  return lineOf(
    [
      'By the severity they ended with, and by when they were declared.',
      ...(cut ? [`Only the newest ${incidents} were counted.`] : []),
      ...(picture ? ['The picture is in your messages with me.'] : ['The picture could not be sent.']),
    ].join(' '),
    LIMITS.contextText,
  )
}
