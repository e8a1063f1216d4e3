import { installPlatform } from './platform/install.ts'

await installPlatform()
const { planOf } = await import('./plan.ts')
const { liveThrough } = await import('./night.ts')
const Sqlite = (await import('better-sqlite3')).default
const from = Number(process.argv[2]),
  n = Number(process.argv[3])
const counts: Record<string, number> = {}
const nights: Record<string, number> = {}
for (let s = from; s < from + n; s++) {
  if (planOf(String(s), 10).steps.every(({ id }) => id < 2000)) continue
  const night = await liveThrough(planOf(String(s), 10), (file) => {
    const db = new Sqlite(file, { readonly: true })
    for (const { type, n } of db.prepare('select type, count(*) n from entries group by type').all() as any) {
      counts[type] = (counts[type] ?? 0) + n
      nights[type] = (nights[type] ?? 0) + 1
    }
    db.close()
  })
  for (const v of night.violations) console.log(s, v.what, v.shows.slice(0, 300))
}
for (const [t, c] of Object.entries(counts).sort((a, b) => b[1] - a[1])) console.log(c, t, 'in', nights[t])
