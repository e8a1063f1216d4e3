import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { EntryRow } from '../db/schema.ts'
import { incident } from './core/incident/decider.ts'
import { followChain } from './engine/chain-walk.ts'
import type { Fault, Verified } from './engine/verify.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const entry = z.object({
  seq: z.number(),
  at: z.number(),
  recordedAt: z.number(),
  actor: z.string(),
  via: z.string(),
  event: z.looseObject({ type: z.string() }),
  digest: hash,
  hash,
  redactedBy: z.number().optional(),
})
const exported = z.object({
  format: z.literal('tocsin-timeline-1'),
  incident: z.object({ id: z.string() }),
  head: z.object({ seq: z.number(), hash }),
  entries: z.array(entry),
})

/** Verifies an exported timeline from its file alone. Throws with a sentence when the file is not one. */
export async function* verifyExport(file: string, key: KeyObject): AsyncGenerator<Fault, Verified> {
  const { incident: about, head, entries } = readExport(file)
  const chain = followChain(incident, key)
  const stream = about.id
  for (const each of entries.toSorted((one, other) => one.seq - other.seq))
    for (const fault of chain.next(rowOf(stream, each))) yield { stream, ...fault }
  for (const fault of chain.end()) yield { stream, ...fault }
  const { seq, head: last } = chain.at()
  if (seq !== head.seq || last !== head.hash)
    yield {
      stream,
      seq,
      what: `ends here, but the file says that it ends with entry ${head.seq}: the tail is cut off`,
    }
  return { streams: 1, entries: entries.length, unjudged: [incident.kind] }
}

function readExport(file: string): z.infer<typeof exported> {
  let read: unknown
  try {
    read = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`)
  }
  const parsed = exported.safeParse(read)
  if (!parsed.success) throw new Error(`${file} is not a timeline that Tocsin exported as JSON.`)
  return parsed.data
}

/** The stored text is what JSON makes of the event again: it was written by the same rules. */
function rowOf(stream: string, { event, recordedAt, redactedBy, ...each }: z.infer<typeof entry>): EntryRow {
  return {
    ...each,
    stream,
    type: event.type,
    event: JSON.stringify(event),
    recorded_at: recordedAt,
    redacted_by: redactedBy ?? null,
  }
}
