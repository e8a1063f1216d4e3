import { onTestFinished } from 'vitest'
import { incident } from '../../src/core/incident/decider.ts'
import type { IncidentCommand } from '../../src/core/incident/incident.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { refold } from '../../src/engine/refold.ts'
import { createStore } from '../../src/engine/store.ts'
import { verify } from '../../src/engine/verify.ts'
import { exportTimeline } from '../../src/timeline/export.ts'
import { aPolicy } from '../core/a-policy.ts'
import { emptyDatabase } from '../engine/databases.ts'
import { handClock } from '../engine/hand-clock.ts'
import { ANA, KEY } from '../engine/rig.ts'

export const NAMES = { user: (id: string) => id, role: (key: string) => key }

/** Incidents on a real database, one of them declared, and what its timeline reads and verifies as. */
export async function incidentRig(kind: 'sqlite' | 'postgres' = 'sqlite') {
  const clock = handClock()
  const database = await openDatabase(await emptyDatabase(kind))
  const store = createStore(database, clock)
  onTestFinished(() => store.close())
  const policy = aPolicy()
  const log = { info() {}, warn() {}, error() {} }
  await refold({ store, deciders: [incident], log })
  const engine = createEngine({
    store,
    clock,
    chainKey: KEY,
    policy: () => policy,
    policyOf: async () => policy,
    deciders: [incident],
    log,
  })
  const incidents = engine.streams(incident)
  await incidents.begin(
    (number) => ({ type: 'declare', number, title: 'Orders API answers 500', severity: 'sev3' }),
    ANA,
  )
  return {
    clock,
    store,
    db: database.writes,
    incidents,
    do: (command: IncidentCommand) => incidents.handle('INC-1', command, ANA),
    async exported(format: 'md' | 'json' | 'csv'): Promise<string> {
      const text = await exportTimeline(incidents, 'INC-1', format, {
        names: async () => NAMES,
        now: clock.now(),
      })
      let all = ''
      for await (const piece of text ?? []) all += piece
      return all
    },
    async faults(): Promise<string[]> {
      const found: string[] = []
      for await (const { stream, seq, what } of verify({ store, chainKey: KEY, deciders: [incident] }))
        found.push(`${stream}${seq === undefined ? '' : `:${seq}`} ${what}`)
      return found
    },
  }
}
