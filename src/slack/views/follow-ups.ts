import type { ActionsBlock, KnownBlock } from '@slack/types'
import type { Instant } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { FollowUp } from '../../core/review/review.ts'
import { actions, button, context, header, type Message, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { SHOWN } from '../limits.ts'
import { dateTime, lineOf, user } from '../mrkdwn.ts'
import { nameOf } from './labels.ts'

/** A follow-up and the incident that it is of. */
export type Owed = { incident: Incident; followUp: FollowUp }

/** Two blocks each, of the fifty that a message holds. */
const LISTED_MAX = 20

export function isOverdue({ state, due }: FollowUp, now: Instant): boolean {
  return state === 'open' && due !== undefined && due <= now
}

/** What is overdue first, then by its date; what has no date last, and what is over after everything. */
export function byUrgency(one: Owed, other: Owed): number {
  const rank = ({ followUp: { state, due } }: Owed) =>
    state === 'open' ? (due ?? Number.MAX_SAFE_INTEGER - 1) : Number.MAX_SAFE_INTEGER
  return (
    rank(one) - rank(other) ||
    one.incident.number - other.incident.number ||
    one.followUp.number - other.followUp.number
  )
}

/** `which`: what the list is of, as "Follow-ups that are overdue". `empty`: what to say when there are none. */
export function followUpList(
  owed: readonly Owed[],
  parts: { title: string; empty: string; now: Instant; one?: Incident },
): Message {
  const { title, empty, now, one } = parts
  const add = one === undefined ? [] : [actions(`follow-up ${one.id}`, [addButton(one)])]
  if (owed.length === 0) return { text: empty, blocks: [section(empty), ...add] }
  const sorted = owed.toSorted(byUrgency)
  const more = sorted.length - LISTED_MAX
  return {
    text: title,
    blocks: [
      header(title),
      ...sorted.slice(0, LISTED_MAX).flatMap((each) => followUpBlocks(each, now, one === undefined)),
      ...(more > 0 ? [context(`_${more} more are not shown here._`)] : []),
      ...add,
    ],
  }
}

/** What it is, who has it, by when; and the buttons for it while it is open. */
export function followUpBlocks(owed: Owed, now: Instant, named: boolean): KnownBlock[] {
  const { incident, followUp } = owed
  const line = section(followUpLine(owed, now, named))
  return followUp.state === 'open' ? [line, followUpButtons(incident, followUp)] : [line]
}

/** `named`: with which incident it is of, for where that is not clear. */
export function followUpLine(owed: Owed, now: Instant, named: boolean): string {
  const place = named ? [nameOf(owed.incident, SHOWN.titleInLine)] : []
  const { number, text } = owed.followUp
  return `${markOf(owed.followUp, now)} *${number}* ${lineOf(text, SHOWN.titleInCard)}\n      ${[...standing(owed.followUp, now), ...place].join(' · ')}`
}

/** Who has it and by when, or how it ended. */
export function standing(followUp: FollowUp, now: Instant): string[] {
  const { state, owner, end, ref } = followUp
  const linked = ref === undefined ? [] : [link(ref)]
  if (end !== undefined) {
    const reason = end.reason === undefined ? [] : [lineOf(end.reason, SHOWN.reason)]
    return [`${state} ${dateTime(end.at)} by ${user(end.by)}`, ...reason, ...linked]
  }
  return [owner === undefined ? '⚠️ nobody has it' : user(owner), dueInWords(followUp, now), ...linked]
}

function dueInWords(followUp: FollowUp, now: Instant): string {
  const { due } = followUp
  if (due === undefined) return 'no date'
  return isOverdue(followUp, now) ? `*overdue since ${dateTime(due)}*` : `due ${dateTime(due)}`
}

function markOf(followUp: FollowUp, now: Instant): string {
  if (followUp.state === 'done') return '✅'
  if (followUp.state === 'dropped') return '🗑️'
  return isOverdue(followUp, now) ? '⚠️' : '☐'
}

export function followUpButtons({ id }: Incident, { number, text }: FollowUp): ActionsBlock {
  const value = controlValue(id, String(number))
  const about = `follow-up ${number} of ${id}: ${text}`
  return actions(`follow-up ${id} ${number}`, [
    button({ text: 'Done', action: ACTIONS.finishFollowUp, value, label: `Done: ${about}` }),
    button({ text: 'Change…', action: ACTIONS.changeFollowUp, value, label: `Change ${about}` }),
    button({ text: 'Drop…', action: ACTIONS.dropFollowUp, value, label: `Drop ${about}` }),
  ])
}

export function addButton({ id }: Pick<Incident, 'id'>) {
  return button({
    text: 'Add a follow-up…',
    action: ACTIONS.followUp,
    value: controlValue(id),
    label: `Add a follow-up to ${id}`,
  })
}

/** An address that the bot was told by an outside system; none is left when its words were taken away. */
function link({ key, url }: { key: string; url: string }): string {
  const [safe, name] = [url.replace(/[<>|\s]/gu, ''), lineOf(key, SHOWN.titleInLine)]
  return safe === '' ? name : `<${safe}|${name.replaceAll('|', '')}>`
}
