import { describe, expect, it } from 'vitest'
import type { ApiCall, Delivery } from '../../src/sandbox/protocol.ts'
import { openWorkspace, wordsOf } from '../scenario/workspace.ts'

const BOTH = ['http', 'socket'] as const

describe.each(BOTH)('in the embedded workspace, over %s', (connect) => {
  it('an incident goes from declaration to its end by commands, buttons and forms', async () => {
    const workspace = await openWorkspace({ connect })
    const ana = await workspace.person('ana')
    const ben = await workspace.person('ben')
    expect(
      (await ana.command('/incident declare sev2 Orders <!channel> & fail', '#general')).answer,
    ).toContain('*INC-1*')
    expect(await ana.click('Take command')).toMatchObject({ ok: true })
    expect(await ben.click('Post update…')).toMatchObject({ ok: true })
    expect(await ben.submit({ summary: 'Rolled back', impact: 'A few orders' })).toMatchObject({ ok: true })
    expect(await ana.click('Mark identified')).toMatchObject({ ok: true })
    expect(await ana.click('More', '#incident-room', 'Change severity…')).toMatchObject({ ok: true })
    expect(await ana.submit({ severity: 'sev3', reason: 'Few feel it' })).toMatchObject({ ok: true })
    expect((await ana.command('/incident resolve All quiet', '#inc-1-orders-channel-fail')).answer).toContain(
      'you resolved it',
    )

    const room = (await ana.reads()).join('\n')
    expect(room).toContain('🟡 SEV3 · INC-1 Orders <!channel> & fail')
    for (const part of [
      '✅ Resolved',
      '> Rolled back',
      '*Impact:* A few orders',
      'lowered the severity',
      '> All quiet',
    ])
      expect(room).toContain(part)
    const own = await ana.channel('#inc-1-orders-channel-fail')
    expect(own.topic).toBe('🟡 SEV3 INC-1 · Resolved · commander <@U0ANA> · Orders ‹!channel› & fail')
    expect(own.members).toEqual(expect.arrayContaining([ana.id, ben.id]))
    expect((await ana.channel('#incident-room')).pins).toHaveLength(1)
    const refused = (await workspace.ask<ApiCall[]>('GET', 'record')).filter(({ ok }) => !ok)
    expect(refused.filter(({ error }) => error !== 'already_in_channel')).toEqual([])
  })

  it('a repeated delivery is done once', async () => {
    const workspace = await openWorkspace({ connect })
    const ana = await workspace.person('ana')
    await ana.command('/incident declare sev3 Once')
    await workspace.ask('POST', 'redeliver', {})
    await workspace.quiet()
    expect((await ana.command('/incident list all')).answer.match(/INC-\d/g)).toEqual(['INC-1'])
  })

  it('a post whose answer never comes is made once', async () => {
    const workspace = await openWorkspace({ connect })
    const ana = await workspace.person('ana')
    await workspace.faults([{ on: 'api', kind: 'accept-then-drop', method: 'chat.postMessage', times: 2 }])
    await ana.command('/incident declare sev4 Dropped')
    await ana.command('/incident note Seen')
    await workspace.advance(2)
    await workspace.advance(2)
    const looked = (await workspace.ask<ApiCall[]>('GET', 'record')).map(({ method }) => method)
    expect(looked).toEqual(expect.arrayContaining(['conversations.history', 'conversations.replies']))
    const room = await ana.messages()
    expect(room.filter(({ text }) => text.includes('INC-1 Dropped'))).toHaveLength(1)
    expect(room.filter(({ text }) => text.startsWith('INC-1: 📝'))).toHaveLength(1)
  })
})

describe('a storm of refusals', () => {
  it('delays what is said, in order, and loses none of it', async () => {
    const workspace = await openWorkspace({ connect: 'socket' })
    const ana = await workspace.person('ana')
    await ana.command('/incident declare sev4 Stormy')
    await workspace.faults([
      { on: 'api', kind: 'rate-limit', method: 'chat.postMessage', times: 3, retryAfterSeconds: 2 },
      { on: 'api', kind: 'rate-limit', method: 'chat.postMessage', times: 2 },
      { on: 'api', kind: 'rate-limit', method: 'chat.update', times: 2, retryAfterSeconds: 1 },
    ])
    for (let n = 1; n <= 4; n += 1) await ana.command(`/incident update number ${n}.`)
    for (let minute = 0; minute < 8; minute += 1) await workspace.advance(1)
    const thread = (await ana.messages()).filter(({ text }) => text.startsWith('INC-1: 📣')).map(wordsOf)
    expect(thread.map((words) => /number (\d)/.exec(words)?.[1])).toEqual(['1', '2', '3', '4'])
    expect((await ana.reads()).join()).toContain('*Update 4*')
  })
})

describe('sockets', () => {
  it('are two, and one being refreshed loses nothing', async () => {
    const workspace = await openWorkspace({ connect: 'socket' })
    const ana = await workspace.person('ana')
    await ana.command('/incident declare sev4 Refreshed')
    for (let n = 1; n <= 6; n += 1) {
      await workspace.ask('POST', 'disconnect', { reason: 'refresh_requested' })
      expect((await ana.command(`/incident note number ${n}.`)).answer).toContain('you noted')
    }
    const { app } = await ana.state()
    expect(app.connected).toBe('socket')
    const timeline = (await ana.command('/incident timeline')).answer
    for (let n = 1; n <= 6; n += 1) expect(timeline.split(`number ${n}.`)).toHaveLength(2)
  })

  it('come back after all were cut', async () => {
    const workspace = await openWorkspace({ connect: 'socket' })
    const ana = await workspace.person('ana')
    await workspace.ask('POST', 'disconnect', { hard: true })
    await expect.poll(async () => (await ana.state()).app.connected, { timeout: 10_000 }).toBe('socket')
    expect((await ana.command('/incident declare sev4 Back')).answer).toContain('*INC-1*')
    const deliveries = await workspace.ask<Delivery[]>('GET', 'deliveries')
    expect(deliveries.at(-1)).toMatchObject({ via: 'socket', acked: true })
  })
})
