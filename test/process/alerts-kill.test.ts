import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Message } from '../../src/sandbox/protocol.ts'
import { untilReady } from './bot-process.ts'
import { depth, folder, world } from './world.ts'

const KILLS = Number(process.env.KILLS ?? 3)
const ALERTS = 30
const CRITICAL_EVERY = 10
const LONGEST_LIFE_MS = 700
const SENDERS = 8
const TOKEN = 'alertmanager-token'

/** One alert of a service of its own, so that each is a line of its own. */
function notification(n: number, status: 'firing' | 'resolved', at: string): string {
  const labels = {
    alertname: `Burst${n}`,
    service: `service-${n}`,
    severity: n % CRITICAL_EVERY === 0 ? 'critical' : 'warning',
  }
  const alert = {
    status,
    labels,
    annotations: { summary: `burst-${n}-end` },
    startsAt: at,
    endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : new Date(Date.parse(at) + 60_000).toISOString(),
    generatorURL: '',
    fingerprint: n.toString(16).padStart(16, '0'),
  }
  return JSON.stringify({
    version: '4',
    groupKey: `{}:{alertname="Burst${n}"}`,
    truncatedAlerts: 0,
    status,
    receiver: 'tocsin',
    groupLabels: { alertname: labels.alertname },
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: '',
    alerts: [alert],
  })
}

it(`the bot, killed ${KILLS} times during a burst of alerts, has a line for each and none twice`, {
  timeout: 90_000 + KILLS * 15_000,
}, async () => {
  const place = await world()
  const env = { DATA_DIR: folder(), ALERTMANAGER_TOKEN: TOKEN }
  let bot = place.start(env)
  await untilReady(bot, place.url)
  const at = new Date(Date.now() - 60_000).toISOString()

  /** As Alertmanager does it: again and again, until it is taken. */
  async function send(n: number, status: 'firing' | 'resolved'): Promise<void> {
    for (;;) {
      const answer = await fetch(`${place.url}/hooks/alertmanager`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
        body: notification(n, status, at),
      }).catch(() => undefined)
      if (answer?.status === 202) return
      if (answer !== undefined && answer.status < 500)
        throw new Error(`${answer.status}: ${await answer.text()}`)
      await pause(20)
    }
  }
  async function sendAll(status: 'firing' | 'resolved'): Promise<void> {
    const left = Array.from({ length: ALERTS }, (_, n) => n)
    const sender = async () => {
      for (let n = left.shift(); n !== undefined; n = left.shift()) {
        await send(n, status)
        await pause(20)
      }
    }
    await Promise.all(Array.from({ length: SENDERS }, sender))
  }
  const lines = async (): Promise<string[]> => {
    const { channels } = await place.state('U0ANA')
    const all: Message[] = channels.find(({ name }) => name === 'ops-alerts')?.messages ?? []
    return all.filter(({ threadTs }) => !threadTs).map(({ text }) => text)
  }
  const nothingOwed = () => expect.poll(() => depth(place.url), { timeout: 90_000, interval: 250 }).toBe(0)

  for (const status of ['firing', 'resolved'] as const) {
    const sent = sendAll(status)
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(Math.random() * LONGEST_LIFE_MS)
      bot.child.kill('SIGKILL')
      await bot.ended
      bot = place.start(env)
      await untilReady(bot, place.url)
    }
    await sent
    await nothingOwed()
    const said = await lines()
    for (let n = 0; n < ALERTS; n += 1) {
      const of = said.filter((text) => text.includes(`burst-${n}-end`))
      expect(of, `lines of alert ${n}`).toHaveLength(1)
      expect(of[0]).toContain(
        status === 'resolved' ? 'Resolved' : n % CRITICAL_EVERY === 0 ? 'Critical' : 'Warning',
      )
    }
  }

  const keys = await place.postedKeys()
  const pages = new Set(await pagedKeys(place))
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index && !pages.has(key))
  expect(twice, 'posted twice, and no page').toEqual([])
  const { channels } = await place.state('U0ANA')
  const direct = channels.filter(({ kind }) => kind === 'im').flatMap(({ messages }) => messages)
  for (let n = 0; n < ALERTS; n += CRITICAL_EVERY)
    expect(direct.some(({ blocks }) => JSON.stringify(blocks).includes(`burst-${n}-end`))).toBe(true)
  bot.child.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
})

/** A page that may not have arrived is sent again: better twice than never. */
async function pagedKeys({ sandbox }: { sandbox: { url: string } }): Promise<string[]> {
  const calls = (await (await fetch(`${sandbox.url}/sandbox/record`)).json()) as {
    method: string
    args: { channel?: string; metadata?: unknown }
  }[]
  return calls
    .filter(({ method, args }) => method === 'chat.postMessage' && args.channel?.startsWith('D') === true)
    .map(({ args }) => (typeof args.metadata === 'string' ? JSON.parse(args.metadata) : args.metadata))
    .map((metadata) => metadata?.event_payload?.key)
}
