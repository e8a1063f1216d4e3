import { FORMAT_NAMES } from '../../core/timeline/export-topic.ts'
import { EXPORT_BYTES_MAX } from '../limits.ts'
import { namesFrom } from '../names.ts'
import { doer } from '../views/lines.ts'
import { NotUploaded, shareOnce } from './files.ts'
import { DONE, type Hands, type IncidentOwed, noRoom, type Perform } from './hands.ts'
import type { Place } from './post.ts'

/** The timeline as a file, where people work on the incident. */
export const sendTimeline: Perform = async (owed, hands, signal) => {
  const { event, seq, actor } = owed.entry
  if (event.type !== 'timeline-exported') return DONE
  const place = await placeOf(owed, hands)
  if (place === undefined) return noRoom(owed.state.room)
  const { format } = event
  const bytes = await timelineBytes(owed, hands)
  if (bytes === undefined)
    return {
      outcome: 'give-up',
      why: `the timeline is too large to send; npm run export -- ${owed.stream} writes it to a file`,
    }
  const name = `${owed.stream}-timeline-${seq}.${format}` // the entry's number makes it one that nothing else has
  const title = `Timeline of ${owed.stream} as ${FORMAT_NAMES[format]}`
  const comment = `📎 The timeline of ${owed.stream} as ${FORMAT_NAMES[format]}, for ${doer(actor)}.`
  try {
    await shareOnce(owed, place, [{ name, title, bytes }], comment, hands, signal)
    return DONE
  } catch (error) {
    if (error instanceof NotUploaded) return { outcome: 'retry', why: error.message }
    throw error
  }
}

async function placeOf({ state }: IncidentOwed, { channels }: Hands): Promise<Place | undefined> {
  if (state.channel !== undefined) return { channel: state.channel.id }
  if (state.card !== undefined) return { channel: state.card.channel, threadTs: state.card.ts }
  const room = await channels.named(state.room)
  return room === undefined ? undefined : { channel: room }
}

/** Slack wants to know how large a file is before it takes it, so it is made whole first. Undefined when it is too large. */
async function timelineBytes(owed: IncidentOwed, hands: Hands): Promise<Uint8Array | undefined> {
  const { event } = owed.entry
  if (event.type !== 'timeline-exported') return undefined
  const { roles, audiences } = owed.policy
  const naming = { names: namesFrom(hands.people), roles, audiences }
  const text = await hands.timelines.exported(owed.stream, event.format, naming)
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of text ?? []) {
    const bytes = Buffer.from(piece)
    size += bytes.length
    if (size > EXPORT_BYTES_MAX) return undefined
    pieces.push(bytes)
  }
  return Buffer.concat(pieces)
}
