import { createHash } from 'node:crypto'
import { type FileFacts, fileKey } from '../../core/capture/evidence.ts'
import { download, Refused } from '../download.ts'
import { slackCode } from '../failure.ts'
import { fileFacts, type WireFile } from '../read-message.ts'
import { DONE, type Hands, type IncidentOwed, ok, type Perform } from './hands.ts'

/** How often a download that broke off is begun anew. */
const TRIES = 4
const MEGABYTE = 1_000_000

const FILE_GONE: Record<string, string> = {
  file_not_found: 'it was deleted in Slack',
  file_deleted: 'it was deleted in Slack',
  not_visible: 'the bot may not see it',
  not_authed: 'the bot may not see it',
  access_denied: 'the bot may not see it',
}

/** Finds out what is not known of a file, and keeps its bytes where the policy asks for that. */
export const keepFile: Perform = async (owed, hands, signal) => {
  const id = String(owed.args.file)
  const known = owed.state.evidence[fileKey({ id })]
  if (known === undefined) {
    await hands.files.forget(owed.stream, id) // withdrawn meanwhile, maybe after a part of it was there
    return DONE
  }
  if (known.kept === true) return DONE
  const { event } = owed.entry
  const before = event.type === 'file-shared' ? event.file : undefined
  const described = before?.permalink === ''
  const found = await describe(id, hands)
  if (typeof found === 'string') {
    const file = before ?? { id, name: id, type: '', bytes: 0, permalink: '' }
    return ok({ type: 'record-file', file, notKept: found })
  }
  const most = owed.policy.capture.keepFiles?.maxMegabytes
  if (most === undefined) return described ? ok({ type: 'record-file', file: found.facts, described }) : DONE
  return keep(owed, hands, { ...found, described, mostBytes: most * MEGABYTE }, signal)
}

export const forgetFile: Perform = async (owed, hands) => {
  await hands.files.forget(owed.stream, String(owed.args.file))
  return DONE
}

type Found = { facts: FileFacts; wire: WireFile }

/** What Slack knows of it, or why it cannot be had. */
async function describe(id: string, { slack }: Hands): Promise<Found | string> {
  try {
    const { file } = await slack.files.info({ file: id })
    const wire = file as WireFile | undefined
    const [facts] = wire ? fileFacts(wire) : []
    return wire === undefined || facts === undefined ? 'Slack did not say anything about it' : { wire, facts }
  } catch (error) {
    const why = FILE_GONE[slackCode(error) ?? '']
    if (why === undefined) throw error
    return why
  }
}

async function keep(
  owed: IncidentOwed,
  hands: Hands,
  { facts, wire, described, mostBytes }: Found & { described: boolean; mostBytes: number },
  signal: AbortSignal,
) {
  const file = { ...facts }
  const notKept = (why: string) => ok({ type: 'record-file', file, described, notKept: why })
  if (wire.is_external === true || wire.url_private === undefined)
    return notKept('it is kept outside of Slack')
  if (facts.bytes > mostBytes) return notKept(tooLarge(facts.bytes, mostBytes))
  const hash = createHash('sha256')
  try {
    let bytes = 0
    await hands.files.keep({ stream: owed.stream, file: facts.id }, async function* () {
      for await (const chunk of download(wire, hands.slack, { mostBytes, type: facts.type, signal })) {
        hash.update(chunk)
        bytes += chunk.length
        yield chunk
      }
      if (facts.bytes > 0 && bytes !== facts.bytes)
        throw new CutOff(`only ${bytes} of ${facts.bytes} bytes came`)
      file.bytes = bytes
    })
    return ok({ type: 'record-file', file, described, kept: { sha256: hash.digest('hex') } })
  } catch (error) {
    if (error instanceof Refused) return notKept(error.message)
    const why = error instanceof Error ? error.message : 'the download failed'
    hands.log.warn({ incident: owed.stream, err: error }, 'a file could not be kept')
    if (owed.attempts + 1 >= TRIES) return notKept(`it could not be downloaded: ${why}`)
    return { outcome: 'retry', why } as const // nothing of it stays
  }
}

/** Fewer bytes came than the file has. */
class CutOff extends Error {}

function tooLarge(bytes: number, most: number): string {
  return `it has ${megabytes(bytes)}, and the policy keeps files of up to ${megabytes(most)}`
}

/** Rounded up, so that what is a little too large does not read like what is allowed. */
function megabytes(bytes: number): string {
  return `${Math.ceil((bytes / MEGABYTE) * 10) / 10} MB`
}
