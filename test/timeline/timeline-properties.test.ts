import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IncidentCommand } from '../../src/core/incident/incident.ts'
import { incidentRig } from './incident-rig.ts'

/** Anything done to a timeline, about any entry; most of it makes sense. `minutes`: how long before now, or after the last. */
const step = fc.oneof(
  fc.record({ act: fc.constant('note' as const), text: fc.string({ minLength: 1, maxLength: 30 }) }),
  fc.record({ act: fc.constant('update' as const), text: fc.string({ minLength: 1, maxLength: 30 }) }),
  fc.record({ act: fc.constant('pass' as const), minutes: fc.nat(90) }),
  fc.record(
    {
      act: fc.constant('correct' as const),
      entry: fc.integer({ min: 1, max: 14 }),
      text: fc.string({ maxLength: 30 }),
      minutes: fc.nat(500),
    },
    { requiredKeys: ['act', 'entry'] },
  ),
  fc.record({ act: fc.constant('withdraw' as const), entry: fc.integer({ min: 1, max: 14 }) }),
  fc.record({
    act: fc.constant('redact' as const),
    entries: fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 3 }),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function commandOf(step: Exclude<Step, { act: 'pass' }>, now: number): IncidentCommand {
  switch (step.act) {
    case 'note':
      return { type: 'note', text: step.text }
    case 'update':
      return { type: 'post-update', update: { summary: step.text } }
    case 'correct': {
      const at = step.minutes === undefined ? {} : { at: now - step.minutes * 60_000 }
      return {
        type: 'correct-entry',
        entry: step.entry,
        ...at,
        ...(step.text !== undefined && { text: step.text }),
      }
    }
    case 'withdraw':
      return { type: 'withdraw-entry', entry: step.entry, reason: 'not here' }
    case 'redact':
      return { type: 'redact-entries', entries: step.entries, reason: 'a secret' }
  }
}

async function lived(steps: Step[]) {
  const rig = await incidentRig()
  for (const step of steps) {
    if (step.act === 'pass') rig.clock.set(rig.clock.now() + step.minutes * 60_000)
    else await rig.do(commandOf(step, rig.clock.now()))
  }
  return rig
}

type ExportedEntry = { seq: number; redactedBy?: number; reads: { at: number; said: { text: string }[] } }

describe('whatever was captured, corrected, taken back and redacted in whatever order', () => {
  it('the exported timeline is complete and sorted, and the chain verifies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const rig = await lived(steps)
        const { entries } = JSON.parse(await rig.exported('json')) as { entries: ExportedEntry[] }
        const head = await rig.incidents.loadWithHead('INC-1')
        expect(entries.map(({ seq }) => seq).sort((one, other) => one - other)).toEqual(
          Array.from({ length: head?.seq ?? 0 }, (_, index) => index + 1),
        )
        const sorted = entries.toSorted((one, other) => one.reads.at - other.reads.at || one.seq - other.seq)
        expect(entries.map(({ seq }) => seq)).toEqual(sorted.map(({ seq }) => seq))
        for (const format of ['md', 'csv'] as const) {
          const text = await rig.exported(format)
          const numbers = [
            ...text.matchAll(format === 'md' ? /^- \*\*\S+\*\* #(\d+) /gm : /^\uFEFF?(\d+),\d{4}-/gm),
          ]
          expect(numbers.map(([, seq]) => Number(seq))).toEqual(entries.map(({ seq }) => seq))
        }
        expect(await rig.faults()).toEqual([])
      }),
      { numRuns: 25 },
    )
  }, 120_000)

  it('a row that is changed, removed, inserted or moved is found, with its position', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('changed', 'removed', 'inserted', 'moved', 'backdated'),
        fc.nat(),
        async (steps, how, pick) => {
          const rig = await lived([{ act: 'note', text: 'first' }, { act: 'note', text: 'second' }, ...steps])
          const last = (await rig.incidents.loadWithHead('INC-1'))?.seq ?? 0
          const seq = 1 + (pick % (last - 1)) // never the last: cutting off a tail is seen elsewhere
          const at = () => rig.db.updateTable('entries').where('stream', '=', 'INC-1')
          if (how === 'changed')
            await at().where('seq', '=', seq).set({ event: '{"type":"noted","text":"forged"}' }).execute()
          if (how === 'backdated') await at().where('seq', '=', seq).set({ at: 5 }).execute()
          if (how === 'removed') await rig.db.deleteFrom('entries').where('seq', '=', seq).execute()
          if (how === 'inserted') await insertAfter(rig, seq, last)
          if (how === 'moved') await swap(rig, seq)
          const found = (await rig.faults()).map((fault) => Number(/^INC-1:(\d+) /.exec(fault)?.[1] ?? 0))
          const where = how === 'removed' || how === 'inserted' ? seq + 1 : seq
          expect(found).toContain(where)
        },
      ),
      { numRuns: 40 },
    )
  }, 120_000)
})

type Rig = Awaited<ReturnType<typeof incidentRig>>

/** A copy of an entry behind it; all later ones make room. */
async function insertAfter({ db, store }: Rig, seq: number, last: number): Promise<void> {
  const [copied] = await store.entriesAt('INC-1', [seq])
  if (copied === undefined) throw new Error(`no entry ${seq}`)
  for (let later = last; later > seq; later -= 1)
    await db
      .updateTable('entries')
      .set({ seq: later + 1 })
      .where('seq', '=', later)
      .execute()
  await db
    .insertInto('entries')
    .values({ ...copied, seq: seq + 1 })
    .execute()
}

async function swap({ db }: Rig, seq: number): Promise<void> {
  for (const [from, to] of [
    [seq, 0],
    [seq + 1, seq],
    [0, seq + 1],
  ] as const)
    await db.updateTable('entries').set({ seq: to }).where('seq', '=', from).execute()
}
