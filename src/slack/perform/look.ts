import { authorise } from '../../core/authority.ts'
import { type Look, type MessageRef, messageKey } from '../../core/capture/capture.ts'
import type { Outcome } from '../../engine/outcome.ts'
import { slackCode } from '../failure.ts'
import { permalinkOf } from '../permalink.ts'
import { readMessage, type WireMessage } from '../read-message.ts'
import { type Hands, type IncidentOwed, ok, type Perform } from './hands.ts'

/** Somebody whom Slack cannot say anything about just now is asked about again so often, then does not count. */
const UNSURE_TRIES = 3
/** A message and what comes with it: the first of its thread. */
const AROUND = 5

const MESSAGE_GONE = new Set(['thread_not_found', 'message_not_found'])
const UNREADABLE = new Set([
  'channel_not_found',
  'not_in_channel',
  'no_permission',
  'method_not_supported_for_channel_type',
])

/** Reads a message as it is now, with the pins on it that count. */
export const lookAtMessage: Perform = async (owed, hands) => {
  const ref = { channel: String(owed.args.channel), ts: String(owed.args.ts) }
  const message = await find(ref, hands)
  if (typeof message === 'string') return saw(owed, ref, { found: message })
  const { userId, botId } = await hands.identity()
  if (message.user === userId || message.bot_id === botId) return saw(owed, ref, { found: 'own' })
  const pins = await pinsOn(message, owed, hands)
  if (pins === 'unsure')
    return { outcome: 'retry', why: 'cannot find out who pinned it', notBefore: hands.now() + 1_000 }
  const [written, permalink] = await Promise.all([
    readMessage(message, hands.people),
    permalinkOf(ref, hands),
  ])
  const look: Look = {
    found: 'message',
    message: { ...written, ...(permalink !== undefined && { permalink }) },
    pins,
  }
  return saw(owed, ref, look)
}

/** The state was read before the message, so whatever was asked for later is not answered by this. */
function saw({ state }: IncidentOwed, ref: MessageRef, look: Look): Outcome {
  const seen = state.messages[messageKey(ref)]?.asked
  return ok({ type: 'record-message', ...ref, look, ...(seen !== undefined && { seen }) })
}

async function find(ref: MessageRef, hands: Hands): Promise<WireMessage | 'gone' | 'unreadable'> {
  try {
    const [found, root] = await inThread(ref, ref.ts, hands)
    if (found !== undefined) return found.subtype === 'tombstone' ? 'gone' : found
    const thread = root?.thread_ts
    if (thread === undefined || thread === ref.ts) return 'gone'
    const [reply] = await inThread(ref, thread, hands)
    return reply ?? 'gone'
  } catch (error) {
    const code = slackCode(error) ?? ''
    if (MESSAGE_GONE.has(code)) return 'gone'
    if (UNREADABLE.has(code)) return 'unreadable'
    throw error
  }
}

/** The message, and the first of its thread when that is what came. Only replies can be read one by one. */
async function inThread(
  { channel, ts }: MessageRef,
  thread: string,
  { slack }: Hands,
): Promise<(WireMessage | undefined)[]> {
  const bounds = { oldest: ts, latest: ts, inclusive: true, limit: AROUND }
  const { messages = [] } = await slack.conversations.replies({ channel, ts: thread, ...bounds })
  const all = messages as WireMessage[]
  return [all.find((message) => message.ts === ts), all[0]]
}

/** Who pinned it and may, the first first. The emoji may have a skin tone. */
async function pinsOn(
  { reactions = [] }: WireMessage,
  owed: IncidentOwed,
  hands: Hands,
): Promise<string[] | 'unsure'> {
  const { policy, state, attempts } = owed
  const users = new Set(
    reactions
      .filter(({ name }) => isPin(name, policy.capture.reaction))
      .flatMap(({ users: all = [] }) => all),
  )
  const pins: string[] = []
  for (const user of users) {
    const person = await hands.people.person(user)
    if (person.standing === 'unknown' && attempts < UNSURE_TRIES) return 'unsure'
    if (authorise(policy, person, 'capture', state) === undefined) pins.push(user)
  }
  return pins
}

/** `pushpin` and `pushpin::skin-tone-3` for `pushpin`. */
export function isPin(name: string | undefined, emoji: string): boolean {
  return name === emoji || name?.startsWith(`${emoji}::`) === true
}
