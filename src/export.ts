import { createWriteStream, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { Config } from './config/config.ts'
import { incident } from './core/incident/decider.ts'
import { type Incident, type IncidentEvent, incidentId } from './core/incident/incident.ts'
import type { NamesOf } from './core/report/written-report.ts'
import { EXPORT_FORMATS, type ExportFormat } from './core/timeline/kinds.ts'
import { systemClock } from './engine/clock.ts'
import { makeFolder } from './engine/folder.ts'
import { createReads, type Reads } from './engine/streams.ts'
import { createLog } from './log.ts'
import { namesIn } from './slack/names.ts'
import { exportTimeline } from './timeline/export.ts'
import { openForReading } from './timeline-database.ts'

const USAGE = `Usage: npm run export -- INC-n [--format ${EXPORT_FORMATS.join('|')}] [--out <file>]
       npm run export -- --all --out <folder> [--format ${EXPORT_FORMATS.join('|')}]`

/** Names from Slack where there is a token; whoever has the database alone knows people by their ids only. */
function namesFor({ slack }: Config): NamesOf {
  if (slack.mode === 'embedded') return async () => ({ user: (id) => id })
  const { botToken, apiUrl } = slack
  const log = createLog('silent')
  return namesIn({ botToken, now: systemClock().now, log, ...(apiUrl !== undefined && { apiUrl }) })
}

type Wanted = { format: ExportFormat; out?: string } & (
  | { all: true; out: string }
  | { all: false; id: string }
)

/** `npm run export`: timelines of the bot's database as files, beside a running bot. Exit 1 with a sentence when it cannot be done. */
async function run(args: string[]): Promise<void> {
  const wanted = readArguments(args)
  const { store, config } = await openForReading(process.env)
  const names = namesFor(config)
  try {
    const incidents: Reads<Incident, IncidentEvent> = createReads(store, incident.kind)
    if (!wanted.all) return await write(incidents, wanted.id, wanted, names)
    makeFolder(wanted.out)
    const last = (await store.nextNumber(incident.kind)) - 1
    for (let number = 1; number <= last; number += 1) {
      const id = incidentId(number)
      const out = path.join(wanted.out, `${id}.${wanted.format}`)
      await write(incidents, id, { format: wanted.format, out }, names)
    }
    console.error(`${last} ${last === 1 ? 'timeline' : 'timelines'} written to ${wanted.out}.`)
  } finally {
    await store.close()
  }
}

async function write(
  incidents: Reads<Incident, IncidentEvent>,
  id: string,
  { format, out }: { format: ExportFormat; out?: string },
  names: NamesOf,
): Promise<void> {
  const text = await exportTimeline(incidents, id, format, {
    names,
    now: systemClock().now(),
  })
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
