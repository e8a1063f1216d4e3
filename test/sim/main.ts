import { parseArgs } from 'node:util'
import { startCoverage } from './coverage.ts'
import { clockOf } from './journal.ts'
import { liveThrough, type Night } from './night.ts'
import { type Fault, type Kept, keptOf, type Plan, planOf, STEPS } from './plan.ts'
import { realNow } from './platform/real.ts'
import { type Shrunken, shrink } from './shrink.ts'

const USAGE = `npm run sim -- --seed N [--steps M] [--log]    one night, told
npm run sim -- --seeds N [--from K] [--steps M]  that many nights, from seed K on (1)
  --keep-steps 0,3  --keep-faults 1  --no-habits  --no-doubles   only this of the plan, as a shrunken story has it
  --log             everything that passed, not only the story`

const { values: asked } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    steps: { type: 'string', default: String(STEPS) },
    'keep-steps': { type: 'string' },
    'keep-faults': { type: 'string' },
    'no-habits': { type: 'boolean', default: false },
    'no-doubles': { type: 'boolean', default: false },
    log: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    coverage: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
/** A run over many seeds that goes wrong everywhere is told after so many. */
const TOLD_MAX = 5

const steps = Number(asked.steps)
if (asked.help || (asked.seed === undefined && asked.seeds === undefined)) console.log(USAGE)
else if (asked.seed !== undefined) process.exitCode = (await one(asked.seed)) ? 0 : 1
else process.exitCode = (await many(Number(asked.from), Number(asked.seeds))) ? 0 : 1

async function one(seed: string): Promise<boolean> {
  const plan = keptOf(planOf(seed, steps), kept())
  console.log(introduction(plan))
  const night = await liveThrough(plan)
  console.log(night.journal.text(asked.log ? 'all' : 'story'))
  console.log(`The log's digest: ${night.journal.digest()}`)
  if (night.violations.length === 0) {
    console.log('Nothing that must not be happened.')
    return true
  }
  for (const { what, shows } of night.violations) console.log(`${what}: ${shows}`)
  if (Object.keys(kept()).length === 0) await tellShrunken(plan, night)
  return false
}

async function many(from: number, count: number): Promise<boolean> {
  const coverage = asked.coverage === undefined ? undefined : await startCoverage()
  let failed = 0
  /** What is wrong is told as a story once; other seeds of it are only named. */
  const told = new Set<string>()
  const startedAt = realNow()
  for (let seed = from; seed < from + count; seed += 1) {
    const plan = planOf(String(seed), steps)
    const began = realNow()
    const night = await liveThrough(plan)
    if (asked.json) console.log(asJson(seed, night, realNow() - began))
    if (night.violations.length === 0) continue
    failed += 1
    if (asked.json) continue
    console.log(`Seed ${seed}: ${night.violations[0]?.what}`)
    const what = night.violations[0]?.what ?? ''
    if (!told.has(what)) await tellShrunken(plan, night)
    told.add(what)
    if (failed === TOLD_MAX) break
  }
  if (coverage && asked.coverage !== undefined) await coverage.write(asked.coverage)
  const seconds = (realNow() - startedAt) / 1_000
  if (!asked.json)
    console.log(
      `${count} seeds from ${from} on, ${(count / seconds).toFixed(1)} a second: ${failed === 0 ? 'all clean' : `${failed} failed`}`,
    )
  return failed === 0
}

function kept(): Kept {
  const ids = (named: string) => named.split(',').map(Number)
  return {
    ...(asked['keep-steps'] !== undefined && { steps: ids(asked['keep-steps']) }),
    ...(asked['keep-faults'] !== undefined && { faults: ids(asked['keep-faults']) }),
    ...(asked['no-habits'] && { habits: false as const }),
    ...(asked['no-doubles'] && { doubles: false as const }),
  }
}

async function tellShrunken(plan: Plan, night: Night): Promise<void> {
  const shrunken: Shrunken = await shrink(plan, night)
  const { violations, journal } = shrunken.night
  const only = keptAsOptions(shrunken.kept)
  console.log(
    `\nShrunken to ${shrunken.plan.steps.length} steps and ${shrunken.plan.faults.length} faults (${shrunken.tries} tries):`,
  )
  for (const fault of shrunken.plan.faults) console.log(`  ${faultLine(fault)}`)
  console.log(journal.text('story'))
  for (const { what, shows } of violations.slice(0, 3)) console.log(`${what}: ${shows}`)
  console.log(`Replay: npm run sim -- --seed ${plan.seed} --steps ${steps} ${only}\n`)
}

function introduction(plan: Plan): string {
  const habits = Object.entries(plan.habits).map(([user, habit]) => `${user.slice(2).toLowerCase()} ${habit}`)
  return [
    `Seed ${plan.seed}: ${plan.steps.length} steps over ${plan.mode === 'http' ? 'HTTP' : 'Socket Mode'}, from ${new Date(plan.startAt).toISOString()}; ${habits.join(', ')}`,
    plan.faults.length === 0 ? 'No faults.' : 'Faults:',
    ...plan.faults.map((fault) => `  ${faultLine(fault)}`),
    '',
  ].join('\n')
}

function faultLine({ id, at, lasts, kind, ...more }: Fault): string {
  const facts = Object.entries(more).map(([name, value]) => `${name} ${value}`)
  return `${id}: ${clockOf(at)} ${kind} for ${Math.round(lasts / 1_000)} s${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`
}

function asJson(seed: number, night: Night, tookMs: number): string {
  return JSON.stringify({
    seed,
    violations: night.violations,
    digest: night.journal.digest(),
    faults: Object.fromEntries(night.faults),
    simulatedMs: night.simulatedMs,
    acts: night.commands,
    calls: night.calls,
    lives: night.lives,
    tookMs,
  })
}

function keptAsOptions({ steps: left, faults, habits, doubles }: Kept): string {
  return [
    ...(left ? [`--keep-steps ${left.join(',') || '-1'}`] : []),
    ...(faults ? [`--keep-faults ${faults.join(',') || '-1'}`] : []),
    ...(habits === false ? ['--no-habits'] : []),
    ...(doubles === false ? ['--no-doubles'] : []),
  ].join(' ')
}
