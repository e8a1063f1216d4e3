import type { Entry } from '../../src/core/decider.ts'
import type { Incident, IncidentEvent } from '../../src/core/incident/incident.ts'
import type { ReportForm } from '../../src/core/report/report-model.ts'
import { loadTemplates } from '../../src/report/templates.ts'
import { prepareReport } from '../../src/report/write-report.ts'
import type { Incidents } from '../../src/timeline/read-timeline.ts'
import { aPromisingPolicy } from '../core/a-policy.ts'

const NAMES: Record<string, string> = {
  UDANA: 'Dana',
  UANA: 'Ana Ruiz',
  UBEN: 'Ben Okafor',
  UCHLOE: 'Chloe Park',
}

type Told = { state: Incident; entries: readonly Entry<IncidentEvent>[]; now: number }

/** The report of what happened, by the template that comes with Tocsin. */
export function reportOf({ state, entries, now }: Told) {
  return reportFrom(state, entries.length, (seq) => entries[seq - 1], now)
}

/** The same of a timeline whose entries are made as they are read. */
export function reportFrom(
  state: Incident,
  count: number,
  entryAt: (seq: number) => Entry<IncidentEvent> | undefined,
  now: number,
) {
  const head = { seq: count, hash: 'f3a1c0ffee' }
  const incidents: Incidents = {
    loadWithHead: async () => ({ state, ...head }),
    entriesAt: async (_, seqs) =>
      seqs.flatMap((seq) => entryAt(seq) ?? []).map((entry) => ({ ...entry, digest: '', hash: '' })),
    async *walk() {
      for (let seq = 1; seq <= count; seq += 1) {
        const entry = entryAt(seq)
        if (entry) yield entry
      }
    },
  }
  const names = async () => ({ user: (id: string) => NAMES[id] ?? id })
  const source = { state, now, incidents, head, names, policy: aPromisingPolicy() }
  return prepareReport(source, loadTemplates([]).report)
}

export async function text(
  report: Awaited<ReturnType<typeof reportOf>>,
  form: ReportForm,
  chart?: string,
): Promise<string> {
  let all = ''
  for await (const piece of report.markdown(form, chart)) all += piece
  return all
}
