import { liveThrough } from './night.ts'
import { planOf } from './plan.ts'

const seed = process.argv[3] ?? '1'
const t = process.hrtime.bigint()
const n = Number(process.argv[4] ?? 1)
for (let i = 0; i < n; i += 1) {
  const night = await liveThrough(planOf(String(Number(seed) + i)))
  if (n === 1) console.log(night.journal.text(process.env.SIM_ALL ? 'all' : 'story'))
  if (n === 1 || night.violations.length) console.log(Number(seed) + i, night.journal.digest(), night.violations, night.simulatedMs / 60000)
}
console.log(Number(process.hrtime.bigint() - t) / 1e6, 'ms')
