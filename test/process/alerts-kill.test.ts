import { expect, it } from 'vitest'
import type { Alert } from '../../src/core/alert/alert.ts'
import { systemClock } from '../../src/engine/clock.ts'
import { openDatabase } from '../../src/engine/database.ts'
import { createStore } from '../../src/engine/store.ts'
import { createReads } from '../../src/engine/streams.ts'
import { aNotification } from '../alerts/alert-desk.ts'
import { untilReady } from './bot-process.ts'
import { folder, world } from './world.ts'

const KILLS = 3
const SENT = 60
const LINES_MAX = 1_000
const TOKEN = 'a-token-of-alertmanager'

it('an alert that was confirmed is there after the bot was killed, once', {
  timeout: 120_000,
}, async () => {
  const { url, start } = await world()
  const data = folder()
  let bot = start({ DATA_DIR: data, ALERTMANAGER_TOKEN: TOKEN })
  await untilReady(bot, url)
  const confirmed = new Set<string>()
  for (let kill = 0; kill < KILLS; kill += 1) {
    const sending = Array.from({ length: SENT }, async (_, n) => {
      const name = `A${kill}-${n}`
      const answer = await send(url, name).catch(() => undefined)
      if (answer?.status === 202) confirmed.add(name)
      // Killed in the middle of the others.
      if (n === SENT / 2) bot.child.kill('SIGKILL')
    })
    await Promise.all(sending)
    await bot.ended
    bot = start({ DATA_DIR: data, ALERTMANAGER_TOKEN: TOKEN })
    await untilReady(bot, url)
  }
  expect((await send(url, 'last')).status).toBe(202)
  confirmed.add('last')
  bot.child.kill('SIGTERM')
  expect(await bot.ended).toBe(0)

  const database = await openDatabase(`${data}/tocsin.db`)
  const store = createStore(database, systemClock())
  const lines = await createReads<Alert, never>(store, 'alert').find('alerts', LINES_MAX)
  await store.close()
  const titles = lines.flatMap(({ members }) => Object.values(members).map(({ title }) => title))
  for (const name of confirmed) expect(titles.filter((title) => title === `${name} on pod`)).toHaveLength(1)
  expect(confirmed.size).toBeGreaterThan(KILLS)
})

/** Each of a service of its own, so that none joins another's line. */
function send(url: string, alertname: string): Promise<Response> {
  return fetch(`${url}/hooks/alertmanager`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(
      aNotification([{ pod: 'pod', startsAt: Date.now() }], { alertname, service: alertname }),
    ),
  })
}
