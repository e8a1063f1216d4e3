import type { Entry } from '../../core/decider.ts'
import type { Incident, IncidentEvent } from '../../core/incident/incident.ts'
import { context, type Message, section } from '../blocks.ts'
import { SHOWN } from '../limits.ts'
import { dateTime, words } from '../mrkdwn.ts'
import { nameOf } from './labels.ts'

/** What did not happen, by the kind of the delivery that was given up. */
const UNDONE: Record<string, string> = {
  'slack.post-card': 'The card could not be posted',
  'slack.sync-card': 'The card could not be brought up to date: do not trust what it shows',
  'slack.say': 'A message could not be posted',
  'slack.open-channel': 'The incident’s own channel could not be opened',
  'slack.post-own-card': 'The card could not be posted in the incident’s channel',
  'slack.sync-own-card':
    'The card in the incident’s channel could not be brought up to date: trust the one in the room',
  'slack.invite': 'People could not be invited to the incident’s channel',
  'slack.sync-topic': 'The channel’s topic could not be set',
  'slack.page-rung': 'It could not be found out whom to page',
  'slack.page': 'A page could not be delivered',
  'slack.sync-page': 'A page could not be brought up to date: do not trust what it shows',
  'pagerduty.trigger': 'Nobody could be paged through PagerDuty',
  'pagerduty.ask-responders': 'Nobody could be asked in PagerDuty to join',
  'pagerduty.acknowledge': 'PagerDuty could not be told that somebody has it: it may go on ringing',
  'pagerduty.resolve': 'PagerDuty could not be told that it is over',
  'pagerduty.note': 'What was said could not be put in PagerDuty',
  'pagerduty.catch-up': 'PagerDuty could not be asked what was done there while I was away',
  'slack.call-for-help': 'It could not be said that nobody answers',
  'slack.nudge': 'A reminder of an update could not be delivered',
  'slack.ask-update': 'The request for an update could not be posted',
  'slack.ask-review-owner': 'Nobody could be asked who owns the review',
  'slack.tell-review-owner': 'The owner of the review could not be told',
  'slack.remind-review': 'The owner of the review could not be reminded of it',
  'slack.tell-managers': 'The managers could not be told that the review is overdue',
  'slack.assign-follow-up': 'The owner of a follow-up could not be told of it',
  'slack.remind-follow-up': 'The owner of a follow-up could not be reminded of it',
  'slack.deliver-report': 'The report could not be handed over',
  'slack.sync-report': 'The canvas with the report could not be brought up to date',
}

/** What people should do about it. */
const THEN: Record<string, string> = {
  'slack.open-channel': 'Talk in the card’s thread, or open a channel by hand.',
  'slack.invite': 'Ask who is missing to come.',
  'slack.say': 'Make sure that everybody knows.',
  'slack.page-rung': 'Telephone them.',
  'slack.page': 'Telephone them.',
  'pagerduty.trigger': 'Telephone them.',
  'pagerduty.ask-responders': 'Telephone them.',
  'pagerduty.acknowledge': 'Acknowledge it in PagerDuty too.',
  'pagerduty.resolve': 'Resolve it in PagerDuty too.',
  'pagerduty.catch-up': 'Look there who has it, and acknowledge or resolve it here too.',
  'slack.call-for-help': 'Telephone the emergency contacts.',
  'slack.ask-review-owner': 'Somebody has to own it: take it with the button on the card.',
  'slack.tell-review-owner': 'Tell them yourself, or choose somebody else.',
  'slack.remind-review': 'Tell them yourself, or choose somebody else.',
  'slack.tell-managers': 'Tell them yourself.',
  'slack.assign-follow-up': 'Tell them yourself, or choose somebody else.',
  'slack.remind-follow-up': 'Tell them yourself, or choose somebody else.',
  'slack.deliver-report': 'Ask for it again with `/incident report`.',
  'slack.post-card': 'Tell people yourself: nobody in the room has seen this incident.',
}

type Failed = { effect: string; why: string; entry?: number }

function about({ entry }: Failed): string {
  return entry === undefined ? '' : ` · About #${entry} of the timeline`
}

/** Says loudly that the bot failed to do something. */
export function alarmMessage(entry: Entry<IncidentEvent>, incident: Incident): Message {
  const { event } = entry
  const failed: Failed =
    event.type === 'delivery-failed' ? event : { effect: '', why: 'no reason is recorded' }
  const undone = UNDONE[failed.effect] ?? 'Something that the bot owed you was not done'
  const then = THEN[failed.effect] ?? `\`/incident timeline ${incident.id}\` shows what was to be done.`
  return {
    text: `🚨 ${incident.id}: ${undone}.`,
    blocks: [
      section(`🚨 *${undone}.*\n${nameOf(incident, SHOWN.titleInLine)}\n${then}`),
      context(`${dateTime(entry.at)}${about(failed)} · Reason: ${words(failed.why, SHOWN.reason)}`),
    ],
  }
}
