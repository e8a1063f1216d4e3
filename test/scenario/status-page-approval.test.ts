import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../../src/sandbox/protocol.ts'
import { openWorkspace, type Someone, wordsOf } from './workspace.ts'

/** Things that people and the world do while somebody wants to tell the public something. */
const ACTS = ['write', 'edit', 'approve', 'approve old', 'resend', 'restart', 'minutes', 'trouble'] as const
type Act = (typeof ACTS)[number]
const weights: Record<Act, number> = {
  write: 4,
  edit: 2,
  approve: 5,
  'approve old': 1,
  resend: 1,
  restart: 1,
  minutes: 1,
  trouble: 2,
}
const someAct = fc.oneof(...ACTS.map((act) => ({ weight: weights[act], arbitrary: fc.constant(act) })))

const TROUBLE: Fault[] = [
  { on: 'statuspage', kind: 'accept-then-drop', probability: 0.5, times: 2 },
  { on: 'statuspage', kind: 'status', status: 502, probability: 0.3, times: 2 },
]

/** One life: whatever was done, with every text that stood before an approver when they pressed the button. */
async function lived(acts: readonly Act[]) {
  const workspace = await openWorkspace()
  const { ana, sofia } = await workspace.people('ana', 'sofia')
  await ana.command('/incident declare sev2 Orders cannot be placed')
  await ana.command('/incident take INC-1')
  await sofia.command('/incident take INC-1 communications')
  const approved: string[] = []
  let written = 0

  const copies = async () =>
    await ana.directMessages().then(
      ({ messages }) => messages,
      () => [],
    )
  const press = async (nth: number) => {
    const asked = (await copies()).filter((copy) => JSON.stringify(copy.blocks).includes('approve-message'))
    const copy = asked.at(nth)
    if (copy === undefined) return
    const channel = (await ana.directMessages()).id
    approved.push(wordsOf(copy))
    const click = { as: ana.id, channel, ts: copy.ts, actionId: 'incident.approve-message' }
    await workspace.ask('POST', 'click', click)
    await workspace.quiet()
  }
  const doing: Record<Act, () => Promise<unknown>> = {
    async write() {
      await sofia.command('/incident comms INC-1')
      await sofia.press('comms.write:free')
      written++
      await sofia.submit({
        title: 'Orders fail',
        body: `Text ${written}. More by noon.`,
        audiences: ['public'],
      })
      await sofia.submit()
      await sofia.close()
    },
    async edit() {
      await open(sofia, written)
      await sofia.press('comms.edit')
      await sofia.submit({ body: `Text ${written}, other words. More by noon.` })
      await sofia.submit()
      await sofia.close()
    },
    approve: () => press(-1),
    'approve old': () => press(0),
    async resend() {
      await open(sofia, written)
      await sofia.press('comms.again:0')
      await sofia.close()
    },
    restart: () => workspace.restart(),
    minutes: () => workspace.advance(12),
    trouble: () => workspace.faults(TROUBLE),
  }
  // What cannot be done now is not done: a button that is not there, a form that is not open.
  for (const act of acts) await doing[act]().catch(() => sofia.close().catch(() => {}))
  await workspace.faults([])
  await workspace.restart()
  await workspace.advance(2)
  const { statusPage } = await ana.state()
  const ours = (statusPage?.incidents ?? []).filter(({ name }) => name === 'Orders fail')
  return {
    approved,
    incidents: ours.length,
    texts: ours.flatMap(({ updates }) => updates.map(({ body }) => body)),
  }
}

async function open(person: Someone, number: number) {
  await person.command('/incident comms INC-1')
  await person.press(`comms.open:${number}`)
}

describe('what the public reads', () => {
  it('stood before an approver who pressed the button, and is told once, whatever happens', {
    timeout: 280_000,
  }, async () => {
    let told = 0
    await fc.assert(
      fc.asyncProperty(fc.array(someAct, { minLength: 8, maxLength: 14, size: 'max' }), async (acts) => {
        const { approved, incidents, texts } = await lived(['write', ...acts])
        told += texts.length
        expect(incidents).toBeLessThanOrEqual(1)
        expect(new Set(texts).size).toBe(texts.length)
        for (const text of texts) expect(approved.some((seen) => seen.includes(text))).toBe(true)
      }),
      { numRuns: 4, endOnFailure: true },
    )
    expect(told).toBeGreaterThan(3) // else it says nothing
  })
})
