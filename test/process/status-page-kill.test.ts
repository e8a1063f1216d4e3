import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { untilReady } from './bot-process.ts'
import { depth, folder, world } from './world.ts'

/** Killed so often, each time while a message is on its way to the status page. */
const KILLS = Number(process.env.KILLS ?? 3)
/** A delivery makes two requests, a second apart. */
const ON_ITS_WAY_MS = 2_200
const ANA = 'U0ANA'

it(`tells the public each message once in ${KILLS} kills`, { timeout: 60_000 + KILLS * 30_000 }, async () => {
  const { url, start, type, act, state } = await world()
  const data = folder()
  const policy = path.join(data, 'policy.yml')
  // Nobody has to approve, so that a person's one press is what is interrupted.
  writeFileSync(policy, readFileSync('policy.yml', 'utf8').replace(/approve: \[.*\]/g, 'approve: none'))
  const env = { DATA_DIR: data, POLICY_FILE: policy }
  let bot = start(env)
  await untilReady(bot, url)
  await type('/incident declare sev2 Orders fail')

  const view = async () => (await state(ANA)).views.at(-1)
  /** The press is acknowledged before the form changes. */
  const shown = async (form: string) => {
    while ((await view())?.view.callback_id !== form) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  for (let number = 1; number <= KILLS; number += 1) {
    await type('/incident comms INC-1')
    await shown('form.comms')
    await act('click', { as: ANA, actionId: 'comms.write:free', viewId: (await view())?.id })
    await shown('form.write-message')
    const body = `Text ${number}`
    await act('submit', { as: ANA, values: { title: 'Orders fail', body, audiences: ['public'] } })
    await act('submit', { as: ANA, values: {} })
    await act('close', { as: ANA })
    await new Promise((resolve) => setTimeout(resolve, Math.random() * ON_ITS_WAY_MS))
    bot.child.kill('SIGKILL')
    await bot.ended
    bot = start(env)
    await untilReady(bot, url)
    while ((await depth(url)) > 0) await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const { statusPage } = await state(ANA)
  const ours = (statusPage?.incidents ?? []).filter(({ name }) => name === 'Orders fail')
  expect(ours).toHaveLength(1)
  const expected = Array.from({ length: KILLS }, (_, index) => `Text ${KILLS - index}`)
  expect(ours[0]?.updates.map(({ body }) => body)).toEqual(expected)
})
