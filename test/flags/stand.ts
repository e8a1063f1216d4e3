import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { SwitchValue } from '../../src/core/switch/provider.ts'
import { systemClock } from '../../src/engine/clock.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createStore } from '../../src/engine/store.ts'
import type { DeclaredFlag } from '../../src/flags/flag.ts'
import { createFlags } from '../../src/flags/flags.ts'
import { listen } from '../../src/http/server.ts'
import { emptyDatabase } from '../engine/databases.ts'

export const TOKEN = 'a-token-of-a-service'
export const OLD_TOKEN = 'the-token-before-it'

export const DECLARED: DeclaredFlag[] = [
  { key: 'automation_enabled', normal: true },
  { key: 'safe_mode', normal: false },
  { key: 'customer_banner', normal: '' },
  { key: 'replies_per_minute', normal: 30 },
]

/** A folder that is gone when the test ends. */
export function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'tocsin-flags-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true, maxRetries: 5 }))
  return made
}

export type Given = {
  url?: string
  declared?: DeclaredFlag[]
  origins?: string[]
  file?: string
  lookEveryMs?: number
  port?: number
}

/** The flags on a database, served by the bot's own server; `url` continues on a database of another stand. */
export async function aStand(given: Given = {}) {
  const url = given.url ?? (await emptyDatabase('sqlite'))
  const complaints: string[] = []
  const note = (_facts: object, message: string) => void complaints.push(message)
  const clock = systemClock()
  const database = await openDatabase(url)
  const store = createStore(database, clock)
  const flags = await createFlags({
    reads: database.reads,
    write: store.write,
    declared: given.declared ?? DECLARED,
    clock,
    log: { warn: note, error: note },
    serve: { tokens: [TOKEN, OLD_TOKEN], origins: given.origins ?? [] },
    ...(given.file !== undefined && { file: given.file }),
    ...(given.lookEveryMs !== undefined && { lookEveryMs: given.lookEveryMs }),
  })
  const failures: unknown[] = []
  const server = await listen({ port: given.port ?? 0, host: '127.0.0.1' }, flags.routes, (error) =>
    failures.push(error),
  )
  const running = flags.run()
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= (async () => {
      flags.hangUp()
      await server.close()
      await flags.stop()
      await running
      await store.close()
    })()
    return stopped
  }
  onTestFinished(stop)

  let orders = 0
  async function set(flag: string, value: SwitchValue) {
    orders += 1
    const order = { place: { flag }, value, key: `order-${orders}`, comment: 'a test' }
    return flags.provider.set(order, new AbortController().signal)
  }
  async function read(flag: string) {
    return flags.provider.read({ flag }, new AbortController().signal)
  }
  return { url, server: server.url, database, flags, set, read, stop, complaints, failures }
}

export type Stand = Awaited<ReturnType<typeof aStand>>

/** One request as any client makes it. */
export async function ask(
  stand: Pick<Stand, 'server'>,
  where: string,
  given: { body?: string; headers?: Record<string, string>; method?: string } = {},
) {
  const response = await fetch(`${stand.server}/ofrep/v1${where}`, {
    method: given.method ?? 'POST',
    body: given.method === undefined ? (given.body ?? '{"context":{"targetingKey":"someone"}}') : null,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      ...given.headers,
    },
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) }
}
