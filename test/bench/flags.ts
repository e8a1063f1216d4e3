import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { OFREPProvider } from '@openfeature/ofrep-provider'
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider'
import { OpenFeature } from '@openfeature/server-sdk'
import { type Provider, ProviderEvents, OpenFeature as WebOpenFeature } from '@openfeature/web-sdk'
import { EventSource } from 'eventsource'
import { benchFolder } from './engine-rig.ts'
import { load, type Shot } from './load.ts'
import { percentile, remark, report } from './report.ts'

/**
 * Evaluations over OFREP, against a bare `node:http` handler that returns the same answer without looking at the
 * request. Each is a process of its own; they take turns, so that a slow moment meets both.
 */
const TOKEN = 'a-token-for-the-bench'
const ROUNDS = 8
const ROUND_MS = 1_000
const CONNECTIONS = 32
const PULLS = 100
const AIM = 0.6

const { folder, remove } = benchFolder()
const children: ChildProcess[] = []

async function serve(...given: string[]): Promise<{ port: number; child: ChildProcess }> {
  const child = fork(path.join(import.meta.dirname, 'flag-server.ts'), given)
  children.push(child)
  const [port] = (await once(child, 'message')) as [number]
  return { port, child }
}

async function compare(name: string, ours: Shot, status: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${ours.port}${ours.path}`, {
    method: 'POST',
    body: ours.body,
    headers: { 'content-type': 'application/json', 'x-api-key': TOKEN },
  })
  const { port, child } = await serve('bare', await answer.text())
  const bare = { ...ours, port }
  const took = { ours: [] as number[], bare: [] as number[] }
  const perSecond = { ours: [] as number[], bare: [] as number[] }
  const given = { connections: CONNECTIONS, ms: ROUND_MS }
  for (let round = 0; round <= ROUNDS; round += 1) {
    const theirs = await load(bare, { ...given, status: 200 })
    const mine = await load(ours, { ...given, status })
    if (round === 0) continue // warming up
    took.bare.push(...theirs.took)
    took.ours.push(...mine.took)
    perSecond.bare.push(theirs.perSecond)
    perSecond.ours.push(mine.perSecond)
  }
  const [mine, theirs] = [percentile(perSecond.ours, 0.5), percentile(perSecond.bare, 0.5)]
  const met = mine / theirs >= AIM
  report({ name: `${name}, ${CONNECTIONS} at once`, ours: mine, theirs, unit: '/s', aim: `≥ ${AIM}`, met })
  const p99 = (samples: number[]) => percentile(samples, 0.99)
  const late = { ours: p99(took.ours), theirs: p99(took.bare), unit: 'ms', aim: 'reported', met: true }
  report({ name: `${name}, p99`, ...late })
  child.kill()
}

/** From asking for a switch to be set, to the first evaluation of an SDK that sees it. */
async function pullToVisible(port: number, child: ChildProcess): Promise<void> {
  const baseUrl = `http://127.0.0.1:${port}`
  const headers: [string, string][] = [['x-api-key', TOKEN]]
  await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl, headers }))
  const client = OpenFeature.getClient()
  const flag = 'automation_enabled'
  const evaluations: number[] = []
  const seen: number[] = []
  for (let n = 0; n < PULLS; n += 1) {
    const value = n % 2 === 1
    const startedAt = performance.now()
    child.send({ flag, value })
    for (;;) {
      const askedAt = performance.now()
      const found = await client.getBooleanValue(flag, !value)
      evaluations.push(performance.now() - askedAt)
      if (found === value) break
    }
    seen.push(performance.now() - startedAt)
  }
  const share = { ours: percentile(seen, 0.99), theirs: percentile(evaluations, 0.5), unit: 'ms' }
  const name = 'pull to visible through the server SDK, p99, beside one evaluation'
  report({ name, ...share, aim: '≤ 1000 ms', met: share.ours <= 1_000 })

  Object.assign(globalThis, { EventSource })
  const provider = new OFREPWebProvider({ baseUrl, headers, cacheMode: 'disabled' })
  await WebOpenFeature.setProviderAndWait(provider as Provider)
  const page = WebOpenFeature.getClient()
  const heard: number[] = []
  let changed = () => {}
  page.addHandler(ProviderEvents.ConfigurationChanged, () => changed())
  for (let n = 0; n < PULLS / 2; n += 1) {
    const value = n % 2 === 1
    const startedAt = performance.now()
    const told = new Promise<void>((resolve) => {
      changed = () => page.getBooleanValue(flag, !value) === value && resolve()
    })
    child.send({ flag, value })
    await told
    heard.push(performance.now() - startedAt)
  }
  await provider.onClose?.()
  remark(
    `through the web SDK, told by the event stream: p50 ${percentile(heard, 0.5).toFixed(0)} ms, p99 ${percentile(heard, 0.99).toFixed(0)} ms (50 ms of it the SDK waits for more)`,
  )
}

try {
  const { port, child } = await serve('flags', path.join(folder, 'flags.db'), TOKEN)
  const path_ = '/ofrep/v1/evaluate/flags'
  const body = '{"context":{"targetingKey":"customer-1234","country":"DE","plan":"free"}}'
  const headers = [`x-api-key: ${TOKEN}`]
  await compare('one flag', { port, path: `${path_}/automation_enabled`, headers, body }, 200)
  await compare('all flags', { port, path: path_, headers, body }, 200)
  await pullToVisible(port, child)
} finally {
  for (const child of children) child.kill('SIGKILL')
  remove()
}
