import { KIND_WORDS } from './capture/describe-capture.ts'
import type { Actor, Entry } from './decider.ts'
import { decided } from './incident/classification.ts'
import {
  type Classification,
  type Doubt,
  type IncidentEvent,
  incidentId,
  SEVERITIES,
  type Severity,
  type TopicEvent,
} from './incident/incident.ts'
import type { Doer } from './incident/topic.ts'
import { isTopicEvent, topicOfEvent } from './incident/topics.ts'
import {
  type Detail,
  instant,
  type Line,
  type Part,
  role,
  said,
  severity,
  status,
  text,
  user,
} from './sentence.ts'

/** Who did what, for a timeline, the story in a thread, or a report. */
export function describeEntry({ event, actor }: Entry<IncidentEvent>): Line {
  return { by: doer(event, actor), does: does(event, actor), details: details(event) }
}

/** What follows from an act by the policy, or is asked because of it, is the bot's doing, whoever's act it was. */
function doer(event: IncidentEvent, actor: Actor): Actor {
  const doing = isTopicEvent(event) ? doingOf(event) : event.type === 'triage-offered' ? 'bot' : 'whoever'
  if (typeof doing === 'object') return { kind: 'user', id: doing.user }
  return doing === 'bot' ? { kind: 'bot' } : actor
}

function doingOf(event: TopicEvent): Doer {
  const doing = topicOfEvent(event).events[event.type]
  return typeof doing === 'function' ? doing(event) : (doing ?? 'bot')
}

function does(event: IncidentEvent, actor: Actor): Part[] {
  switch (event.type) {
    case 'declared':
      return [
        text(`declared ${incidentId(event.number)} as `),
        severity(event.severity),
        text(': '),
        said(event.title),
      ]
    case 'renamed':
      return [text('renamed it to '), said(event.title)]
    case 'update-posted':
      return [text(`posted update ${event.number}`)]
    case 'noted':
      return [text(event.kind === undefined ? 'noted' : `noted ${KIND_WORDS[event.kind]}`)]
    case 'status-changed':
      if (event.to === 'resolved') return [text('resolved it')]
      return [text('changed the status from '), status(event.from), text(' to '), status(event.to)]
    case 'reopened':
      return [text('reopened it')]
    case 'severity-changed':
      return [
        text(`${raised(event)} the severity from `),
        severity(event.from),
        text(' to '),
        severity(event.to),
      ]
    case 'triaged':
      return [text('classified it as '), severity(decided(event.classification))]
    case 'classes-changed':
      return [text('said that it is about '), said(event.to.join(', '))]
    case 'role-assigned':
      return roleAssigned(event, actor)
    case 'role-released':
      if (isBy(actor, event.user)) return [text('laid down the role '), role(event.role)]
      return [text('took the role '), role(event.role), text(' from '), user(event.user)]
    default:
      return isTopicEvent(event) ? topicOfEvent(event).does(event, { actor }) : botDoes(event)
  }
}

type OwnEvent = Extract<
  IncidentEvent,
  {
    type:
      | 'card-posted'
      | 'channel-opened'
      | 'own-card-posted'
      | 'card-wanted'
      | 'channel-lost'
      | 'delivery-failed'
      | 'gap-noticed'
      | 'triage-offered'
  }
>

function botDoes(event: OwnEvent): Part[] {
  switch (event.type) {
    case 'card-posted':
      return [text('posted the card in '), { part: 'channel', channel: event.channel }]
    case 'own-card-posted':
      return [text('posted the card in '), { part: 'channel', channel: event.channel }]
    case 'card-wanted':
      return [text('tries to post the card again')]
    case 'channel-opened':
      return [text('opened the channel '), { part: 'channel', channel: event.channel, name: event.name }]
    case 'channel-lost':
      return [text('can no longer use the channel '), { part: 'channel', channel: event.channel }]
    case 'delivery-failed':
      return [text(`gave up on ${deliveryInWords(event.effect)}${about(event.entry)}`)]
    case 'triage-offered':
      return [text('asked for a new look at the severity')]
    case 'gap-noticed':
      return [text('was not running from '), instant(event.from), text(' to '), instant(event.to)]
  }
}

function roleAssigned(event: Extract<IncidentEvent, { type: 'role-assigned' }>, actor: Actor): Part[] {
  if (isBy(actor, event.user)) {
    if (event.from === undefined) return [text('took the role '), role(event.role)]
    return [text('took over the role '), role(event.role), text(' from '), user(event.from)]
  }
  if (event.from !== undefined && isBy(actor, event.from)) {
    return [text('handed the role '), role(event.role), text(' over to '), user(event.user)]
  }
  const given = [text('gave the role '), role(event.role), text(' to '), user(event.user)]
  return event.from === undefined ? given : [...given, text(', who follows '), user(event.from)]
}

