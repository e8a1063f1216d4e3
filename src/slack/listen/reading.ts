import { withoutAuthority } from '../../core/authority.ts'
import type { Message } from '../blocks.ts'
import { refusal } from '../views/answers.ts'
import type { Asked, Desk } from './desk.ts'

/** Where something is told to everybody who is there: an incident's card and its own channel, an alert's line. */
type Told = {
  card?: { channel: string } | undefined
  channel?: { id: string } | undefined
  line?: { channel: string } | undefined
}

const GUESTS_READ =
  'Guests can read along in the channels of incidents that they were invited to, and nowhere else. Ask a full member of the workspace.'

/**
 * Why somebody is told nothing when they ask; undefined when they may read it. Only full members read everything. A
 * guest reads what is about the very place where they ask, since they are in it; nobody else reads anything.
 */
export async function notToRead(
  desk: Pick<Desk, 'people'>,
  { user, channel }: Pick<Asked, 'user' | 'channel'>,
  about: Told | 'everything',
): Promise<Message | undefined> {
  const { standing } = await desk.people.person(user)
  const outside = withoutAuthority(standing)
  if (outside === undefined) return undefined
  if (standing !== 'guest') return refusal(outside.rejected)
  return about !== 'everything' && isToldIn(about, channel) ? undefined : refusal(GUESTS_READ)
}

function isToldIn({ card, channel: own, line }: Told, channel: string | undefined): boolean {
  return channel !== undefined && [card?.channel, own?.id, line?.channel].includes(channel)
}
