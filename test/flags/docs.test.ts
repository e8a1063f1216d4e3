import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { aStand, TOKEN } from './stand.ts'

const GUIDE = readFileSync('docs/switches.md', 'utf8')
const program = /```js\n(.*?)```/s.exec(GUIDE)?.[1] ?? ''

/** Runs what the guide tells people to write, in a process of its own. */
async function run(url: string): Promise<string> {
  const env = { ...process.env, TOCSIN_URL: url, OFREP_TOKEN: TOKEN }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env,
  })
  return stdout.trim()
}

it('the program in the guide follows the switch, and is careful when the bot is away', async () => {
  const stand = await aStand()
  expect(await run(stand.server)).toBe('Replying')
  await stand.set('automation_enabled', false)
  expect(await run(stand.server)).toBe('Leaving it to people')
  await stand.set('automation_enabled', true)
  await stand.stop()
  expect(await run(stand.server)).toBe('Leaving it to people')
})
