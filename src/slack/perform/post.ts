import type { Instant } from '../../core/decider.ts'
import type { Message } from '../blocks.ts'
import { CLOCK_MARGIN_MS } from '../limits.ts'
import type { Hands } from './hands.ts'

/** Marks our messages, with the key of the effect in the payload. */
const EVENT_TYPE = 'tocsin_effect'
const PAGE = 200
const PAGES_MAX = 25

/** As much of what is owed as it takes to say it once. */
type Said = { key: string; stream: string; maybeSent: boolean; entry: { recordedAt: Instant } }

export type Place = { channel: string; threadTs?: string; broadcast?: boolean }

/** Too much was said since to be sure whether our message is among it. */
export class CannotTell extends Error {
  override name = 'CannotTell'
}

/** Something happened, while it was got ready, after which it must not be said. */
export class NotWanted extends Error {
  override name = 'NotWanted'
}

/**
 * Posts a message once, whatever became of earlier tries: chat.postMessage knows no idempotency key, so our
 * effect's key travels in the metadata and is looked for first when an earlier try may have been accepted.
 * Gives the message's ts. `isWanted` is asked right before it leaves; throws NotWanted when it is not.
 */
export async function postOnce(
  owed: Said,
  place: Place,
  message: Message,
  hands: Hands,
  isWanted: () => Promise<boolean> = async () => true,
): Promise<string> {
  const { slack, channels } = hands
  return channels.asMember(place.channel, async () => {
    const earlier = owed.maybeSent ? await findPosted(owed, place, hands) : undefined
    if (earlier !== undefined) return earlier
    // The last thing before it leaves: whatever came before took a while.
    if (!(await isWanted())) throw new NotWanted('it is not wanted any more')
    const { ts } = await slack.chat.postMessage({
      channel: place.channel,
      ...message,
      ...(place.threadTs === undefined ? {} : thread(place.threadTs, place.broadcast)),
      ...markedWith(owed.key, owed.stream),
      unfurl_links: false,
      unfurl_media: false,
    })
    if (ts === undefined) throw new CannotTell('Slack accepted a message without saying which')
    return ts
  })
}

/**
 * The same in the thread of a card. Whatever is urgent does not wait for the card, so an earlier try may have said it
 * beside it, before there was one.
 */
export async function postUnder(
  card: { channel: string; ts: string },
  owed: Said,
  message: Message,
  { broadcast }: { broadcast: boolean },
  hands: Hands,
): Promise<void> {
  if (owed.maybeSent && (await findPosted(owed, { channel: card.channel }, hands)) !== undefined) return
  await postOnce(owed, { channel: card.channel, threadTs: card.ts, broadcast }, message, hands)
}

/** Our mark on a message, by which it is found again. */
export function markedWith(key: string, stream: string) {
  return { metadata: { event_type: EVENT_TYPE, event_payload: { key, stream } } }
}

function thread(threadTs: string, broadcast: boolean | undefined) {
  return broadcast ? ({ thread_ts: threadTs, reply_broadcast: true } as const) : { thread_ts: threadTs }
}

/** The ts of our message there, if an earlier try left one. Throws CannotTell, or what Slack says of the look. */
export function findPosted(owed: Said, place: Place, hands: Hands): Promise<string | undefined> {
  return findMessage(owed, place, ({ metadata }) => keyIn(metadata) === owed.key, hands)
}

/** The ts of a message there since the effect was owed. Throws CannotTell when too much was said since to be sure. */
export async function findMessage(
  owed: Said,
  place: Place,
  isIt: (message: Seen) => boolean,
  hands: Hands,
): Promise<string | undefined> {
  for await (const message of messagesIn(place, { from: owed.entry.recordedAt }, hands)) {
    if (isIt(message)) return message.ts
  }
  return undefined
}

/** A message of the bot's own, by the key of the effect that it was posted for. */
export type OurMessage = { key: string; ts: string }

/** What the bot posted in a place in that span. Throws CannotTell when too much was said there. */
export async function* ourMessages(
  place: Pick<Place, 'channel' | 'threadTs'>,
  span: Span,
  hands: Hands,
): AsyncGenerator<OurMessage, void> {
  for await (const { ts, metadata } of messagesIn(place, span, hands)) {
    const key = keyIn(metadata)
    if (key !== undefined && ts !== undefined) yield { key, ts }
  }
}

type Span = { from: Instant; to?: Instant }
type Seen = {
  ts?: string
  metadata?: { event_type?: string; event_payload?: object }
  files?: { name?: string }[]
}

async function* messagesIn(
  { channel, threadTs }: Pick<Place, 'channel' | 'threadTs'>,
  { from, to }: Span,
  { slack }: Hands,
): AsyncGenerator<Seen, void> {
  const look = {
    channel,
    oldest: slackTs(from - CLOCK_MARGIN_MS),
    ...(to !== undefined && { latest: slackTs(to + CLOCK_MARGIN_MS) }),
    include_all_metadata: true,
    limit: PAGE,
  }
  let cursor: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const args = { ...look, ...(cursor ? { cursor } : {}) }
    const { messages = [], response_metadata } =
      threadTs === undefined
        ? await slack.conversations.history(args)
        : await slack.conversations.replies({ ...args, ts: threadTs })
    yield* messages as Seen[]
    cursor = response_metadata?.next_cursor
    if (!cursor) return
  }
  throw new CannotTell(`more than ${PAGE * PAGES_MAX} messages since`)
}

function keyIn(metadata: { event_type?: string; event_payload?: object } | undefined): string | undefined {
  if (metadata?.event_type !== EVENT_TYPE || metadata.event_payload === undefined) return undefined
  const key: unknown = 'key' in metadata.event_payload ? metadata.event_payload.key : undefined
  return typeof key === 'string' ? key : undefined
}

function slackTs(at: Instant): string {
  return Math.max(0, at / 1000).toFixed(6)
}
