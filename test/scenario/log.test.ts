import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import type { Fault } from '../../src/sandbox/protocol.ts'
import { openWorkspace } from './workspace.ts'

/** In everything that anybody says or writes here, and nowhere else. */
const SAID = 'quokka'

/** What goes wrong on the way, so that there is something to complain about. */
const TROUBLE: Fault[] = [
  { on: 'api', kind: 'rate-limit', method: 'chat.postMessage', times: 1, retryAfterSeconds: 1 },
  { on: 'api', kind: 'status', status: 500, method: 'chat.postMessage', times: 2 },
  { on: 'api', kind: 'accept-then-drop', method: 'chat.postMessage', times: 1 },
  { on: 'api', kind: 'refuse', error: 'invalid_blocks', method: 'chat.update', times: 2 },
  { on: 'api', kind: 'refuse', error: 'restricted_action', method: 'conversations.setTopic', times: 1 },
  { on: 'api', kind: 'drop', method: 'views.open', times: 1 },
  { on: 'delivery', kind: 'duplicate', times: 3 },
]

describe.each(['socket', 'http'] as const)('the log of a whole incident, over %s', (connect) => {
  it('says what was done and what went wrong, and nothing of what anybody said', {
    timeout: 90_000,
  }, async () => {
    const lines: string[] = []
    const log = createLog('trace', { write: (line) => void lines.push(line) })
    const workspace = await openWorkspace({ connect, log })
    const [ana, ben] = [await workspace.person('ana'), await workspace.person('ben')]
    await ana.command(`/incident declare sev2 Orders ${SAID}`)
    const own = (await ana.state()).channels.find(({ name }) => name.startsWith('inc-1'))?.id ?? ''
    await workspace.faults(TROUBLE)
    await ben.click('Take command')
    await ana.command(`/incident note The ${SAID} is full`, own)
    await ana.command(`/incident update It is the ${SAID}`, own)
    await ana.command(`/incident page @ben Look at the ${SAID}`, own)
    await ana.command(`/incident evidence https://${SAID}.example.com/d/1`, own)
    await ana.command(`/incident ${SAID} what is this`, own)
    await ben.say(`I restarted the ${SAID}`, own)
    const { id, messages } = await ben.channel(own)
    const ts = messages.findLast(({ text }) => text.includes('restarted'))?.ts ?? ''
    await workspace.ask('POST', 'react', { as: ana.id, channel: id, ts, name: 'pushpin' })
    await workspace.ask('POST', 'edit', { as: ben.id, channel: id, ts, text: `I restarted no ${SAID}` })
    await workspace.ask('POST', 'type', {
      as: ben.id,
      channel: id,
      text: `The ${SAID} dashboard`,
      files: [{ name: `${SAID}.csv`, text: SAID }],
    })
    await workspace.advance(20)
    await ben.click('Post update…', own).catch(() => {})
    if ((await ben.modal()) !== undefined)
      await ben.submit({ summary: `The ${SAID} recovers`, impact: '', next: '' })
    await ana.command(`/incident correct #8 The ${SAID} was never full`, own)
    await ana.command(`/incident timeline ${SAID}`, own)
    await ana.command('/incident export json', own)
    await ben.command(`/incident redact #8 a ${SAID}`, own)
    await workspace.restart({ downMinutes: 10 })
    await ben.command(`/incident resolve The ${SAID} is back`, own)
    await workspace.advance(5)

    const said = lines.join('')
    expect(lines.length).toBeGreaterThan(50)
    expect(said).toContain('"level":"warn"') // the trouble is in it
    expect(said).not.toContain(SAID)
    expect(said).not.toContain('xoxb-')
  })
})
