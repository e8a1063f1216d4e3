import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { untilReady } from './bot-process.ts'
import { readBack } from './read-back.ts'
import { depth, folder, world } from './world.ts'

/** `KILLS=50 npm test` for the whole night; a few every time. */
const KILLS = Number(process.env.KILLS ?? 5)
/** A life ends after so many acts that were acknowledged, and then within a moment in which others are under way. */
const ACTS_MAX = 12
const MOMENT_MS = 60
/** Sometimes it is killed while it starts and recovers. */
const KILLED_EARLY = 0.3
const START_MS = 400

describe.each(['http', 'socket'] as const)(
  'the bot over %s, killed at random moments while people work',
  (connect) => {
    it(`loses no acknowledged act and posts nothing twice in ${KILLS} kills`, {
      timeout: 60_000 + KILLS * 10_000,
    }, async () => {
      const { url, start, type, postedKeys } = await world({ connect })
      const data = folder()
      let bot = start({ DATA_DIR: data })
      const people = workers(type)
      for (let kill = 0; kill < KILLS; kill += 1) {
        const early = kill > 0 && Math.random() < KILLED_EARLY
        if (!early) await people.acknowledged(1 + Math.floor(Math.random() * ACTS_MAX))
        await pause(Math.random() * (early ? START_MS : MOMENT_MS))
        bot.child.kill('SIGKILL')
        await bot.ended
        bot = start({ DATA_DIR: data })
      }
      await untilReady(bot, url)
      const acts = await people.stop()
      await expect.poll(() => depth(url), { timeout: 120_000, interval: 250 }).toBe(0)
      bot.child.kill('SIGTERM')
      expect(await bot.ended).toBe(0)

      const { rows, faults } = await readBack(path.join(data, 'tocsin.db'), path.join(data, 'timeline.key'))
      expect(faults).toEqual([])
      for (const { text, acknowledged } of acts) {
        const times = rows.filter(({ event }) => event.includes(text)).length
        expect(times, `${text} stands on the timeline ${times} times`).toBeLessThanOrEqual(1)
        if (acknowledged) expect(times, `${text} was acknowledged`).toBe(1)
      }

      const owed = rows.filter(({ type }) => type === 'noted').map(({ stream, seq }) => `${stream}:${seq}:0`)
      const posted = await postedKeys()
      expect(
        posted.filter((key, index) => posted.indexOf(key) !== index),
        'posted twice',
      ).toEqual([])
      expect(
        owed.filter((key) => !posted.includes(key)),
        'never posted',
      ).toEqual([])
    })
  },
)

/** Two people who declare and note without pause, each text once. */
function workers(type: (text: string, as: string) => Promise<string>) {
  const acts: { text: string; acknowledged: boolean }[] = []
  const isAcknowledged = (answer: string) => /recorded|declared|noted/i.test(answer)
  const count = () => acts.filter(({ acknowledged }) => acknowledged).length
  let working = true
  async function work(as: string, name: string) {
    for (let n = 1; working; n += 1) {
      const text = `${name}-act-${n}-end`
      const answer = await type(
        n % 10 === 1 ? `/incident declare sev3 ${text}` : `/incident note INC-1 ${text}`,
        as,
      )
      acts.push({ text, acknowledged: isAcknowledged(answer) })
      // When the bot is away, Slack says so at once; nobody types a thousand times a second.
      await pause(answer === '' ? 50 : 20)
    }
  }
  const both = Promise.all([work('U0ANA', 'ana'), work('U0BEN', 'ben')])
  return {
    /** Once so many more acts are acknowledged. */
    async acknowledged(more: number): Promise<void> {
      const enough = count() + more
      await expect.poll(count, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(enough)
    },
    async stop() {
      working = false
      await both
      return acts
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
