import type { Names } from '../../core/describe.ts'
import { FORMAT_NAMES } from '../../core/timeline/export-topic.ts'
import { EXPORT_BYTES_MAX } from '../limits.ts'
import { doer } from '../views/lines.ts'
import { DONE, type Hands, type IncidentOwed, noRoom, type Perform } from './hands.ts'
import type { Place } from './post.ts'
import { postFileOnce } from './post-file.ts'

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
  return postFileOnce(
    owed,
    place,
    {
      name: `${owed.stream}-timeline-${seq}.${format}`,
      title: `Timeline of ${owed.stream} as ${FORMAT_NAMES[format]}`,
      comment: `📎 The timeline of ${owed.stream} as ${FORMAT_NAMES[format]}, for ${doer(actor)}.`,
      bytes,
    },
    hands,
    signal,
  )
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
  const text = await hands.timelines.exported(owed.stream, event.format, (people) =>
    namesOf(people, owed, hands),
  )
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

/** What people are called in Slack; by their id where Slack does not say. */
async function namesOf(people: ReadonlySet<string>, { policy }: IncidentOwed, hands: Hands): Promise<Names> {
  const names = new Map<string, string>()
  for (const id of people) names.set(id, (await hands.people.profile(id))?.name ?? id)
  return { user: (id) => names.get(id) ?? id, role: (key) => policy.roles[key]?.name ?? key }
}
