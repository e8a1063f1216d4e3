import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { untilReady } from './bot-process.ts'
import { readBack } from './read-back.ts'
import { depth, folder, world } from './world.ts'

const ANA = 'U0ANA'
const SOFIA = 'U0SOFIA'
/** Beyond the five minutes of the first rung; no update is missed yet, for which others would be called rightly. */
const AWAY_MS = 12 * 60_000
const UNTIL = { timeout: 20_000 }

/**
 * The bot is killed while a phone rings, the page is acknowledged on the phone, and that is never told: PagerDuty gives
 * its webhooks up after hours. When the bot is back, the turn of the next rung is long overdue.
 */
it('whoever acknowledged on the phone while the bot was dead stops the ladder, and nobody is paged', {
  timeout: 90_000,
}, async () => {
  const { url, start, type, act, state } = await world({ phones: true })
  const data = folder()
  const [offset, policy] = [path.join(data, 'offset'), path.join(data, 'policy.yml')]
  const here = readFileSync('policy.yml', 'utf8')
  const there = here
    .replace('page: ["@on-call"]', 'page: ["pagerduty:schedule:PONCALL"]')
    .replace(/firstPageAfterSeconds: \d+/g, 'firstPageAfterSeconds: 0')
  expect(there).not.toBe(here)
  writeFileSync(policy, there)
  const env = {
    DATA_DIR: data,
    POLICY_FILE: policy,
    CLOCK_OFFSET_FILE: offset,
    NODE_OPTIONS: `--import=${path.join(import.meta.dirname, 'moved-clock.mjs')}`,
  }
  const first = start(env)
  await untilReady(first, url)
  await type('/incident declare sev2 Orders API answers 500', SOFIA)
  const phone = async () => (await state(ANA)).phone?.pages ?? []
  await expect.poll(async () => (await phone()).map(({ rings }) => rings), UNTIL).toEqual([true])
  await expect.poll(() => depth(url), UNTIL).toBe(0)
  const pagedBefore = await pagesOf(data)
  first.child.kill('SIGKILL')
  await first.ended

  const [page] = await phone()
  await act('phone', { as: ANA, page: page?.id, act: 'acknowledge' })
  writeFileSync(offset, String(AWAY_MS))
  const second = start(env)
  await untilReady(second, url)
  const room = async () => JSON.stringify((await state(SOFIA)).channels)
  await expect.poll(room, UNTIL).toContain('acknowledged the page in PagerDuty (found out by asking there)')
  await expect.poll(() => depth(url), UNTIL).toBe(0)
  const [card] =
    (await state(SOFIA)).channels
      .find(({ id }) => id === 'C0ROOM')
      ?.messages.filter(({ pinnedBy }) => pinnedBy) ?? []
  expect(JSON.stringify(card)).toContain('acknowledged by <@U0ANA>')
  expect(await pagesOf(data)).toEqual(pagedBefore)
  expect(await phone()).toMatchObject([{ status: 'acknowledged', rings: false }])
  second.child.kill('SIGTERM')
  expect(await second.ended).toBe(0)
  const { faults, rows } = await readBack(path.join(data, 'tocsin.db'), path.join(data, 'timeline.key'))
  expect(faults).toEqual([])
  const types = rows.filter(({ stream }) => stream === 'INC-1').map(({ type }) => type)
  expect(types.indexOf('acknowledged')).toBe(
    types.indexOf('gap-noticed') + 1 + Number(types.includes('pagerduty-linked')),
  )
})

/** Every page that was ordered, as the timeline has it. */
async function pagesOf(data: string): Promise<string[]> {
  const { rows } = await readBack(path.join(data, 'tocsin.db'), path.join(data, 'timeline.key'))
  return rows.filter(({ type }) => type === 'people-paged').map(({ event }) => event)
}
