import type { Outcome } from '../../engine/outcome.ts'
import { DONE, type Hands, type IncidentOwed } from './hands.ts'
import { fileNames, type Place } from './post.ts'

/** `name` must be of this effect alone: by it the file is found again. */
export type FileToPost = { name: string; title: string; comment: string; bytes: Uint8Array }

/**
 * Posts a file once, in Slack's three steps: an address to upload to, the bytes, and only then the message. A file's
 * message takes no metadata, so what an earlier try became is looked for by the file's name.
 */
export async function postFileOnce(
  owed: IncidentOwed,
  place: Place,
  { name, title, comment, bytes }: FileToPost,
  { slack, channels }: Hands,
  signal: AbortSignal,
): Promise<Outcome> {
  return channels.asMember(place.channel, async () => {
    if (owed.maybeSent) {
      for await (const found of fileNames(place, owed.entry.recordedAt, { slack }))
        if (found === name) return DONE
    }
    const { upload_url: url, file_id: id } = await slack.files.getUploadURLExternal({
      filename: name,
      length: bytes.length,
    })
    if (url === undefined || id === undefined)
      return { outcome: 'retry', why: 'Slack gave no address to upload to' }
    const refused = await upload(url, bytes, signal)
    if (refused !== undefined) return { outcome: 'retry', why: refused } // nothing of it is to be seen yet
    const thread = place.threadTs === undefined ? {} : { thread_ts: place.threadTs }
    await slack.files.completeUploadExternal({
      files: [{ id, title }],
      channel_id: place.channel,
      initial_comment: comment,
      ...thread,
    } as Parameters<typeof slack.files.completeUploadExternal>[0])
    return DONE
  })
}

async function upload(url: string, bytes: Uint8Array, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { status } = await fetch(url, { method: 'POST', body: bytes as BodyInit, signal })
    return status === 200 ? undefined : `the upload was answered with HTTP ${status}`
  } catch (error) {
    return `the upload broke off: ${(error as Error).message}`
  }
}
