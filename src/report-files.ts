import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, ConfigError, readConfig } from './config/config.ts'
import { readReference } from './core/command-words.ts'
import { incident } from './core/incident/decider.ts'
import { type Incident, type IncidentEvent, incidentId } from './core/incident/incident.ts'
import { reportFiles } from './core/report/written-report.ts'
import { type MovableClock, systemClock } from './engine/clock.ts'
import { openDatabase } from './engine/database.ts'
import { createStore, type Store } from './engine/store.ts'
import { createReads, type Reads } from './engine/streams.ts'
import { fromStored } from './policy-shelf.ts'
import { createPictures } from './report/pictures.ts'
import { templateProblemLine } from './report/template.ts'
import { loadTemplates } from './report/templates.ts'
import { prepareReport } from './report/write-report.ts'
import { surroundings } from './surroundings.ts'

const USAGE = 'Say which incident: npm run report -- INC-7 [--out file.md]. With --out - it is printed.'

/** Writes the files, or yields the report itself; yields what to tell whoever asked. Throws with a sentence for them. */
export async function* writeReportFiles(
  args: string[],
  env: Record<string, string | undefined>,
): AsyncGenerator<string> {
  const { id, out } = asked(args)
  const config = readConfig(env)
  const templates = loadTemplates(config.templateFolders)
  const database = await openDatabase(config.databaseUrl, { readOnly: true })
  const clock = systemClock()
  const store = createStore(database, clock)
  const pictures = createPictures()
  try {
    const report = await prepareReport(await sourceOf(id, store, config, clock), templates.report)
    const files = reportFiles(report)
    if (out === '-') return yield* report.markdown('file', files.chart)
    const file = out ?? files.report
    const picture = path.join(path.dirname(file), out === undefined ? files.chart : `${stem(out)}.png`)
    await writeFile(picture, await pictures.png(report.chart))
    await writeFile(file, report.markdown('file', path.basename(picture)))
    for (const problem of templates.problems)
      yield `The template has a mistake, so this is the plain report: ${templateProblemLine(problem)}\n`
    yield `${file} and ${picture} are written.\n`
  } finally {
    await pictures.close()
    await store.close()
  }
}

function asked(args: string[]): { id: string; out?: string } {
  const { values, positionals } = parseArgs({
    args,
    options: { out: { type: 'string' } },
    allowPositionals: true,
  })
  const number = readReference(positionals[0] ?? '')
  if (number === undefined || positionals.length !== 1) throw new ConfigError(USAGE)
  return { id: incidentId(number), ...(values.out !== undefined && { out: values.out }) }
}

/** The state is folded here, so that it is of this version whichever wrote the database last. */
async function sourceOf(id: string, store: Store, config: Config, clock: MovableClock) {
  const incidents: Reads<Incident, IncidentEvent> = createReads(store, incident.kind)
  const { row } = await store.load(id)
  if (row === undefined) throw new Error(`There is no ${id} in ${config.databaseUrl}.`)
  const head = { seq: row.seq, hash: row.head }
  let state = incident.initial
  for await (const entry of incidents.walk(id, head.seq)) state = incident.evolve(state, entry)
  const policy = await store.policy(row.policy)
  if (policy === undefined) throw new Error(`The policy of ${id} is not in the database.`)
  return { state, policy: fromStored(policy), head, incidents, ...surroundings(config, clock) }
}

function stem(file: string): string {
  return path.basename(file, path.extname(file))
}
