import type { Kysely } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { WriteQueue } from './write-queue.ts'

/** Files are written in parts of this size, so that commits that come meanwhile wait for one part at most. */
const PART_BYTES = 256 * 1024

type Place = { stream: string; file: string }

/** Copies of files that are evidence, beside the timelines that name them. */
export type EvidenceFiles = {
  /** Keeps what `bytes` yields, in place of an earlier copy. When that throws, nothing stays, and this rejects with it. */
  keep(place: Place, bytes: () => AsyncIterable<Uint8Array>): Promise<void>
  /** The bytes as they were kept; nothing when there is no copy. */
  read(place: Place): AsyncGenerator<Uint8Array>
  forget(stream: string, file: string): Promise<void>
}

export function createEvidenceFiles(reads: Kysely<Database>, queue: WriteQueue): EvidenceFiles {
  async function forget(stream: string, file: string): Promise<void> {
    await queue.write((transaction) =>
      transaction
        .deleteFrom('evidence_files')
        .where('stream', '=', stream)
        .where('file', '=', file)
        .execute(),
    )
  }

  return {
    forget,
    async keep({ stream, file }, bytes) {
      await forget(stream, file)
      try {
        let part = 0
        for await (const chunk of inParts(bytes())) {
          const row = { stream, file, part, bytes: chunk }
          await queue.write((transaction) => transaction.insertInto('evidence_files').values(row).execute())
          part += 1
        }
      } catch (error) {
        await forget(stream, file)
        throw error
      }
    },
    async *read({ stream, file }) {
      for (let part = 0; ; part += 1) {
        const row = await reads
          .selectFrom('evidence_files')
          .select('bytes')
          .where('stream', '=', stream)
          .where('file', '=', file)
          .where('part', '=', part)
          .executeTakeFirst()
        if (row === undefined) return
        yield row.bytes
      }
    },
  }
}

async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    waiting.push(chunk)
    size += chunk.length
    if (size < PART_BYTES) continue
    yield Buffer.concat(waiting)
    waiting = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(waiting)
}
