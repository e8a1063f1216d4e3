import type { Button, KnownBlock } from '@slack/types'
import type { Instant } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { missingToClose } from '../../core/review/closing.ts'
import { openFollowUps } from '../../core/review/follow-ups.ts'
import { FINDING_KINDS, type Review, type Stage } from '../../core/review/review.ts'
import { FINDING_NAMES } from '../../core/review/reviewing.ts'
import { isOverdueStep } from '../../core/review/schedule.ts'
import { unsaid } from '../../core/review/summary.ts'
import { actions, button, context, fields, header, type Message, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { LIMITS, SHOWN } from '../limits.ts'
import { dateTime, plainLine, user, words } from '../mrkdwn.ts'
import { addButton, isOverdue } from './follow-ups.ts'

export const STAGE_BADGES: Record<Stage, string> = {
  draft: '📝 Draft',
  'in-review': '💬 In review',
  reviewed: '✅ Reviewed',
}

/** The review with everything that can be done about it, for one person. */
export function reviewPanel(incident: Incident, now: Instant): Message {
  const { id, review, closed } = incident
  const missing = closed === undefined ? missingToClose(incident) : []
  const text = `Review of ${id}`
  return {
    text,
    blocks: [
      header(plainLine(`${text} · ${incident.title}`, LIMITS.headerText)),
      fields(facts(incident, now)),
      ...(closed === undefined ? [section(open(incident, missing))] : []),
      ...(closed === undefined
        ? [actions(`review ${id}`, panelButtons(incident, missing.length === 0))]
        : []),
      ...(review === undefined
        ? []
        : [context(`Asked for when it was resolved, ${dateTime(review.begunAt)}.`)]),
    ],
  }
}

/** Under what somebody has just done about the review: by when, and what they can do next. Nothing once it is closed. */
export function reviewBelow(incident: Incident, now: Instant): KnownBlock[] {
  const { id, review, closed } = incident
  if (closed !== undefined || review === undefined) return []
  const due = review.stage === 'reviewed' ? [] : [section(`Due: ${dueOf(review, now)}`)]
  const isClosable = missingToClose(incident).length === 0
  return [...due, actions(`review ${id}`, panelButtons(incident, isClosable))]
}

function facts(incident: Incident, now: Instant): string[] {
  const { review, closed, findings } = incident
  const stage = review === undefined ? 'None is asked for' : STAGE_BADGES[review.stage]
  const state = closed === undefined ? stage : `🔒 Closed ${dateTime(closed.at)} by ${user(closed.by)}`
  const learned = FINDING_KINDS.flatMap((kind) => {
    const count = findings.filter((finding) => finding.kind === kind).length
    return count === 0 ? [] : [`${FINDING_NAMES[kind]}: ${count}`]
  })
  return [
    `*Review*\n${state}`,
    ...(review === undefined ? [] : [`*Owner*\n${ownerOf(review)}`, `*Due*\n${dueOf(review, now)}`]),
    `*Summary*\n${summaryState(incident)}`,
    `*Learned*\n${learned.length === 0 ? 'Nothing is written down yet' : learned.join('\n')}`,
    `*Follow-ups*\n${followUpsInShort(incident, now)}`,
  ]
}

function ownerOf({ owner }: Review): string {
  return owner === undefined ? '⚠️ nobody yet' : user(owner)
}

function dueOf({ schedule: { due }, stage, reviewedAt, onTime }: Review, now: Instant): string {
  if (stage === 'reviewed')
    return `${onTime ? '✅ on time' : '⚠️ late'}${reviewedAt === undefined ? '' : `, ${dateTime(reviewedAt)}`}`
  return due <= now ? `⚠️ overdue since ${dateTime(due)}` : dateTime(due)
}

function summaryState(incident: Incident): string {
  const missing = unsaid(incident)
  return missing.length === 0 ? '✅ complete' : `Missing: ${missing.join(', ')}`
}

/** "3 open, 1 overdue". */
export function followUpsInShort(incident: Incident, now: Instant): string {
  const open = openFollowUps(incident)
  if (incident.followUps.length === 0) return 'None'
  if (open.length === 0) return `All ${incident.followUps.length} are done`
  const late = open.filter((followUp) => isOverdue(followUp, now)).length
  return `${open.length} open${late > 0 ? `, ⚠️ ${late} overdue` : ''}`
}

function open({ id }: Incident, missing: readonly string[]): string {
  if (missing.length === 0) return `Nothing is left open: ${id} can be closed.`
  return [`*Before ${id} can be closed*`, ...missing.map((what) => `• ${words(what, SHOWN.reason)}`)].join(
    '\n',
  )
}

function panelButtons(incident: Incident, closable: boolean): Button[] {
  const { id, review } = incident
  const whole = unsaid(incident).length === 0
  return [
    ...(review === undefined || review.stage === 'reviewed' ? [] : ownerButtons(incident)),
    ...(whole ? [] : [summaryButton(incident, false)]),
    contributeButton(incident),
    addButton(incident),
    ...(review === undefined ? [] : stageButtons(incident, review)),
    ...(closable ? [closeButton(id)] : []),
  ]
}

export function ownerButtons(incident: Incident): Button[] {
  const { id, review } = incident
  const value = controlValue(id, review?.owner)
  const isNobodys = review?.owner === undefined
  const own = button({
    text: 'I’ll own it',
    action: ACTIONS.ownReview,
    value,
    label: `Own the review of ${id}`,
    style: 'primary',
  })
  const give = button({
    text: isNobodys ? 'Choose owner…' : 'Another owner…',
    action: ACTIONS.giveReview,
    value,
    label: `Choose who owns the review of ${id}`,
  })
  return isNobodys ? [own, give] : [give]
}

function stageButtons({ id }: Incident, { stage }: Review): Button[] {
  const move = (to: Stage, text: string, primary = false) =>
    button({
      text,
      action: `${ACTIONS.moveReview}.${to}`,
      value: controlValue(id, stage),
      label: `${text}: ${id}`,
      ...(primary && { style: 'primary' as const }),
    })
  switch (stage) {
    case 'draft':
      return [move('in-review', 'Put up for review'), move('reviewed', 'Mark reviewed')]
    case 'in-review':
      return [move('reviewed', 'Mark reviewed', true)]
    case 'reviewed':
      return [move('in-review', 'Back to review')]
  }
}

export function summaryButton({ id, summary }: Incident, first: boolean): Button {
  const text = summary === undefined ? 'Complete the summary…' : 'Change the summary…'
  const parts = {
    text,
    action: ACTIONS.summary,
    value: controlValue(id),
    label: `${text.slice(0, -1)} of ${id}`,
  }
  return button(first ? { ...parts, style: 'primary' } : parts)
}

export function contributeButton({ id }: Incident): Button {
  return button({
    text: 'Add what we learned…',
    action: ACTIONS.contribute,
    value: controlValue(id),
    label: `Add to the review of ${id}`,
  })
}

export function reviewButton({ id }: Incident, first = false): Button {
  const parts = { text: 'Review', action: ACTIONS.review, value: controlValue(id), label: `Review of ${id}` }
  return button(first ? { ...parts, style: 'primary' } : parts)
}

function closeButton(id: string): Button {
  return button({
    text: 'Close it',
    action: ACTIONS.close,
    value: controlValue(id),
    label: `Close ${id} for good`,
    style: 'primary',
  })
}

/** What the card of an incident that is over says about what comes after; nothing for what there is not. */
export function afterwards(incident: Incident): KnownBlock[] {
  const { review, closed } = incident
  const open = openFollowUps(incident)
  const late = open.filter(({ schedule }) => schedule !== undefined && isToldOverdue(schedule)).length
  const parts = [
    ...(closed === undefined ? [] : [`🔒 *Closed* ${dateTime(closed.at)} by ${user(closed.by)}`]),
    ...(review === undefined || closed !== undefined ? [] : [reviewInShort(review)]),
    ...(open.length === 0
      ? []
      : [`☐ *Follow-ups:* ${open.length} open${late > 0 ? `, ⚠️ ${late} overdue` : ''}`]),
  ]
  return parts.length === 0 ? [] : [section(parts.join('\n'))]
}

function reviewInShort(review: Review): string {
  const { stage, owner, schedule } = review
  const badge = `*Review:* ${STAGE_BADGES[stage]}`
  if (stage === 'reviewed') return `${badge}${review.onTime ? ', on time' : ', late'}`
  const who = owner === undefined ? '⚠️ nobody owns it' : `owner ${user(owner)}`
  const when = isToldOverdue(schedule)
    ? `⚠️ *overdue* since ${dateTime(schedule.due)}`
    : `due ${dateTime(schedule.due)}`
  return `${badge} · ${when} · ${who}`
}

/** A card knows no clock: it shows as overdue what was said to be. */
function isToldOverdue(schedule: Review['schedule']): boolean {
  return schedule.next > 0 && isOverdueStep(schedule, schedule.next - 1)
}

/** What it was, for the card. */
export function summaryOnCard({ summary }: Incident): KnownBlock[] {
  if (summary === undefined) return []
  const { cause, fix, impact, dataLoss, lostMinutes } = summary
  const part = (name: string, text: string | undefined) =>
    text === undefined ? [] : [`*${name}:* ${words(text, SHOWN.updatePart)}`]
  const lost =
    dataLoss === 'yes'
      ? lostMinutes === undefined
        ? 'yes, how much is not known'
        : `${lostMinutes} minutes`
      : dataLoss === 'unknown'
        ? 'not known yet'
        : dataLoss === 'no'
          ? 'none'
          : undefined
  const lines = [
    ...part('Cause', cause),
    ...part('Fix', fix),
    ...part('Impact', impact),
    ...part('Lost data', lost),
  ]
  return lines.length === 0 ? [] : [section(lines.join('\n'))]
}

/** Under an answer and on the card, while nobody has said what it was. */
export function summaryOffer(incident: Incident): KnownBlock[] {
  if (unsaid(incident).length === 0) return []
  return [actions(`summary ${incident.id}`, [summaryButton(incident, true)])]
}
