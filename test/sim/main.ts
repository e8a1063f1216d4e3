import { liveThrough } from './night.ts'
import { planOf } from './plan.ts'

const seed = process.argv[3] ?? '1'
const n = Number(process.argv[4] ?? 1)
for (let i = 0; i < n; i += 1) {
  const c = process.cpuUsage()
  const night = await liveThrough(planOf(String(Number(seed) + i)))
  const u = process.cpuUsage(c)
  if (n === 1) console.log(night.journal.text(process.env.SIM_ALL ? 'all' : 'story'))
  if (n === 1 || night.violations.length) console.log(Number(seed) + i, night.journal.digest(), night.violations, night.simulatedMs / 60000)
  if (process.env.STAT) console.log(Number(seed) + i, ((u.user+u.system)/1000).toFixed(0), 'ms', (night.simulatedMs/60000).toFixed(0),'min', night.steps,'steps', night.lives,'lives', night.calls,'calls', night.commands)
}