function details(event: IncidentEvent): Detail[] {
  switch (event.type) {
    case 'declared':
      return [...aboutClasses(event.classes), ...classified(event.classification)]
    case 'triaged':
      return classified(event.classification)
    case 'classes-changed':
      return event.from.length === 0 ? [] : [{ label: 'Before', text: event.from.join(', ') }]
    case 'triage-offered':
      return [{ label: 'Because', text: doubtInWords(event.doubt) }]
    case 'renamed':
      return [{ label: 'Before', text: event.from }]
    case 'update-posted': {
      const { summary, impact, next } = event.update
      return [{ text: summary }, ...labelled('Impact', impact), ...labelled('Next', next)]
    }
    case 'noted':
      return [{ text: event.text }]
    case 'status-changed':
      return event.note === undefined ? [] : [{ text: event.note }]
    case 'reopened':
    case 'severity-changed':
      return [{ label: 'Reason', text: event.reason }]
    case 'channel-lost':
    case 'delivery-failed':
      return [{ label: 'Because', text: event.why }]
    case 'role-assigned':
    case 'role-released':
    case 'card-posted':
    case 'own-card-posted':
    case 'card-wanted':
    case 'channel-opened':
    case 'gap-noticed':
      return []
    default:
      return topicOfEvent(event).details(event)
  }
}

/** Which line of the timeline a delivery was about. */
function about(entry: number | undefined): string {
  return entry === undefined ? '' : ` (about #${entry} of the timeline)`
}

function aboutClasses(classes: string[] | undefined): Detail[] {
  return classes === undefined ? [] : [{ label: 'About', text: classes.join(', ') }]
}

/** What the answers come to and why, why a person saw it differently, and the answers. */
function classified(classification: Classification | undefined): Detail[] {
  if (classification === undefined) return []
  const { answers, result, because, overruled } = classification
  return [
    { label: 'By the answers', text: `${result.toUpperCase()}. ${because}` },
    ...labelled('Overruled', overruled?.reason),
    { text: answers.map(({ name, text }) => `${capitalised(name)}: ${text}`).join('\n') },
  ]
}

/** Why the severity is doubted, as a clause: "the outage has lasted longer than 30 minutes". */
export function doubtInWords(doubt: Doubt): string {
  switch (doubt.doubt) {
    case 'outage':
      return `the outage has lasted longer than ${doubt.minutes} minutes`
    case 'classes':
      return `at least ${doubt.count} parts are affected by now`
    case 'switch':
      return `${doubt.switch} was pulled, which customers notice`
  }
}

const DELIVERIES: Record<string, string> = {
  'slack.post-card': 'posting the card',
  'slack.sync-card': 'bringing the card up to date',
  'slack.say': 'posting a message',
  'slack.open-channel': "opening the incident's channel",
  'slack.post-own-card': "posting the card in the incident's channel",
  'slack.sync-own-card': "bringing the card in the incident's channel up to date",
  'slack.invite': "inviting people to the incident's channel",
  'slack.sync-topic': "setting the topic of the incident's channel",
  'slack.offer-triage': 'asking for a new look at the severity',
  'slack.alarm': 'saying that something could not be delivered',
  'slack.page-rung': 'finding out whom to page',
  'slack.page': 'paging somebody',
  'slack.sync-page': 'bringing a page up to date',
  'slack.call-for-help': 'saying that nobody answers',
  'slack.nudge': 'reminding of an update',
  'slack.ask-update': 'asking for an update',
  'slack.ask-review-owner': 'asking who owns the review',
  'slack.tell-review-owner': 'telling the owner of the review',
  'slack.remind-review': 'reminding of the review',
  'slack.tell-managers': 'telling the managers that the review is overdue',
  'slack.assign-follow-up': 'telling somebody of a follow-up',
  'slack.remind-follow-up': 'reminding of a follow-up',
  'slack.deliver-report': 'handing over the report',
  'slack.sync-report': 'bringing the report up to date',
  'slack.look-at-message': 'reading a message that was put on the timeline',
  'slack.tell': 'telling somebody what became of a pin',
  'slack.keep-file': 'keeping a copy of a file',
  'slack.forget-file': 'removing the copy of a file; look for it yourself',
  'slack.redact-copies': 'removing redacted words from messages; look for them yourself',
  'slack.send-timeline': 'posting the timeline as a file',
  'slack.tell-audience': 'posting a message to those who are told',
  'slack.ask-approval': 'asking for the approval of a message',
  'slack.sync-approval': 'bringing a request for approval up to date',
  'slack.nudge-public': 'reminding of a public notice',
  'pagerduty.catch-up': 'asking PagerDuty what was done there meanwhile',
  'flags.show-banner': 'showing a message as a banner',
  'email.send': 'sending a message by e-mail',
}

/** What a kind of delivery does, after "gave up on". */
export function deliveryInWords(effect: string): string {
  return Object.hasOwn(DELIVERIES, effect) ? (DELIVERIES[effect] ?? effect) : effect
}

function raised({ from, to }: { from: Severity; to: Severity }): string {
  return SEVERITIES.indexOf(to) < SEVERITIES.indexOf(from) ? 'raised' : 'lowered'
}

function isBy(actor: Actor, person: string): boolean {
  return actor.kind === 'user' && actor.id === person
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function labelled(label: string, text: string | undefined): Detail[] {
  return text === undefined ? [] : [{ label, text }]
}
