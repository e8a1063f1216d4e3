import { createFigures } from '../../src/core/report/figures.ts'
import type { Reports } from '../../src/core/report/written-report.ts'
import { anIncident } from './an-incident.ts'

/** Reports that say no more than which incident they are of and in what form they were asked for. */
export const someReports: Reports = {
  async of(id) {
    return {
      ...{ id, title: 'Orders API answers 500', seq: 9, chart: '<svg/>' },
      figures: createFigures().done(anIncident(), anIncident().declaredAt),
      async *markdown(form, chart) {
        yield `# Report of ${id} as a ${form}`
        if (chart) yield ` with ${chart}`
      },
    }
  },
  picture: async () => new Uint8Array([137, 80, 78, 71]),
}
