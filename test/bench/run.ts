import { spawnSync } from 'node:child_process'
import path from 'node:path'

/** `npm run bench [-- name…] [--json]`: each bench in a process of its own, one after another. */
const BENCHES = [
  'commits',
  'commands',
  'history',
  'timers',
  'messages',
  'flags',
  'reports',
  'timeline',
  'alerts',
  'templates',
]

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
for (const name of BENCHES.filter((bench) => wanted.length === 0 || wanted.includes(bench))) {
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, `${name}.ts`), ...flags], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
