import type { Person } from '../authority.ts'
import { type Context, type Rejection, reject } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import type { Answer } from '../incident/topic.ts'
import {
  APPROVERS_ASKED_MAX,
  MESSAGE_BODY_MAX,
  MESSAGE_TITLE_MAX,
  MESSAGES_OPEN_MAX,
  REASON_MAX,
  REFUSAL_MAX,
  WHY_MAX,
} from '../limits.ts'
import type { Policy } from '../policy.ts'
import { clip, isBlank, line, paragraph, tooLong, unfit } from '../text.ts'
import { REDACTED } from '../timeline/kinds.ts'
import { approvableBy, unapproved } from './approval.ts'
import {
  type CommsCommand,
  type Message,
  messageNumbered,
  type Reach,
  type Refused,
  type Text,
} from './comms.ts'
import { decidePage, told } from './decide-page.ts'
import { type OnPage, partsSet } from './page.ts'

type Asked<T extends CommsCommand['type']> = Extract<CommsCommand, { type: T }>

/** What follows from a command about what is told. */
export function decideComms(state: Incident, command: CommsCommand, context: Context): Answer {
  switch (command.type) {
    case 'write-message':
      return write(state, command, context)
    case 'record-delivered':
    case 'record-undelivered':
      return recordDelivery(state, command)
    case 'record-asked':
      return recordAsked(state, command)
    case 'resend-message':
    case 'tell-by-hand':
      return onFailed(state, command)
    case 'record-statuspage-drift':
    case 'record-statuspage-restored':
    case 'record-statuspage-unrestored':
    case 'take-statuspage':
    case 'restore-statuspage':
      return decidePage(state, command)
    default:
      return onMessage(state, command, context)
  }
}

function write(state: Incident, command: Asked<'write-message'>, context: Context): Answer {
  const open = state.comms.messages.filter(({ stage }) => stage === 'draft' || stage === 'waiting')
  if (open.length >= MESSAGES_OPEN_MAX)
    return reject(
      'too-many-messages',
      `${state.id} has ${open.length} messages that were neither sent nor dropped. Send or drop one first: \`/incident comms ${state.id}\`.`,
    )
  if (command.corrects !== undefined && messageNumbered(state.comms, command.corrects)?.stage !== 'released')
    return reject(
      'nothing-to-correct',
      'Only a message that was sent can be corrected. Edit the draft instead.',
    )
  const text = clean(command.text, state)
  const problem = wrongText(text) ?? wrongAudiences(command.audiences, text, context)
  if (problem !== undefined) return problem
  const { template, corrects, nextBy } = command
  return [
    {
      type: 'message-written',
      number: state.comms.messagesWritten + 1,
      audiences: unique(command.audiences),
      text,
      ...(template !== undefined && { template }),
      ...(corrects !== undefined && { corrects }),
      ...(nextBy !== undefined && { nextBy }),
    },
  ]
}

type OnMessage = Exclude<
  CommsCommand,
  { type: 'write-message' | 'resend-message' | 'tell-by-hand' | `record-${string}` | `${string}-statuspage` }
>

function onMessage(state: Incident, command: OnMessage, context: Context): Answer {
  const message = messageNumbered(state.comms, command.number)
  if (message === undefined)
    return reject(
      'no-such-message',
      `${state.id} has no message ${command.number}. \`/incident comms ${state.id}\` shows what there is.`,
    )
  if (message.stage === 'released' || message.stage === 'dropped') return over(message)
  if ('revision' in command && command.revision !== message.revision)
    return reject(
      'message-changed',
      `Message ${message.number} was changed since you opened it, so I did nothing. Look at it as it is now, and decide again.`,
    )
  switch (command.type) {
    case 'edit-message':
      return edit(state, message, command, context)
    case 'send-message':
      return send(message, context)
    case 'approve-message':
      return approve(state, message, context)
    case 'decline-message':
      return decline(state, message, command, context)
    case 'drop-message':
      return [{ type: 'message-dropped', number: message.number }]
  }
}

function edit(state: Incident, message: Message, command: Asked<'edit-message'>, context: Context): Answer {
  const text = clean(command.text, state)
  const audiences = unique(command.audiences)
  const problem = wrongText(text) ?? wrongAudiences(audiences, text, context)
  if (problem !== undefined) return problem
  const same = JSON.stringify([message.text, message.audiences]) === JSON.stringify([text, audiences])
  if (same) return []
  return [{ type: 'message-edited', number: message.number, revision: message.revision + 1, audiences, text }]
}

