import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createReached } from './reached.ts'

const USAGE = `npm run sim:long -- [--from K] [--seeds N] [--processes P] [--steps M] [--coverage]
Lives through one night after the other until it is told to stop (Ctrl-C), or N times; then says what it saw; with
--coverage also what code the first nights did not reach.`

/** So many nights in one process: enough for it to get warm, few enough for memory not to matter. */
const BATCH = 200
/** Counting what code runs slows a night down; after so many nights hardly anything is new. */
const COUNTED_BATCHES = 4
const TELL_EVERY_MS = 30_000
const RUN = path.join(import.meta.dirname, 'run.ts')

type Line = {
  seed: number
  violations: { what: string; shows: string }[]
  faults: Record<string, number>
  simulatedMs: number
  acts: number
  calls: number
  lives: number
}

const { values: asked } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    seeds: { type: 'string' },
    coverage: { type: 'boolean', default: false },
    processes: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    steps: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (asked.help) console.log(USAGE)
else process.exitCode = (await live()) ? 0 : 1

async function live(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-sim-long-'))
  const last = asked.seeds === undefined ? Number.POSITIVE_INFINITY : Number(asked.from) + Number(asked.seeds)
  const startedAt = performance.now()
  const total = { seeds: 0, simulatedMs: 0, acts: 0, calls: 0, lives: 0 }
  const faults: Record<string, number> = {}
  const failed: Line[] = []
  const reached = createReached()
  const children = new Set<ChildProcess>()
  let stopping = false
  let next = Number(asked.from)
  let batches = 0

  function stop(): void {
    stopping = true
    for (const child of children) child.kill('SIGTERM')
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)

  function take(line: Line): void {
    total.seeds += 1
    total.simulatedMs += line.simulatedMs
    total.acts += line.acts
    total.calls += line.calls
    total.lives += line.lives
    for (const [kind, count] of Object.entries(line.faults)) faults[kind] = (faults[kind] ?? 0) + count
    if (line.violations.length === 0) return
    failed.push(line)
    console.log(`Seed ${line.seed}: ${line.violations[0]?.what} (npm run sim -- --seed ${line.seed})`)
  }

  async function lane(): Promise<void> {
    while (!stopping && next < last) {
      const from = next
      const count = Math.min(BATCH, last - from)
      next += count
      const counted =
        asked.coverage && batches++ < COUNTED_BATCHES ? path.join(folder, `${from}.json`) : undefined
      await batch(from, count, counted)
      if (counted !== undefined && !stopping) reached.add(readFileSync(counted, 'utf8'))
    }
  }

  function batch(from: number, count: number, counted: string | undefined): Promise<void> {
    const options = ['--seeds', String(count), '--from', String(from), '--json']
    if (asked.steps !== undefined) options.push('--steps', asked.steps)
    if (counted !== undefined) options.push('--coverage', counted)
    const child = spawn(process.execPath, ['--max-semi-space-size=32', RUN, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.add(child)
    createInterface({ input: child.stdout }).on('line', (line) => take(JSON.parse(line) as Line))
    return new Promise((resolve) =>
      child.on('close', (code, signal) => {
        children.delete(child)
        // 1 says that a night failed, which its line has told; anything else is the simulation's own trouble.
        if (!stopping && code !== 0 && code !== 1) {
          failed.push({ seed: from, violations: [], faults: {}, simulatedMs: 0, acts: 0, calls: 0, lives: 0 })
          console.log(`The process of seeds ${from} to ${from + count - 1} ended by ${signal ?? code}`)
        }
        resolve()
      }),
    )
  }

  function tell(): void {
    const seconds = (performance.now() - startedAt) / 1_000
    const days = total.simulatedMs / 86_400_000
    console.log(
      `${total.seeds} nights in ${Math.round(seconds)} s (${(total.seeds / seconds).toFixed(1)} a second), ${days.toFixed(1)} simulated days, ${total.acts} acts of people, ${total.calls} calls, ${total.lives} lives of the bot; ${failed.length} failed`,
    )
  }

  const telling = setInterval(tell, TELL_EVERY_MS)
  await Promise.all(Array.from({ length: Number(asked.processes) }, lane))
  clearInterval(telling)
  rmSync(folder, { recursive: true, force: true })
  tell()
  console.log('Faults that struck:')
  for (const [kind, count] of Object.entries(faults).sort((one, other) => other[1] - one[1]))
    console.log(`  ${String(count).padStart(8)} ${kind}`)
  for (const line of reached.summary()) console.log(line)
  return failed.length === 0
}
