import type { Slack } from '../client.ts'
import type { Hands, IncidentOwed } from './hands.ts'
import { findMessage, type Place } from './post.ts'

export type Upload = { name: string; title: string; bytes: Uint8Array; alt?: string }

/** The bytes did not arrive. Nothing was shown to anybody, so it can be done again. */
export class NotUploaded extends Error {
  override name = 'NotUploaded'
}

/**
 * Shares files in one message, once, whatever became of earlier tries. Files carry no metadata, so their names have to
 * be ones that nothing else has: a message with a file of the first one's name is taken for this one.
 */
export async function shareOnce(
  owed: IncidentOwed,
  place: Place,
  files: readonly [Upload, ...Upload[]],
  comment: string,
  hands: Hands,
  signal: AbortSignal,
): Promise<void> {
  const { slack, channels } = hands
  await channels.asMember(place.channel, async () => {
    const [first] = files
    const isOurs = (message: { files?: { name?: string }[] }) =>
      message.files?.some(({ name }) => name === first.name) ?? false
    if (owed.maybeSent && (await findMessage(owed, place, isOurs, hands)) !== undefined) return
    await share(slack, place, files, comment, signal)
  })
}

/** Shares files in one message. */
export async function share(
  slack: Slack,
  place: Place,
  files: readonly [Upload, ...Upload[]],
  comment: string,
  signal?: AbortSignal,
): Promise<void> {
  const uploaded = await uploadAll(files, slack, signal)
  const shared = { files: uploaded, channel_id: place.channel, initial_comment: comment }
  await slack.files.completeUploadExternal(
    place.threadTs === undefined ? shared : { ...shared, thread_ts: place.threadTs },
  )
}

async function uploadAll(
  files: readonly [Upload, ...Upload[]],
  slack: Slack,
  signal: AbortSignal | undefined,
): Promise<[{ id: string; title: string }, ...{ id: string; title: string }[]]> {
  const [first, ...rest] = files
  const done: [{ id: string; title: string }, ...{ id: string; title: string }[]] = [
    await upload(first, slack, signal),
  ]
  for (const file of rest) done.push(await upload(file, slack, signal))
  return done
}

/** Nobody sees a file before it is completed, so a lost answer here leaves nothing behind. */
async function upload(file: Upload, slack: Slack, signal: AbortSignal | undefined) {
  const { upload_url: address, file_id: id } = await slack.files.getUploadURLExternal({
    filename: file.name,
    length: file.bytes.byteLength,
    ...(file.alt === undefined ? {} : { alt_txt: file.alt }),
  })
  if (address === undefined || id === undefined) throw new NotUploaded('Slack named no place for the file')
  try {
    const response = await fetch(address, {
      method: 'POST',
      body: new Uint8Array(file.bytes),
      ...(signal && { signal }),
    })
    await response.body?.cancel()
    if (!response.ok) throw new NotUploaded(`the file was refused with HTTP ${response.status}`)
  } catch (error) {
    if (error instanceof NotUploaded) throw error
    throw new NotUploaded(`the file did not arrive (${(error as Error).message})`)
  }
  return { id, title: file.title }
}
