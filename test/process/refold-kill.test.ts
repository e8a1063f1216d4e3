import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, it } from 'vitest'
import { verify } from '../../src/engine/verify.ts'
import { errand } from '../engine/errand.ts'
import { ANA, KEY, rig } from '../engine/rig.ts'

const STREAMS = 1_500

it('states of another version, folded anew by a process that is killed over and over, come out right', {
  timeout: 120_000,
}, async () => {
  const bot = await rig()
  await Promise.all(
    Array.from({ length: STREAMS }, (_, n) => bot.errands.begin(() => ({ type: 'give', what: `${n}` }), ANA)),
  )
  await bot.errands.handle('ERR-7', { type: 'say', words: 'x' }, ANA)
  // As an older version would have left them.
  await bot.database.writes.updateTable('streams').set({ state: '{"shape":"old"}' }).execute()
  await bot.database.writes.deleteFrom('timers').execute()
  await bot.store.close()

  let interrupted = 0
  for (let life = 0; ; life += 1) {
    if (life > 40) throw new Error('It never came to an end')
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'refolder.ts'), bot.url])
    let said = ''
    child.stdout.on('data', (data) => {
      said += data
    })
    const ended = once(child, 'exit')
    while (!said.includes('begun')) await Promise.race([once(child.stdout, 'data'), ended])
    const done = await Promise.race([
      ended.then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 20 + life * 10)),
    ])
    if (!done) child.kill('SIGKILL')
    await ended
    if (said.includes('done')) break
    interrupted += 1
  }
  expect(interrupted).toBeGreaterThan(0)

  const after = await rig({ url: bot.url, refold: false })
  const faults: unknown[] = []
  for await (const fault of verify({
    store: after.store,
    chainKey: KEY,
    deciders: [{ ...errand, version: 2 }],
  }))
    faults.push(fault)
  expect(faults).toEqual([])
  expect(await after.store.fact('state-version:errand')).toBe('2')
})
