import type { ActionsBlock, Button, KnownBlock } from '@slack/types'
import type { Incident } from '../../core/incident/incident.ts'
import type { Climber, Run } from '../../core/ladder/climber.ts'
import { isOpen } from '../../core/ladder/runs.ts'
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
  const wanted = wantedLine(run)
  return {
    text: `${severityBadge(incident.severity)} ${incident.id}: ${pageNotice(run)}`,
    blocks: [
      section(wanted),
      section(known(incident)),
      ...tried(incident, run, person),
      ...(isOpen(run) ? [pageControls(incident, run, policy)] : []),
    ],
  }
}

/** What is wanted of whoever is paged and why; or that nothing is any more, for it is over. */
export function wantedLine(run: Run, about: PagedAbout = 'incident'): string {
  return isOpen(run) ? openLine(run) : `${endLine(run, about)} Nothing more is asked of you.`
}

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
export function pageControls({ id }: Incident, { run }: Pick<Run, 'run'>, policy: Policy): ActionsBlock {
  const value = controlValue(id, `${run}`)
  const command = policy.roles.commander?.name ?? 'command'
  return actions(`page ${id} ${run}`, [
    acknowledgeButton({ id }, { run }),
    button({ text: 'Take command', action: ACTIONS.takePage, value, label: `Become ${command} of ${id}` }),
    button({
      text: 'Cannot',
      action: ACTIONS.cannot,
      value,
      label: `I cannot answer for ${id}; ask the next`,
    }),
    button({ text: 'Open', action: ACTIONS.open, value, label: `Show how ${id} stands` }),
  ])
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

function openLine(run: Run): string {
  const why = words(run.why, SHOWN.reason)
  if (run.trigger !== 'by-hand') return `${askedBy(run)} ${why}.`
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
