import type { ActionsBlock, Button, KnownBlock } from '@slack/types'
import type { Incident } from '../../core/incident/incident.ts'
import type { Climber, Run } from '../../core/ladder/climber.ts'
import { isOpen } from '../../core/ladder/runs.ts'
import { pagesThrough } from '../../core/pagerduty/pages.ts'
import type { Policy } from '../../core/policy.ts'
import { actions, button, context, type Message, section } from '../blocks.ts'
import { ACTIONS, controlValue } from '../controls.ts'
import { SHOWN } from '../limits.ts'
import { channel, clockTime, dateTime, lineOf, quote, user, words } from '../mrkdwn.ts'
import { lastUpdate } from './card.ts'
import { nameOf, severityBadge, statusBadge } from './labels.ts'
import { elsewhere, triedHere } from './tried.ts'

/** A page as one person gets it, as things stand: what is wanted and why, what is known, who was tried. */
export function pageMessage(incident: Incident, run: Run, person: string, policy: Policy): Message {
  return {
    text: `${severityBadge(incident.severity)} ${incident.id} ${lineOf(incident.title, SHOWN.titleInLine)}: ${pageNotice(run)}`,
    blocks: [
      section(wantedLine(incident, run, person)),
      section(known(incident)),
      ...tried(incident, run, person),
      ...(isOpen(run) ? [pageControls(incident, run, policy, person)] : []),
    ],
  }
}

/** What is wanted of whoever is paged and why; or that nothing is any more, for it is over, or they cannot. */
export function wantedLine(
  climber: Pick<Climber, 'pagerduty'>,
  run: Run,
  person: string,
  about: PagedAbout = 'incident',
): string {
  if (!isOpen(run)) return `${endLine(run, about)} Nothing more is asked of you.`
  return hasDeclined(run, person) ? DECLINED : openLine(climber, run, person)
}

/** Whether the last page that they got is one that they cannot answer. */
export function hasDeclined(run: Run, person: string): boolean {
  return run.people.findLast(({ user }) => user === person)?.cannot === true
}

const DECLINED =
  '🙅 *You said that you cannot.* Others are being asked. If you can after all: acknowledge it.'

export type PagedAbout = 'incident' | 'alert'

/** "Acknowledged by @Ben, today at 09:30." What became of a run that is over. */
export function endLine({ end }: Run, about: PagedAbout = 'incident'): string {
  if (end === undefined) return 'Still waiting for an answer.'
  const by = endedBy(end)
  switch (end.how) {
    case 'acknowledged':
      return `✅ *Acknowledged*${by}, ${dateTime(end.at)}.`
    case 'resolved':
      return about === 'alert'
        ? `✅ *The alert is over*, ${dateTime(end.at)}.`
        : `✅ *The incident is resolved*${by}, ${dateTime(end.at)}.`
    case 'calmed':
      return about === 'alert'
        ? `↩️ *Called off*${by}, ${dateTime(end.at)}.`
        : `↩️ *Called off*: the severity was changed${by}, ${dateTime(end.at)}.`
    case 'handed-on':
      return `➡️ *It is an incident now*, which calls people itself, ${dateTime(end.at)}.`
    case 'unanswered':
      return `⌛ *Not answered in time*; others were asked, ${dateTime(end.at)}.`
  }
}

/** " by @Ben", also somebody whom only PagerDuty knows; nothing when it ended by itself. */
export function endedBy({ by, who }: NonNullable<Run['end']>): string {
  if (by !== undefined) return ` by ${user(by)}`
  return who === undefined ? '' : ` by *${lineOf(who, SHOWN.personName)}* in PagerDuty`
}

/** Acknowledge, take command, cannot, open: whatever is sensible for a page that waits. */
export function pageControls({ id }: Incident, open: Run, policy: Policy, person?: string): ActionsBlock {
  const { run } = open
  const value = controlValue(id, `${run}`)
  const command = policy.roles.commander?.name ?? 'command'
  return actions(`page ${id} ${run}`, [
    acknowledgeButton({ id }, { run }),
    button({ text: 'Take command', action: ACTIONS.takePage, value, label: `Become ${command} of ${id}` }),
    ...(person !== undefined && hasDeclined(open, person) ? [] : [cannotButton(id, ACTIONS.cannot, value)]),
    button({ text: 'Show', action: ACTIONS.open, value, label: `Show how ${id} stands` }),
  ])
}

/** Asks whoever comes next at once. */
export function cannotButton(id: string, action: string, value: string): Button {
  return button({ text: 'I cannot', action, value, label: `I cannot answer for ${id}; ask the next` })
}

export function acknowledgeButton({ id }: Pick<Incident, 'id'>, { run }: Pick<Run, 'run'>): Button {
  const value = controlValue(id, `${run}`)
  const text = 'Acknowledge'
  return button({ text, action: ACTIONS.acknowledge, value, label: `Acknowledge ${id}`, style: 'primary' })
}

/** What is wanted, and by when. */
export function askedBy(run: Run): string {
  const until = run.phase === 'paged' ? ` by ${clockTime(run.due)}` : ''
  return `📟 *Please acknowledge${until}.*`
}

/** Whoever is asked after others learns that it is up to them now. */
export function askedBefore(about: Pick<Climber, 'pagerduty'>, run: Run, person: string): boolean {
  const mine = run.people.findLast(({ user }) => user === person)?.step ?? run.step
  const there = pagesThrough(about).some((page) => page.run === run.run && page.step < mine)
  return there || run.people.some(({ step }) => step < mine)
}

function openLine(climber: Pick<Climber, 'pagerduty'>, run: Run, person: string): string {
  const why = words(run.why, SHOWN.reason)
  if (run.trigger !== 'by-hand') {
    const so = askedBefore(climber, run, person) ? ', and *nobody has answered yet*' : ''
    return `${askedBy(run)} ${why}${so}.`
  }
  const who = run.by === undefined ? 'Somebody' : user(run.by)
  return `${askedBy(run)} ${who} asks for you:\n${quote(run.why, SHOWN.reason)}`
}

/** What a phone shows of a page before it is opened. */
export function pageNotice(run: Run): string {
  return isOpen(run) ? `please acknowledge. ${lineOf(run.why, SHOWN.titleInCard)}` : 'this page is over'
}

function known(incident: Incident): string {
  const { commander } = incident.roles
  const facts = [
    statusBadge(incident.status),
    commander === undefined ? 'nobody is in command' : `commander ${user(commander)}`,
    `declared ${dateTime(incident.declaredAt)}`,
    ...place(incident),
  ]
  return `${severityBadge(incident.severity)} ${nameOf(incident, SHOWN.titleInCard)}\n${facts.join(' · ')}\n${lastUpdate(incident)}`
}

function place({ channel: own, card }: Incident): string[] {
  if (own) return [`talk in ${channel(own.id)}`]
  return card ? [`talk in ${channel(card.channel)}`] : []
}

/** Who else was paged, and what came of it. */
export function tried(about: Pick<Climber, 'pagerduty'>, run: Run, person: string): KnownBlock[] {
  const others = run.people.filter((paged) => paged.user !== person)
  const all = [triedHere(others), elsewhere(about, run)].filter((part) => part !== '')
  return all.length === 0 ? [] : [context(`Also asked: ${all.join(', ')}`)]
}
