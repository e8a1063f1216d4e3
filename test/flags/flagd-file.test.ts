import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { aStand, DECLARED, folder } from './stand.ts'

type Flagd = {
  flags: Record<string, { state: string; variants: Record<string, unknown>; defaultVariant: string }>
}

function readFlagd(file: string): Flagd {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** The value that flagd would serve. */
function valueIn(file: string, key: string): unknown {
  const flag = readFlagd(file).flags[key]
  return flag?.variants[flag.defaultVariant]
}

it('the file has every flag from the start, in flagd’s format', async () => {
  const file = path.join(folder(), 'deep', 'flags.flagd.json')
  await aStand({ file })
  await expect.poll(() => existsSync(file)).toBe(true)
  const { flags } = readFlagd(file)
  expect(Object.keys(flags)).toEqual(DECLARED.map(({ key }) => key).sort())
  for (const { key, normal } of DECLARED)
    expect(flags[key]).toEqual({ state: 'ENABLED', variants: { normal }, defaultVariant: 'normal' })
  expect(statSync(file).mode & 0o777).toBe(0o644)
})

it('the file follows every change, and is as it was last set when the bot has stopped', async () => {
  const file = path.join(folder(), 'flags.flagd.json')
  const stand = await aStand({ file })
  await stand.set('safe_mode', true)
  await expect.poll(() => valueIn(file, 'safe_mode')).toBe(true)
  expect(readFlagd(file).flags.safe_mode).toEqual({
    state: 'ENABLED',
    variants: { normal: false, changed: true },
    defaultVariant: 'changed',
  })
  await Promise.all(Array.from({ length: 40 }, (_, n) => stand.set('replies_per_minute', n)))
  await stand.set('customer_banner', 'Größere Störung')
  await stand.stop()
  expect(valueIn(file, 'customer_banner')).toBe('Größere Störung')
  expect(valueIn(file, 'replies_per_minute')).toEqual(
    ((await (await aStand({ url: stand.url })).read('replies_per_minute')) as { value: number }).value,
  )
})

it('no reader ever finds half of the file, nor any leftovers beside it', async () => {
  const home = folder()
  const file = path.join(home, 'flags.flagd.json')
  const stand = await aStand({ file })
  await expect.poll(() => existsSync(file)).toBe(true)
  const seen = new Set<unknown>()
  const watcher = watch(home, () => seen.add(valueIn(file, 'customer_banner')))
  onTestFinished(() => watcher.close())
  for (let n = 0; n < 60; n += 1) await stand.set('customer_banner', `${n} `.repeat(400))
  await stand.stop()
  await expect.poll(() => seen.size).toBeGreaterThan(1) // each was whole, or reading it would have thrown
  expect(readdirSync(home)).toEqual(['flags.flagd.json'])
})

it('a file that was changed by hand is put right at the next start', async () => {
  const file = path.join(folder(), 'flags.flagd.json')
  writeFileSync(file, '{"flags":{}}')
  await aStand({ file })
  await expect.poll(() => valueIn(file, 'automation_enabled')).toBe(true)
})

it('a file that cannot be written is said, and keeps no switch from being set', async () => {
  const file = path.join(folder(), 'in-the-way', 'flags.flagd.json')
  mkdirSync(file, { recursive: true })
  const stand = await aStand({ file })
  expect(await stand.set('safe_mode', true)).toEqual({ ok: true })
  await expect.poll(() => stand.complaints).toContain('The file of flags could not be written')
  expect(await stand.read('safe_mode')).toEqual({ ok: true, value: true })
  await stand.stop()
  expect(readdirSync(path.dirname(file))).toEqual(['flags.flagd.json'])
})

it('no file is written where none is wanted', async () => {
  const stand = await aStand()
  await stand.set('safe_mode', true)
  await stand.stop()
  expect(readdirSync(path.dirname(stand.url)).filter((name) => name.includes('flagd'))).toEqual([])
})
