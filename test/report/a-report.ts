import type { Entry } from '../../src/core/decider.ts'
import type { Incident, IncidentEvent } from '../../src/core/incident/incident.ts'
import type { ReportForm } from '../../src/core/report/report-model.ts'
import { loadTemplates } from '../../src/report/templates.ts'
import { prepareReport } from '../../src/report/write-report.ts'
import { aPromisingPolicy } from '../core/a-policy.ts'

const NAMES: Record<string, string> = {
  UDANA: 'Dana',
  UANA: 'Ana Ruiz',
  UBEN: 'Ben Okafor',
  UCHLOE: 'Chloe Park',
}

/** The report of what happened, by the template that comes with Tocsin. */
export function reportOf(
  told: { state: Incident; entries: readonly Entry<IncidentEvent>[]; now: number },
  walk: () => AsyncIterable<Entry<IncidentEvent>> = async function* () {
    yield* told.entries
  },
) {
  const { state, now } = told
  const source = {
    ...{ state, now, walk },
    policy: aPromisingPolicy(),
    head: { seq: told.entries.length, hash: 'f3a1c0ffee' },
    names: async () => ({ user: (id: string) => NAMES[id] ?? id }),
  }
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
