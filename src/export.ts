import { createWriteStream, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { incident } from './core/incident/decider.ts'
import { type Incident, type IncidentEvent, incidentId } from './core/incident/incident.ts'
import type { NamesOf } from './core/report/written-report.ts'
import { EXPORT_FORMATS, type ExportFormat } from './core/timeline/kinds.ts'
import { systemClock } from './engine/clock.ts'
import { makeFolder } from './engine/folder.ts'
import type { Store } from './engine/store.ts'
import { createReads, type Reads } from './engine/streams.ts'
import { fromStored } from './policy-shelf.ts'
import { surroundings } from './surroundings.ts'
import { exportTimeline, type Naming } from './timeline/export.ts'
import { openForReading } from './timeline-database.ts'

const USAGE = `Usage: npm run export -- INC-n [--format ${EXPORT_FORMATS.join('|')}] [--out <file>]
       npm run export -- --all --out <folder> [--format ${EXPORT_FORMATS.join('|')}]`

type Wanted = { format: ExportFormat; out?: string } & (
  | { all: true; out: string }
  | { all: false; id: string }
)

/** `npm run export`: timelines of the bot's database as files, beside a running bot. Exit 1 with a sentence when it cannot be done. */
async function run(args: string[]): Promise<void> {
  const wanted = readArguments(args)
  const { store, config } = await openForReading(process.env)
  const { names, now } = surroundings(config, systemClock())
  try {
    const incidents: Reads<Incident, IncidentEvent> = createReads(store, incident.kind)
    const from = { incidents, now, naming: (id: string) => namingOf(store, id, names) }
    if (!wanted.all) return await write(from, wanted.id, wanted)
    makeFolder(wanted.out)
    const last = (await store.nextNumber(incident.kind)) - 1
    for (let number = 1; number <= last; number += 1) {
      const id = incidentId(number)
      const out = path.join(wanted.out, `${id}.${wanted.format}`)
      await write(from, id, { format: wanted.format, out })
    }
    console.error(`${last} ${last === 1 ? 'timeline' : 'timelines'} written to ${wanted.out}.`)
  } finally {
    await store.close()
  }
}

/** Roles and audiences as the incident's own policy calls them. */
async function namingOf(store: Store, id: string, names: NamesOf): Promise<Naming> {
  const { row } = await store.load(id)
  const policy = row && (await store.policy(row.policy))
  if (policy === undefined) return { names }
  const { roles, audiences } = fromStored(policy)
  return { names, roles, audiences }
}

type From = {
  incidents: Reads<Incident, IncidentEvent>
  now: number
  naming: (id: string) => Promise<Naming>
}

async function write(
  { incidents, now, naming }: From,
  id: string,
  { format, out }: { format: ExportFormat; out?: string },
): Promise<void> {
  const text = await exportTimeline(incidents, id, format, { ...(await naming(id)), now })
  if (text === undefined) throw new Error(`There is no ${id} in this database.`)
  if (out === undefined) return pipeline(Readable.from(text), process.stdout, { end: false })
  // Under its name only when it is whole.
  const unfinished = `${out}.part`
  try {
    await pipeline(Readable.from(text), createWriteStream(unfinished))
    renameSync(unfinished, out)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw new Error(`${out} cannot be written: ${(error as Error).message}`)
  }
}

function readArguments(args: string[]): Wanted {
  const { values, positionals } = parsed(args)
  const format = EXPORT_FORMATS.find((known) => known === (values.format ?? 'md'))
  if (format === undefined) throw new Error(`There is no format ${values.format}.\n${USAGE}`)
  const [named, ...more] = positionals
  const { out } = values
  if (values.all) {
    if (named !== undefined) throw new Error(`Either --all or ${named}, not both.\n${USAGE}`)
    if (out === undefined) throw new Error(`--all needs a folder to write to.\n${USAGE}`)
    return { all: true, out, format }
  }
  const number = /^(?:inc-?)?(\d{1,9})$/i.exec(named ?? '')?.[1]
  if (number === undefined || more.length > 0)
    throw new Error(
      `${named === undefined ? 'Name an incident.' : `${[named, ...more].join(' ')} names no incident.`}\n${USAGE}`,
    )
  return { all: false, id: incidentId(Number(number)), format, ...(out !== undefined && { out }) }
}

function parsed(args: string[]) {
  try {
    const options = { format: { type: 'string' }, out: { type: 'string' }, all: { type: 'boolean' } } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`)
  }
}

run(process.argv.slice(2)).catch((error: Error & { code?: string }) => {
  if (error.code === 'EPIPE') return // whoever read it has seen enough
  console.error(error.message)
  process.exitCode = 1
})
