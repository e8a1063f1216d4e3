import { type Context, type Rejection, reject } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import { CAPTURED_MESSAGES_MAX, COMMENT_MAX, MESSAGE_TEXT_MAX } from '../limits.ts'
import { clip, isBlank, paragraph, tooLong } from '../text.ts'
import {
  type CaptureCommand,
  type CapturedMessage,
  type CaptureEvent,
  type Followed,
  type Look,
  type MessageRef,
  messageKey,
  type Written,
  writtenAt,
} from './capture.ts'
import { happenedWrong } from './happened.ts'

type Asked<T extends CaptureCommand['type']> = Extract<CaptureCommand, { type: T }>
type Answer = CaptureEvent[] | Rejection

/** A pin was put on a message or taken away. Which of the two, and what it means by now, a look at it tells. */
export function captureMessage(state: Incident, { channel, ts }: MessageRef): Answer {
  const refused = notTaken(state, { channel, ts })
  return refused ?? [{ type: 'look-asked', channel, ts }]
}

/** A message that is on the timeline was changed or deleted. One that is not, is nobody's business. */
export function lookAgain(state: Incident, { channel, ts }: MessageRef): CaptureEvent[] {
  const followed = state.messages[messageKey({ channel, ts })]
  return followed === undefined || followed.redacted === true ? [] : [{ type: 'look-asked', channel, ts }]
}

/**
 * What follows from how a message looks now. It is compared with what is on the timeline, and says nothing where that
 * is the same; so looks may come late, twice, or instead of each other, and still come to the same in the end.
 */
export function recordMessage(
  state: Incident,
  { channel, ts, look, seen }: Asked<'record-message'>,
  context: Context,
): CaptureEvent[] {
  const ref = { channel, ts }
  const followed = state.messages[messageKey(ref)]
  if (followed === undefined || followed.redacted === true) return []
  if (followed.asked !== seen) return [] // something happened to it since it was read; another look is owed for that
  if (followed.of === undefined) return firstLook(ref, followed, look, context)
  const { of } = followed
  if (look.found === 'gone') return [{ type: 'message-lost', of, ...ref }]
  if (look.found !== 'message') return []
  const { message, pins } = look
  const asker = followed.asker === undefined ? {} : { by: followed.asker }
  if (followed.how === 'reaction' && pins.length === 0)
    return [{ type: 'message-withdrawn', of, ...ref, ...asker }]
  if (!isNewer(message, followed)) return []
  const by = message.editedBy ?? message.author
  const event = captured(ref, message, { ...kept(followed), ...(by !== undefined && { by }) }, context)
  return [{ type: 'message-corrected', of, because: 'edited', ...event }]
}

function firstLook(ref: MessageRef, { asker }: Followed, look: Look, context: Context): CaptureEvent[] {
  const by = asker === undefined ? {} : { by: asker }
  if (look.found !== 'message') return [{ type: 'look-lapsed', ...ref, why: look.found, ...by }]
  const [first] = look.pins
  if (first === undefined) return [{ type: 'look-lapsed', ...ref, why: 'unpinned', ...by }]
  return [
    { type: 'message-captured', ...captured(ref, look.message, { by: first, how: 'reaction' }, context) },
  ]
}

/** Put on the timeline by hand, with a time, a kind and a comment. Done again, it changes what was said before. */
export function addMessage(state: Incident, command: Asked<'add-message'>, context: Context): Answer {
  const { channel, ts, written, incomplete, kind, at } = command
  const ref = { channel, ts }
  const followed = state.messages[messageKey(ref)]
  const comment = paragraph(command.comment ?? '')
  const problem =
    notTaken(state, ref) ??
    tooLong('The comment', comment, COMMENT_MAX) ??
    (at === undefined ? undefined : happenedWrong(at, context.now))
  if (problem !== undefined) return problem
  const said: Said = {
    how: 'shortcut',
    ...(context.actor.kind === 'user' && { by: context.actor.id }),
    ...(kind !== undefined && { kind }),
    ...(!isBlank(comment) && { comment }),
    ...(at !== undefined && { at }),
    ...(incomplete === true && { incomplete }),
  }
  const event = captured(ref, written, said, context)
  if (followed?.of === undefined) return [{ type: 'message-captured', ...event }]
  const same =
    followed.kind === kind && (followed.comment ?? '') === comment && followed.at === event.happenedAt
  if (same) return reject('captured-already', `This message is on the timeline of ${state.id} already.`)
  return [{ type: 'message-corrected', of: followed.of, because: 'said', ...event }]
}

type Said = Pick<CapturedMessage, 'how' | 'by' | 'kind' | 'comment' | 'incomplete'> & { at?: number }

/** What was said when it was captured stays when the message is edited. */
function kept({ how = 'reaction', kind, comment, at }: Followed): Said {
  return {
    how,
    ...(kind !== undefined && { kind }),
    ...(comment !== undefined && { comment }),
    ...(at !== undefined && { at }),
  }
}

function captured(
  ref: MessageRef,
  message: Written,
  { at, ...said }: Said,
  { now, policy }: Context,
): CapturedMessage {
  const text = paragraph(message.text)
  const files = message.files ?? []
  return {
    ...ref,
    ...message,
    text: clip(text, MESSAGE_TEXT_MAX),
    ...(text.length > MESSAGE_TEXT_MAX && { cut: text.length }),
    ...said,
    ...(files.length > 0 && policy.capture.keepFiles !== undefined && { keep: true }),
    happenedAt: Math.min(at ?? writtenAt(ref), now), // Slack's clock may be a little ahead
  }
}

/** Edited since, or the first look at all of a message of which only a part had come along. */
function isNewer({ edited = '0' }: Written, { edited: known = '0', incomplete }: Followed): boolean {
  return incomplete === true || Number(edited) > Number(known)
}

function notTaken(state: Incident, ref: MessageRef): Rejection | undefined {
  const followed = state.messages[messageKey(ref)]
  if (followed?.redacted === true)
    return reject(
      'redacted',
      `The words of this message were removed from the timeline of ${state.id}, so it is not taken up again.`,
    )
  return followed === undefined ? tooMany(state) : undefined
}

function tooMany(state: Incident): Rejection | undefined {
  if (Object.keys(state.messages).length < CAPTURED_MESSAGES_MAX) return undefined
  const most = CAPTURED_MESSAGES_MAX.toLocaleString('en-US')
  return reject(
    'too-many-messages',
    `The timeline of ${state.id} has ${most} captured messages, and takes no more. Write down what matters: \`/incident note ${state.id} <text>\`.`,
  )
}
