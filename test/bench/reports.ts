import path from 'node:path'
import { createPictures } from '../../src/report/pictures.ts'
import { createReports } from '../../src/report/reports.ts'
import { sampleLine, sampleModels } from '../../src/report/sample.ts'
import { loadTemplates } from '../../src/report/templates.ts'
import { benchEngine, benchFolder } from './engine-rig.ts'
import { fillTimeline } from './long-timeline.ts'
import { percentile, remark, report, timed } from './report.ts'

/** What a report of a long incident costs, against reading its rows; and what its template costs. */
const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 20_000)
const ROUNDS = 5
const RENDERS = 2_000

const { folder, remove } = benchFolder()
const pictures = createPictures()
try {
  const bench = await benchEngine(path.join(folder, 'tocsin.db'))
  await fillTimeline(bench, ENTRIES)
  const { incidents, policy } = bench
  const templates = loadTemplates([])
  const names = async () => ({ user: (id: string) => id })
  const reports = createReports({
    incidents,
    policyOf: async () => policy,
    templates,
    pictures,
    now: Date.now,
  })

  async function read(): Promise<void> {
    for await (const entry of incidents.walk('INC-1')) if (entry.seq < 1) throw new Error('never')
  }
  async function write(form: 'file' | 'canvas'): Promise<number> {
    const written = await reports.of('INC-1', names)
    let size = 0
    for await (const piece of written.markdown(form)) size += piece.length
    return size
  }
  await read()
  await write('file')
  const took = { read: [] as number[], file: [] as number[], canvas: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    took.read.push(...(await timed(1, 1, read)))
    took.file.push(...(await timed(1, 1, () => write('file'))))
    took.canvas.push(...(await timed(1, 1, () => write('canvas'))))
  }
  const [file, canvas, rows] = [took.file, took.canvas, took.read].map((samples) => percentile(samples, 0.5))
  if (file === undefined || canvas === undefined || rows === undefined)
    throw new Error('Nothing was measured')
  const size = await write('file')
  report({
    name: `the report of ${ENTRIES} entries against reading their rows once`,
    ours: file,
    theirs: rows,
    unit: 'ms',
    aim: 'under 1,000 ms',
    met: file < 1_000,
  })
  remark(`${(size / 1024 / 1024).toFixed(1)} MiB of Markdown; as a canvas it takes ${canvas.toFixed(0)} ms`)

  const before = heldMiB()
  await write('file')
  remark(`memory held after it: ${(heldMiB() - before).toFixed(1)} MiB more`)

  const [, full] = sampleModels()
  if (full === undefined) throw new Error('There is no sample')
  const renders = await timed(RENDERS, 1, async () => {
    templates.report.before(full)
    templates.report.line(sampleLine, full)
    templates.report.after(full)
  })
  const lines = await timed(RENDERS, 1, async () => void templates.report.line(sampleLine, full))
  const p99 = percentile(renders, 0.99)
  report({
    name: 'filling the template of a report, p99, against its middle',
    ours: p99,
    theirs: percentile(renders, 0.5),
    unit: 'ms',
    aim: 'under 20 ms',
    met: p99 < 20,
  })
  remark(
    `a line of a timeline: ${(percentile(lines, 0.5) * 1000).toFixed(0)} µs, p99 ${(percentile(lines, 0.99) * 1000).toFixed(0)} µs`,
  )

  const { chart } = await reports.of('INC-1', names)
  await pictures.png(chart)
  const drawn = await timed(10, 1, () => pictures.png(chart))
  remark(`its picture: ${percentile(drawn, 0.5).toFixed(0)} ms in a thread of its own`)
  await bench.store.close()
} finally {
  await pictures.close()
  remove()
}

function heldMiB(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1024 / 1024
}
