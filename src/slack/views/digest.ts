import type { Instant } from '../../core/decider.ts'
import type { DigestContent } from '../../core/digest/content.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { context, divider, header, type Message, section } from '../blocks.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { dateTime, lineOf, packed, user } from '../mrkdwn.ts'
import { standing } from './follow-ups.ts'
import { duration, nameOf, severityBadge } from './labels.ts'

/** Of each list; the rest is counted. */
const SHOWN_MAX = 10

/** To who answers for what is overdue, when the digest reached nobody. */
export function digestLost(why: string): Message {
  const text = `⚠️ The weekly digest of incidents could not be posted: ${lineOf(why, SHOWN.because)}. Correct \`weeklyDigest.channel\` in policy.yml; until then \`/incident followups\` shows what is open.`
  return { text, blocks: [section(text)] }
}

/**
 * Once a week: what is overdue first, since that is what somebody has to do something about. `missing`: the channel
 * that it should have gone to.
 */
export function digestMessage(
  content: DigestContent,
  since: Instant,
  now: Instant,
  missing?: string,
): Message {
  const { overdueReviews, overdueFollowUps, dueReviews, dueFollowUps, toClose } = content
  const late = overdueReviews.length + overdueFollowUps.length
  const owed = ({ incident, followUp }: DigestContent['dueFollowUps'][number]) =>
    `• *${incident.id}* ${lineOf(followUp.text, SHOWN.titleInCard)}\n      ${standing(followUp, now).join(' · ')}`
  const text =
    late === 0 ? 'The week in incidents: nothing is overdue' : `The week in incidents: ${late} overdue`
  const lists = [
    ...list('⚠️ Overdue reviews', overdueReviews, (incident) => reviewLine(incident, 'was due')),
    ...list('⚠️ Overdue follow-ups', overdueFollowUps, owed),
    ...list('Reviews due this week', dueReviews, (incident) => reviewLine(incident, 'due')),
    ...list('Follow-ups due this week', dueFollowUps, owed),
    ...list('Reviewed, and still to be closed', toClose, closeLine),
  ]
  return {
    text,
    blocks: [
      header('The week in incidents'),
      ...(missing === undefined ? [] : [section(notFound(missing))]),
      section(figures(content)),
      divider,
      ...(late === 0 ? [section('🌤️ Nothing is overdue.')] : []),
      ...lists.flatMap((texts) => texts.map((one) => section(one))),
      context(`Since ${dateTime(since)} · \`/incident followups\` shows all that is open.`),
    ],
  }
}

function figures({ declared, resolved, medianOpenMs, open, openFollowUps }: DigestContent): string {
  const count = declared.reduce((sum, each) => sum + each.count, 0)
  const grades = declared.map(({ severity, count: of }) => `${severityBadge(severity)} × ${of}`).join(' · ')
  const took = medianOpenMs === undefined ? '' : `; half of them within ${duration(medianOpenMs)}`
  return [
    count === 0
      ? 'No incident was declared.'
      : `*${plural(count, 'incident was', 'incidents were')} declared:* ${grades}`,
    ...(resolved === 0 ? [] : [`*${resolved} resolved*${took}`]),
    open.length === 0
      ? 'None is open now.'
      : `*${plural(open.length, 'is', 'are')} open now:* ${open
          .slice(0, SHOWN_MAX)
          .map((incident) => nameOf(incident, SHOWN.titleInLine))
          .join(', ')}`,
    ...(openFollowUps === 0 ? [] : [`${plural(openFollowUps, 'follow-up is', 'follow-ups are')} open.`]),
  ].join('\n')
}

function list<T>(title: string, all: readonly T[], line: (one: T) => string): string[][] {
  if (all.length === 0) return []
  const more = all.length - SHOWN_MAX
  const lines = all.slice(0, SHOWN_MAX).map(line)
  return [packed([`*${title}*`, ...lines, ...(more > 0 ? [`_and ${more} more_`] : [])], LIMITS.sectionText)]
}

function reviewLine(incident: Incident, due: string): string {
  const { review } = incident
  const who = review?.owner === undefined ? '⚠️ nobody owns it' : user(review.owner)
  const when = review === undefined ? '' : ` · ${due} ${dateTime(review.schedule.due)}`
  return `• ${nameOf(incident, SHOWN.titleInLine)}\n      ${severityBadge(incident.severity)}${when} · ${who}`
}

function closeLine(incident: Incident): string {
  return `• ${nameOf(incident, SHOWN.titleInLine)} · \`/incident close ${lineOf(incident.id, 20)}\``
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

function notFound(channel: string): string {
  return `⚠️ It is posted here because I can see no public channel #${lineOf(channel, SHOWN.titleInLine)}. Create it, or correct \`weeklyDigest.channel\` in policy.yml.`
}
