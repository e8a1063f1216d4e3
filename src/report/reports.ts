import type { Instant } from '../core/decider.ts'
import type { Incident, IncidentEvent } from '../core/incident/incident.ts'
import type { Policy } from '../core/policy.ts'
import type { Reports } from '../core/report/written-report.ts'
import type { Reads } from '../engine/streams.ts'
import type { Pictures } from './pictures.ts'
import type { Templates } from './templates.ts'
import { prepareReport } from './write-report.ts'

/** Reports of the incidents that are stored, as they stand when they are asked for. */
export function createReports(parts: {
  incidents: Reads<Incident, IncidentEvent>
  policyOf(digest: string): Promise<Policy>
  templates: Templates
  pictures: Pick<Pictures, 'png'>
  now(): Instant
}): Reports {
  const { incidents, policyOf, templates, pictures, now } = parts
  return {
    async of(id, names) {
      const found = await incidents.loadWithHead(id)
      if (found === undefined) throw new Error(`There is no incident ${id}`)
      const { state, seq, hash } = found
      const policy = await policyOf(state.policy)
      const source = { state, policy, incidents, names, now: now(), head: { seq, hash } }
      return prepareReport(source, templates.report)
    },
    picture: (svg) => pictures.png(svg),
  }
}
