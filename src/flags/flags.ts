import type { Kysely } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { SwitchProvider } from '../core/switch/provider.ts'
import type { Clock } from '../engine/clock.ts'
import type { WriteQueue } from '../engine/write-queue.ts'
import type { Routes } from '../http/server.ts'
import { type Answers, answersFor } from './answers.ts'
import type { DeclaredFlag } from './flag.ts'
import { createFlagBook } from './flag-book.ts'
import { createFlagTable } from './flag-table.ts'
import { createFlagdFile } from './flagd-file.ts'
import { createListeners } from './listeners.ts'
import { type Counts, listenAddress, ofrepRoutes } from './ofrep.ts'
import { createOrigins } from './origins.ts'
import { createBuiltinProvider } from './provider.ts'
import { createRounds } from './rounds.ts'
import { createTokens } from './tokens.ts'

type FlagsLog = {
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export type Flags = {
  /** Sets and reads the built-in switches, at `{ flag: key }`. */
  provider: SwitchProvider
  /** Empty when nobody may ask. */
  routes: Routes
  /** Replaces what the policy says of the switches that live here. */
  declare(flags: readonly DeclaredFlag[]): void
  /** How many requests were answered how, and how many listen for changes now. */
  counts(): Counts & { listening: number }
  /** Keeps listeners' connections alive and notices what other replicas change, until `stop`. */
  run(): Promise<void>
  /** Ends the streams of changes, so that no shutdown waits for them. Setting and reading go on. */
  hangUp(): void
  /** Resolves when `run` is over and the file is written. */
  stop(): Promise<void>
}

/** The built-in switches: kept in the database, held in memory, served over OFREP, and written to a file. */
export async function createFlags(parts: {
  reads: Kysely<Database>
  write: WriteQueue['write']
  declared: readonly DeclaredFlag[]
  clock: Pick<Clock, 'now' | 'sleepUntil'>
  log: FlagsLog
  /** Who may ask over OFREP, and from which web pages; absent: nobody. */
  serve?: { tokens: readonly string[]; origins: readonly string[] }
  /** Where the flags are written in flagd's format; absent: nowhere. */
  file?: string
  /** Set when other processes share the database. */
  lookEveryMs?: number
}): Promise<Flags> {
  const { clock, log } = parts
  const table = createFlagTable(parts.reads, parts.write)
  const book = createFlagBook()
  const listeners = createListeners()
  const tokens = createTokens(parts.serve?.tokens ?? [])
  const addresses = tokens.listenKeys.map(listenAddress)
  const file =
    parts.file === undefined
      ? undefined
      : createFlagdFile(parts.file, (error) =>
          log.error({ err: error }, 'The file of flags could not be written'),
        )

  book.declare(parts.declared)
  book.take(await table.all())
  for (const flag of book.unusable())
    log.warn(
      { flag },
      'A switch was set to a value of another type than the policy has; its normal one counts',
    )
  let answers: Answers = answersFor(book.all(), addresses)
  function renew(): void {
    const flags = book.all()
    answers = answersFor(flags, addresses)
    listeners.announce(answers.etag)
    file?.write(flags)
  }
  renew()
  book.onChange(renew)

  async function refresh(): Promise<void> {
    if ((await table.version()) !== book.version()) book.take(await table.all())
  }

  const rounds = createRounds({ clock, log, beat: listeners.beat, refresh, lookEveryMs: parts.lookEveryMs })
  const counts = { answered: 0, unchanged: 0, unknown: 0, malformed: 0, refused: 0 }
  return {
    provider: createBuiltinProvider({ table, book, now: clock.now }),
    routes: parts.serve
      ? ofrepRoutes({
          answers: () => answers,
          tokens,
          origins: createOrigins(parts.serve.origins),
          listeners,
          refresh: parts.lookEveryMs === undefined ? alone : rounds.look,
          counts,
        })
      : {},
    declare: book.declare,
    counts: () => ({ ...counts, listening: listeners.count() }),
    run: rounds.run,
    hangUp: listeners.close,
    async stop() {
      await rounds.stop()
      await file?.written()
    },
  }
}

/** No other process can have changed anything. */
async function alone(): Promise<void> {}