function send(message: Message, { policy }: Context): Answer {
  const gone = message.audiences.filter((key) => !Object.hasOwn(policy.audiences, key))
  if (gone.length > 0)
    return reject(
      'no-such-audience',
      `The policy of this incident knows nobody called ${gone.join(', ')}. Choose others and send it again.`,
    )
  if (message.text.body === REDACTED)
    return reject(
      'redacted',
      `The words of message ${message.number} were removed. Write them anew before you send it.`,
    )
  const missing = unapproved(message, policy.audiences)
  if (missing.length === 0) return [released(message, policy)]
  if (message.stage === 'waiting') return []
  return [{ type: 'approval-asked', number: message.number, revision: message.revision, audiences: missing }]
}

/** What is complete with this approval, and was to be sent, goes out in the same commit. */
function approve(state: Incident, message: Message, { actor, policy }: Context): Answer {
  const person = asPerson(actor)
  const audiences = approvableBy(message, person, state, policy.audiences)
  if (audiences.length === 0) return mayNotApprove(state, message, person, policy.audiences)
  const { number, revision } = message
  const approved = { type: 'message-approved', number, revision, audiences } as const
  const left = unapproved(message, policy.audiences).filter((key) => !audiences.includes(key))
  return message.stage === 'waiting' && left.length === 0 ? [approved, released(message, policy)] : [approved]
}

/** Whoever could approve it may say no; that takes it back to its writer. */
function decline(
  state: Incident,
  message: Message,
  command: Asked<'decline-message'>,
  { actor, policy }: Context,
): Answer {
  const person = asPerson(actor)
  if (approvableBy(message, person, state, policy.audiences).length === 0 && message.by !== person.id)
    return mayNotApprove(state, message, person, policy.audiences)
  const reason = paragraph(command.reason)
  const { number, revision } = message
  return unfit('The reason', reason, REASON_MAX) ?? [{ type: 'message-declined', number, revision, reason }]
}

function mayNotApprove(
  state: Incident,
  message: Message,
  person: Person,
  audiences: Policy['audiences'],
): Answer {
  const missing = unapproved(message, audiences)
  if (missing.length === 0) return []
  const own = message.by === person.id && missing.some((key) => audiences[key]?.approveOwn === false)
  if (own) return reject('own-text', 'You wrote this text, so somebody else has to approve it.')
  const who = missing.flatMap((key) => {
    const approve = audiences[key]?.approve
    return approve === undefined || approve === 'none' ? [] : approve
  })
  return reject(
    'may-not-approve',
    `Only these may approve it: ${unique(who).join(', ')}. \`/incident comms ${state.id}\` shows what waits for them.`,
  )
}

/** Whom it goes to is settled now, too: what is owed does not change with the policy. */
function released(message: Message, policy: Policy) {
  const { number, revision, audiences, text, corrects, nextBy } = message
  return {
    type: 'message-released',
    number,
    revision,
    audiences,
    reach: audiences.flatMap((audience) => reachOf(audience, policy)),
    text,
    ...(corrects !== undefined && { corrects }),
    ...(nextBy !== undefined && { nextBy }),
  } as const
}

/** Where it did not arrive it is sent once more, as it was approved, or somebody has told them by other means. */
function onFailed(state: Incident, command: Asked<'resend-message'> | Asked<'tell-by-hand'>): Answer {
  const message = messageNumbered(state.comms, command.number)
  const delivery = message?.deliveries[command.target]
  const reach = message?.reach?.find(({ target }) => target === command.target)
  if (message === undefined || delivery === undefined || reach === undefined)
    return reject('no-such-delivery', `Message ${command.number} did not go to ${command.target}.`)
  const refused = delivery.state === 'delivered' ? (delivery.refused ?? []) : []
  if (delivery.state !== 'failed' && refused.length === 0)
    return reject(
      'not-failed',
      delivery.state === 'delivered'
        ? `Message ${message.number} has arrived there by now, so I did nothing.`
        : `Message ${message.number} is on its way there, so I did nothing.`,
    )
  const { number, revision, text, corrects, nextBy } = message
  if (command.type === 'tell-by-hand')
    return [{ type: 'message-delivered', number, target: command.target, byHand: true }]
  return [
    {
      type: 'message-released',
      number,
      revision,
      audiences: [reach.audience],
      reach: [refused.length === 0 ? reach : onlyTo(reach, refused)],
      text,
      ...(corrects !== undefined && { corrects }),
      ...(nextBy !== undefined && { nextBy }),
      again: true,
    },
  ]
}

