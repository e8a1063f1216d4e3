import { createSecretKey } from 'node:crypto'
import type { EntryRow } from '../../db/schema.ts'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import { digestOf, linkHash } from '../../src/engine/chain.ts'
import { ANA, type benchEngine } from './engine-rig.ts'

const KEY = createSecretKey(Buffer.alloc(32, 1))

/** An incident with a note every ten seconds and an update every quarter of an hour; INC-1, `entries` long. */
export async function fillTimeline(
  { incidents, store, database }: Awaited<ReturnType<typeof benchEngine>>,
  entries: number,
  eventAt: (seq: number) => IncidentEvent = noteOrUpdate,
): Promise<void> {
  await incidents.begin(
    (number) => ({ type: 'declare', number, title: 'Orders API 500s', severity: 'sev2' }),
    ANA,
  )
  const { row } = await store.load('INC-1')
  if (!row) throw new Error('INC-1 is not there')
  let { head, seq } = row
  const rows: EntryRow[] = []
  const began = Date.now()
  while (seq < entries) {
    seq += 1
    const happened = eventAt(seq)
    const event = JSON.stringify(happened)
    const at = began + seq * 10_000
    const digest = digestOf(KEY, event)
    const link = { stream: 'INC-1', seq, actor: 'U0ANA', via: 'command', at, recordedAt: at, digest }
    head = linkHash(KEY, head, link)
    const { recordedAt: recorded_at, ...columns } = link
    rows.push({ ...columns, type: happened.type, event, recorded_at, hash: head, redacted_by: null })
  }
  await database.writes.transaction().execute(async (transaction) => {
    await transaction.updateTable('streams').set({ head, seq }).where('id', '=', 'INC-1').execute()
    for (let from = 0; from < rows.length; from += 100)
      await transaction
        .insertInto('entries')
        .values(rows.slice(from, from + 100))
        .execute()
  })
}

export function noteOrUpdate(seq: number): IncidentEvent {
  if (seq % 90 === 0)
    return { type: 'update-posted', number: seq, update: { summary: `The queue is at ${seq} and shrinking` } }
  return {
    type: 'noted',
    text: `Note ${seq}: the error rate is back at the baseline in two of three regions`,
  }
}
