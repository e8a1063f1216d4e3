import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.join(import.meta.dirname, '..')
const files = globSync('src/**/*.{ts,tsx}', { cwd: ROOT }).concat(globSync('db/**/*.ts', { cwd: ROOT }))
const text = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

/** Which room of the house a file stands in; files directly in src are the composition. */
function roomOf(file: string): string {
  const [top, room] = file.split(path.sep)
  return top === 'src' && room !== undefined && !room.endsWith('.ts') ? room : (top ?? '')
}

/** What each room may import besides itself: other rooms, and packages (`*` is any). */
const TABLE: Record<string, { rooms: string[]; packages: string[] }> = {
  core: { rooms: [], packages: ['date-fns/addDays', '@date-fns/tz', 'chrono-node/en', 'zod'] },
  engine: { rooms: ['core', 'db'], packages: ['*'] },
  db: { rooms: [], packages: ['kysely', 'kysely/migration'] },
  slack: { rooms: ['core'], packages: ['*'] },
  switches: { rooms: ['core', 'outside'], packages: [] },
  http: { rooms: ['core'], packages: ['*'] },
  flags: { rooms: ['core'], packages: ['kysely'] },
  outside: { rooms: ['core'], packages: ['zod'] },
  launchdarkly: { rooms: ['core', 'outside'], packages: ['zod'] },
  unleash: { rooms: ['core', 'outside'], packages: ['zod'] },
  webhook: { rooms: ['core', 'outside'], packages: ['zod'] },
  argocd: { rooms: ['core', 'outside'], packages: ['zod'] },
  alerts: { rooms: ['core', 'outside'], packages: ['zod'] },
  pagerduty: { rooms: ['core', 'outside'], packages: ['@pagerduty/pdjs', 'zod'] },
  heartbeat: { rooms: ['core', 'outside'], packages: [] },
  'on-call': { rooms: ['core', 'outside'], packages: [] },
  comms: { rooms: ['core'], packages: ['liquidjs', 'yaml'] },
  statuspage: { rooms: ['core', 'outside', 'comms'], packages: ['zod'] },
  email: {
    rooms: ['core', 'comms'],
    packages: ['nodemailer/lib/mail-composer', 'nodemailer/lib/smtp-connection'],
  },
  report: { rooms: ['core', 'timeline'], packages: ['*'] },
  sandbox: { rooms: [], packages: ['*'] },
  /** The composition joins everything. */
  src: { rooms: ['*'], packages: ['*'] },
  parts: { rooms: ['*'], packages: [] },
  config: { rooms: ['*'], packages: ['zod'] },
  doctor: { rooms: ['*'], packages: ['*'] },
  embedded: { rooms: ['*'], packages: ['yaml'] },
  timeline: { rooms: ['core'], packages: ['csv-stringify/sync'] },
}
/** Rooms of which only the types may be imported: what they do is handed over by the composition. */
const TYPES_ONLY: Record<string, string[]> = {
  slack: ['engine', 'timeline'],
  switches: ['engine'],
  outside: ['engine'],
  http: ['engine'],
  alerts: ['engine', 'http'],
  flags: ['engine', 'http', 'db'],
  comms: ['engine'],
  heartbeat: ['engine'],
  pagerduty: ['engine', 'http'],
  'on-call': ['engine'],
  statuspage: ['engine'],
  email: ['engine'],
  report: ['engine'],
  timeline: ['engine'],
}

type Import = { file: string; target: string; typeOnly: boolean }

function importsOf(file: string): Import[] {
  const pattern =
    /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm
  return [...text(file).matchAll(pattern)].map((match) => ({
    file,
    target: match[2] ?? match[3] ?? match[4] ?? '',
    typeOnly: match[1] !== undefined,
  }))
}

function breaches({ file, target, typeOnly }: Import): string[] {
  const room = roomOf(file)
  const allowed = TABLE[room]
  if (!allowed) return [`${file} stands in no known room`]
  if (!target.startsWith('.')) {
    if (target.startsWith('node:')) return room === 'core' ? [`${file} imports ${target}`] : []
    return allowed.packages.includes('*') || allowed.packages.includes(target)
      ? []
      : [`${file} imports ${target}`]
  }
  const other = roomOf(path.relative(ROOT, path.resolve(ROOT, path.dirname(file), target)))
  if (other === room || allowed.rooms.includes('*') || allowed.rooms.includes(other)) return []
  if (typeOnly && TYPES_ONLY[room]?.includes(other)) return []
  return [`${file} imports ${target}`]
}

describe('the house', () => {
  it('is imported only as its table allows', () => {
    expect(files.flatMap(importsOf).flatMap(breaches)).toEqual([])
  })

  it('notices an import that the table forbids', () => {
    const engine = { file: 'src/core/x.ts', target: '../engine/clock.ts', typeOnly: true }
    const fs = { file: 'src/core/x.ts', target: 'node:fs', typeOnly: false }
    const values = { file: 'src/slack/x.ts', target: '../engine/store.ts', typeOnly: false }
    const sandbox = { file: 'src/sandbox/x.ts', target: '../core/policy.ts', typeOnly: true }
    for (const forbidden of [engine, fs, values, sandbox]) expect(breaches(forbidden)).toHaveLength(1)
  })

  it('asks one clock only, and has no chance of its own', () => {
    const banned = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\(|\bset(Timeout|Interval)\(/
    /** Edges that own a socket, a process or a page, where real time is the point. */
    const exempt = [
      'src/engine/clock.ts',
      'src/http/server.ts',
      'src/start.ts',
      'src/sandbox/clock.ts',
      'src/slack/clock.ts',
    ]
    const offenders = files.filter(
      (file) =>
        !exempt.includes(file) &&
        !file.startsWith('src/sandbox/page/') &&
        banned.test(withoutComments(text(file))),
    )
    expect(offenders).toEqual([])
  })

  it('reads the environment in one file', () => {
    const readers = files.filter((file) => /process\.env/.test(withoutComments(text(file))))
    const composed = ['src/doctor.ts', 'src/export.ts', 'src/report.ts', 'src/start.ts', 'src/verify.ts']
    expect(readers).toEqual(composed) // they hand it to config.ts
  })

  it('keeps files short', () => {
    const long = files
      .map((file) => ({ file, lines: text(file).split('\n').length }))
      .filter(({ lines }) => lines > 400)
    expect(long).toEqual([])
  })

  it('avoids names that say nothing, and barrels', () => {
    const vague = files.filter((file) =>
      /(^|\/)(utils?|helpers?|manager|service|misc|common)(\.|\/|-)/.test(file),
    )
    const barrels = files.filter((file) => /^export \* from/m.test(text(file)))
    expect([...vague, ...barrels]).toEqual([])
  })
})

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}