/** Who has it already does not get it twice. */
function onlyTo(reach: Reach, refused: readonly Refused[]): Reach {
  if (reach.means.by !== 'email') return reach
  return { ...reach, means: { ...reach.means, to: refused.map(({ address }) => address) } }
}

/** Where people were asked, so that their copies can be brought up to date. */
function recordAsked(state: Incident, { number, revision, copies }: Asked<'record-asked'>): Answer {
  const known = messageNumbered(state.comms, number)?.copies
  if (known === undefined) return []
  const added = copies.filter(({ ts, channel }) => !known.some((k) => k.ts === ts && k.channel === channel))
  if (added.length === 0) return []
  return [{ type: 'approval-sought', number, revision, copies: added.slice(0, APPROVERS_ASKED_MAX) }]
}

function reachOf(audience: string, { audiences }: Policy): Reach[] {
  const means = audiences[audience]?.reach
  if (means === undefined) return []
  if (means.by !== 'slack') return [{ target: audience, audience, means }]
  return means.channels.map((channel) => ({
    target: `${audience}#${channel}`,
    audience,
    means: { by: 'slack', channel },
  }))
}

function recordDelivery(
  state: Incident,
  command: Asked<'record-delivered'> | Asked<'record-undelivered'>,
): Answer {
  const message = messageNumbered(state.comms, command.number)
  const before = message?.deliveries[command.target]
  if (message === undefined || before === undefined || before.state === 'delivered') return []
  const about = { number: message.number, target: command.target }
  if (command.type === 'record-undelivered') {
    const maybe = command.maybe === true ? { maybe: true as const } : {}
    return [{ type: 'message-undelivered', ...about, why: clip(line(command.why), WHY_MAX), ...maybe }]
  }
  const { ref, url, page, before: found, refused = [] } = command
  const said = refused.map(({ address, said }) => ({ address, said: clip(line(said), REFUSAL_MAX) }))
  return [
    ...(page === undefined ? [] : told(state, page, found)),
    {
      type: 'message-delivered',
      ...about,
      ...(ref !== undefined && { ref }),
      ...(url !== undefined && { url }),
      ...(said.length > 0 && { refused: said }),
    },
  ]
}

function wrongText({ title, body, clears }: Text): Rejection | undefined {
  if (clears === true) return undefined
  if (isBlank(body) && isBlank(title))
    return reject('empty', 'There is nothing in this message. Write what is to be said.')
  return tooLong('The title', title, MESSAGE_TITLE_MAX) ?? tooLong('The text', body, MESSAGE_BODY_MAX)
}

function wrongAudiences(audiences: string[], { clears }: Text, { policy }: Context): Rejection | undefined {
  if (audiences.length === 0) return reject('no-audience', 'Choose at least one audience.')
  const texts = audiences.filter((key) => policy.audiences[key]?.reach.by !== 'banner')
  if (clears === true && texts.length > 0)
    return reject('only-banners', `Only a banner can be taken down; ${texts.join(', ')} would get no text.`)
  const unknown = audiences.filter((key) => !Object.hasOwn(policy.audiences, key))
  if (unknown.length === 0) return undefined
  const known = Object.keys(policy.audiences).join(', ')
  return reject('no-such-audience', `There is no audience ${unknown.join(', ')}. There are: ${known}.`)
}

function over({ number, stage }: Message): Rejection {
  return stage === 'dropped'
    ? reject('message-dropped', `Message ${number} was dropped. Write a new one.`)
    : reject(
        'message-released',
        `Message ${number} is sent and cannot be changed any more. To put something right, send a correction.`,
      )
}

/** The title on one line, no space around the body; with what is over, everything works again. */
function clean(text: Text, { comms }: Incident): Text {
  const { title, body, status, page, clears } = text
  if (clears === true) return { title: '', body: '', clears }
  const parts = inOrder(partsSet(text, comms.statuspage))
  const onPage = {
    ...(page?.impact !== undefined && { impact: page.impact }),
    ...(Object.keys(parts).length > 0 && { parts }),
    ...(page?.quiet === true && { quiet: true as const }),
  }
  return {
    title: line(title),
    body: paragraph(body),
    ...(status !== undefined && { status }),
    ...(Object.keys(onPage).length > 0 && { page: onPage }),
  }
}

/** So that the same choice is no change. */
function inOrder(parts: NonNullable<OnPage['parts']>): NonNullable<OnPage['parts']> {
  return Object.fromEntries(Object.entries(parts).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)]
}

/** Only people are let through to here by the policy's `may`. */
function asPerson(actor: Context['actor']): Person {
  return actor.kind === 'user' ? actor : { id: '', standing: 'bot' }
}
