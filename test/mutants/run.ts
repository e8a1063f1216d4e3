import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { TestProject } from 'vitest/node'
import startPostgres from '../postgres.ts'
import type { Breakage } from './breakage.ts'
import { deliveryBreakages } from './delivery-breakages.ts'
import { LONGEST_RUN_MS, runTests, type Verdict } from './detect.ts'
import { incidentBreakages } from './incident-breakages.ts'
import { nightBreakages } from './night-breakages.ts'
import { securityBreakages } from './security-breakages.ts'
import { copyTree, type Tree } from './tree.ts'

/**
 * `npm run mutants` breaks the production code in one place after the other, in copies of the project, and runs
 * those tests that must notice; `-- some words` only the breakages whose name holds them. Prints what noticed each.
 * Exit 1 when one goes unnoticed, or when the text that it changes is not there any more.
 */
const TREES_MAX = 4

type Fate = { breakage: Breakage; fate: 'caught' | 'survived' | 'void'; says: string; seconds: number }

const { positionals } = parseArgs({ allowPositionals: true })
const wanted = positionals.join(' ').toLowerCase()
const all = [...deliveryBreakages, ...incidentBreakages, ...securityBreakages, ...nightBreakages]
const chosen = all.filter(({ name }) => name.includes(wanted))
const startedAt = performance.now()
let postgresUrl = ''
// The set-up of `npm test` hands its address over to a test run; here it is handed on to many.
const stopPostgres = await startPostgres({
  provide: (_: string, url: string) => {
    postgresUrl = url
  },
} as unknown as TestProject)
const trees: Tree[] = Array.from({ length: Math.min(TREES_MAX, availableParallelism()) }, copyTree)
const env = { POSTGRES_URL: postgresUrl }
try {
  process.exitCode = await run()
} finally {
  for (const tree of trees) tree.remove()
  await stopPostgres()
}

async function run(): Promise<number> {
  const [first] = trees
  const files = [...new Set(chosen.flatMap(({ noticedBy }) => noticedBy))]
  if (first === undefined || files.length === 0) throw new Error(`No breakage is called ${wanted}`)
  // What fails on sound code notices nothing.
  const sound = await runTests(first.folder, files, env, files.length * LONGEST_RUN_MS)
  if (!('passed' in sound && sound.passed)) {
    console.log(`The tests do not pass on unbroken code: ${sayings(sound)}`)
    return 1
  }
  console.log(`${sound.tests} tests in ${files.length} files pass on unbroken code.`)
  const fates: Fate[] = []
  const queue = [...chosen]
  const work = async (tree: Tree) => {
    for (let breakage = queue.shift(); breakage !== undefined; breakage = queue.shift()) {
      const fate = await fateOf(breakage, tree)
      fates.push(fate)
      console.log(line(fate))
    }
  }
  await Promise.all(trees.map(work))
  const bad = fates.filter(({ fate }) => fate !== 'caught')
  const seconds = Math.round((performance.now() - startedAt) / 1_000)
  console.log(`\n${fates.length - bad.length} of ${fates.length} breakages caught, in ${seconds} s.`)
  for (const { breakage, fate, says } of bad)
    console.log(`${fate}: ${breakage.name} (${breakage.file})\n  ${breakage.why}\n  ${says}`)
  return bad.length === 0 ? 0 : 1
}

async function fateOf(breakage: Breakage, tree: Tree): Promise<Fate> {
  const from = performance.now()
  const done = (fate: Fate['fate'], says: string): Fate => {
    return { breakage, fate, says, seconds: (performance.now() - from) / 1_000 }
  }
  if (!tree.break(breakage)) return done('void', `Its text does not stand once in ${breakage.file}.`)
  try {
    rmSync(path.join(tree.folder, 'mutants.json'), { force: true })
    const verdict = await runTests(tree.folder, breakage.noticedBy, env)
    if ('broken' in verdict) return done('void', `The tests could not be run: ${verdict.broken}`)
    return verdict.passed ? done('survived', sayings(verdict)) : done('caught', verdict.test)
  } finally {
    tree.mend(breakage)
  }
}

function sayings(verdict: Verdict): string {
  if ('broken' in verdict) return verdict.broken
  return verdict.passed ? `${verdict.tests} tests pass all the same.` : verdict.test
}

function line({ breakage, fate, says, seconds }: Fate): string {
  return `${fate === 'caught' ? '✓' : '✗'} ${breakage.name} (${seconds.toFixed(1)} s)\n    ${fate === 'caught' ? `caught by ${says}` : says}`
}
