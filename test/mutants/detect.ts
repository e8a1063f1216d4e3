import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What the tests said: all passed, one failed (which), or they could not even be run. */
export type Verdict = { passed: true; tests: number } | { passed: false; test: string } | { broken: string }

/** As far as it is read of the reporter's JSON. */
type Told = {
  numPassedTests: number
  success: boolean
  testResults: {
    name: string
    message?: string
    assertionResults: { status: string; fullName: string }[]
  }[]
}

/** A run that hangs is one in which something is broken, but says nothing of what. */
export const LONGEST_RUN_MS = 120_000

/** Runs some test files of a tree, in one process, up to the first failure. */
export async function runTests(
  folder: string,
  files: readonly string[],
  env: Record<string, string>,
  longestMs = LONGEST_RUN_MS,
): Promise<Verdict> {
  const told = path.join(folder, 'mutants.json')
  const vitest = path.join(folder, 'node_modules', 'vitest', 'vitest.mjs')
  const how = ['run', '--config', 'test/mutants/vitest.config.ts', '--root', '.']
  const child = spawn(
    process.execPath,
    [vitest, ...how, '--reporter=json', `--outputFile=${told}`, ...files],
    {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true, // a group of its own: a worker that turns for ever outlives the process that began it
    },
  )
  const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL')
  const late = setTimeout(end, longestMs)
  process.once('exit', end)
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  await once(child, 'close')
  clearTimeout(late)
  process.off('exit', end)
  if (!existsSync(told)) return { broken: said.trim().split('\n').at(-1) ?? 'it said nothing' }
  return verdict(JSON.parse(readFileSync(told, 'utf8')) as Told, said)
}

function verdict(told: Told, said: string): Verdict {
  const failed = told.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${path.basename(name)}: ${fullName}`),
  )
  const [test] = failed
  if (test !== undefined) return { passed: false, test }
  // A file that does not load fails without a test: that shows a mistake in the breakage, not a good test.
  const unloaded = told.testResults.find(({ assertionResults }) => assertionResults.length === 0)
  if (unloaded !== undefined) return { broken: `${unloaded.name} ${unloaded.message ?? ''}`.trim() }
  if (!told.success) return { broken: said.trim().split('\n').at(-1) ?? 'it failed without saying why' }
  return { passed: true, tests: told.numPassedTests }
}
