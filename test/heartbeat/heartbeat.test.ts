import { describe, expect, it, onTestFinished } from 'vitest'
import { type Beat, createHeartbeat } from '../../src/heartbeat/heartbeat.ts'
import { handClock } from '../engine/hand-clock.ts'
import { outsideServer } from '../outside/outside-server.ts'

const SECRET_PATH = '/ping/8f1c-secret'

async function beating(options: { url?: string } = {}) {
  const server = await outsideServer(() => ({ status: 200, body: 'OK' }))
  const clock = handClock()
  const beats: Beat[] = []
  const logged: string[] = []
  const health: { wrong?: string } = {}
  const note = (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`)
  const heartbeat = createHeartbeat({
    config: { url: options.url ?? `${server.url}${SECRET_PATH}?from=tocsin`, everySeconds: 60 },
    wrong: () => health.wrong,
    clock,
    log: { info: note, warn: note },
    onBeat: (beat) => beats.push(beat),
  })
  const running = heartbeat.run()
  onTestFinished(async () => {
    await heartbeat.stop()
    await running
  })
  return { server, clock, beats, logged, health, heartbeat, running }
}

describe('a sign of life', () => {
  it('goes out at once and then every minute, to the whole address, while all is well', async () => {
    const { server, clock, beats } = await beating()
    await expect.poll(() => beats).toEqual(['sent'])
    clock.advance(59_999)
    clock.advance(1)
    await expect.poll(() => beats).toEqual(['sent', 'sent'])
    expect(server.received.map(({ method, path, search }) => [method, path, search])).toEqual([
      ['GET', SECRET_PATH, 'from=tocsin'],
      ['GET', SECRET_PATH, 'from=tocsin'],
    ])
  })

  it('does not go out while something does not work, and does as soon as it works again', async () => {
    const { server, clock, beats, health, logged } = await beating()
    await expect.poll(() => beats).toEqual(['sent'])
    health.wrong = 'The database cannot be written'
    for (const ms of [60_000, 1_000, 1_000]) {
      const before = beats.length
      clock.advance(ms)
      await expect.poll(() => beats.length).toBe(before + 1)
    }
    expect(beats).toEqual(['sent', 'held', 'held', 'held'])
    expect(server.received).toHaveLength(1)
    expect(logged).toEqual(['No sign of life is sent {"wrong":"The database cannot be written"}'])
    delete health.wrong
    clock.advance(1_000)
    await expect.poll(() => beats.at(-1)).toBe('sent')
    expect(server.received).toHaveLength(2)
  })

  it('that did not arrive is sent again soon, and its address is told to nobody', async () => {
    const { server, clock, beats, logged } = await beating()
    await expect.poll(() => beats).toEqual(['sent'])
    server.mishaps.push({ status: 500, body: { message: `no ${SECRET_PATH}?from=tocsin` } }, 'drop')
    clock.advance(60_000)
    await expect.poll(() => beats).toEqual(['sent', 'failed'])
    clock.advance(10_000)
    await expect.poll(() => beats).toEqual(['sent', 'failed', 'failed'])
    clock.advance(10_000)
    await expect.poll(() => beats.at(-1)).toBe('sent')
    expect(logged.join('\n')).not.toContain('8f1c')
    expect(logged).toHaveLength(2) // once that it failed, once that it works again
  })

  it('follows no redirect', async () => {
    const elsewhere = await outsideServer(() => ({ status: 200, body: '' }))
    const { server, clock, beats } = await beating()
    await expect.poll(() => beats).toEqual(['sent'])
    server.mishaps.push({ redirect: `${elsewhere.url}/steal` })
    clock.advance(60_000)
    await expect.poll(() => beats).toEqual(['sent', 'failed'])
    expect(elsewhere.received).toEqual([])
  })

  it('that hangs does not keep the bot from stopping', async () => {
    const { server, clock, beats, heartbeat, running } = await beating()
    await expect.poll(() => beats).toEqual(['sent'])
    server.mishaps.push('hang')
    clock.advance(60_000)
    await expect.poll(() => server.received.length).toBe(2)
    await heartbeat.stop()
    await running
    expect(beats).toEqual(['sent'])
  })
})
