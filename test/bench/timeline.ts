import path from 'node:path'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import { EXPORT_FORMATS } from '../../src/core/timeline/kinds.ts'
import { createTimelines } from '../../src/timeline/timelines.ts'
import { benchEngine, benchFolder } from './engine-rig.ts'
import { fillTimeline, noteOrUpdate } from './long-timeline.ts'
import { percentile, remark, report } from './report.ts'

/** What reading a long timeline costs, against reading its rows as they are: pages, a search, and exports. */
const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 20_000)
const ROUNDS = 5
const LONGEST_MS = 1_000

const { folder, remove } = benchFolder()
try {
  const bench = await benchEngine(path.join(folder, 'tocsin.db'))
  await fillTimeline(bench, ENTRIES, withCorrections)
  const timelines = createTimelines(bench.incidents, Date.now)
  const naming = { names: async () => ({ user: (id: string) => id }) }

  const rows = () => counting(bench.incidents.walk('INC-1'))
  const page = (page: number, filter = {}) => timelines.page('INC-1', { page, filter })
  const acts: [string, () => Promise<unknown>][] = [
    ['the newest page', () => page(1)],
    ['the oldest page', () => page(Number.MAX_SAFE_INTEGER)],
    ['a search for words', () => page(1, { text: 'queue is at 9000 ' })],
    ...EXPORT_FORMATS.map((format): [string, () => Promise<unknown>] => [
      `the export as ${format}`,
      async () => counting((await timelines.exported('INC-1', format, naming)) ?? []),
    ]),
  ]
  await rows()
  for (const [name, act] of acts) {
    await act()
    const took = { ours: [] as number[], rows: [] as number[] }
    let peak = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      took.rows.push((await measured(rows)).ms)
      const { ms, peakMiB } = await measured(act)
      took.ours.push(ms)
      peak = Math.max(peak, peakMiB)
    }
    const [ours, theirs] = [percentile(took.ours, 0.5), percentile(took.rows, 0.5)]
    report({
      name: `${name} of ${ENTRIES} entries against reading their rows once`,
      ours,
      theirs,
      unit: 'ms',
      aim: `under ${LONGEST_MS} ms`,
      met: ours < LONGEST_MS,
    })
    remark(`memory at its peak: ${peak.toFixed(0)} MiB more than before, garbage included`)
  }
  await bench.store.close()
} finally {
  remove()
}

/** Every hundredth line corrects the time of one some way back, every thousandth takes one back. */
function withCorrections(seq: number): IncidentEvent {
  if (seq % 1_000 === 0) return { type: 'entry-withdrawn', entry: seq - 7, reason: 'another incident' }
  if (seq % 100 === 0)
    return { type: 'entry-corrected', entry: seq - 50, text: `It was ${seq}`, at: Date.now() + seq * 9_000 }
  return noteOrUpdate(seq)
}

async function counting(all: AsyncIterable<unknown> | Iterable<unknown>): Promise<number> {
  let count = 0
  for await (const one of all) count += one === undefined ? 0 : 1
  return count
}

/** How long it takes, and how much memory is in use at most meanwhile, looked at whenever it lets go of the thread. */
async function measured(act: () => Promise<unknown>): Promise<{ ms: number; peakMiB: number }> {
  globalThis.gc?.()
  const before = inUse()
  let peak = before
  const look = setInterval(() => {
    peak = Math.max(peak, inUse())
  }, 5)
  const startedAt = performance.now()
  await act()
  const ms = performance.now() - startedAt
  clearInterval(look)
  return { ms, peakMiB: (Math.max(peak, inUse()) - before) / 1024 / 1024 }
}

function inUse(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
