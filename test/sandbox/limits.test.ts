import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/sandbox/app.ts'
import { WorkspaceClock } from '../../src/sandbox/clock.ts'
import { newFile } from '../../src/sandbox/files.ts'
import { found } from '../../src/sandbox/founding.ts'
import { Journal } from '../../src/sandbox/journal.ts'
import {
  CALLS_RECORDED,
  EPHEMERALS_PER_CHANNEL,
  FILE_BYTES,
  FILE_BYTES_KEPT,
  FILES_KEPT,
  MESSAGES_PER_CHANNEL,
  TRIGGERS_KEPT,
} from '../../src/sandbox/limits.ts'
import { addEphemeral, addMessage } from '../../src/sandbox/messages.ts'
import { Triggers } from '../../src/sandbox/triggers.ts'
import { Tiers } from '../../src/sandbox/web-api/tiers.ts'
import { Workspace } from '../../src/sandbox/workspace.ts'
import { manifestOf } from './stand.ts'

function fresh() {
  const clock = new WorkspaceClock()
  const app = readManifest(manifestOf())
  const workspace = new Workspace(app, clock, found(app, clock))
  const channel = workspace.channels.get('C0ROOM')
  if (!channel) throw new Error('no room')
  return { clock, workspace, channel }
}

describe('what the workspace keeps is bounded', () => {
  it('messages and ephemeral messages, the oldest going first', () => {
    const { workspace, channel } = fresh()
    for (let n = 0; n < MESSAGES_PER_CHANNEL + 10; n++)
      addMessage(workspace, channel, { user: 'U0ANA', text: `m${n}` })
    for (let n = 0; n < EPHEMERALS_PER_CHANNEL + 10; n++) {
      addEphemeral(workspace, channel, { user: 'U0TOCSIN', text: `e${n}`, ephemeralFor: 'U0ANA' })
    }
    const texts = [...channel.messages.values()].map((one) => one.text)
    expect(texts).toHaveLength(MESSAGES_PER_CHANNEL)
    expect([texts[0], texts.at(-1)]).toEqual(['m10', `m${MESSAGES_PER_CHANNEL + 9}`])
    expect(channel.ephemerals.size).toBe(EPHEMERALS_PER_CHANNEL)
  })

  it('the record of calls, files and triggers', () => {
    const { clock, workspace } = fresh()
    const journal = new Journal()
    for (let n = 0; n < CALLS_RECORDED * 1.2; n++)
      journal.call({ at: 0, method: 'x', args: {}, ok: true, answered: true })
    expect(journal.calls()).toHaveLength(CALLS_RECORDED)
    expect(journal.calls().at(-1)?.n).toBe(CALLS_RECORDED * 1.2)

    for (let n = 0; n < FILES_KEPT + 5; n++) newFile(workspace, { name: `${n}.txt`, size: 1, user: 'U0ANA' })
    expect(workspace.files.size).toBe(FILES_KEPT)
    for (let n = 0; n < 12; n++) newFile(workspace, { name: `${n}.bin`, size: FILE_BYTES, user: 'U0ANA' })
    const bytes = [...workspace.files.values()].reduce((sum, one) => sum + one.size, 0)
    expect(bytes).toBeLessThanOrEqual(FILE_BYTES_KEPT)

    const triggers = new Triggers(clock, 3_000)
    const first = triggers.issue('U0ANA')
    for (let n = 0; n < TRIGGERS_KEPT; n++) triggers.issue('U0ANA')
    expect(triggers.exchange(first)).toBe('invalid_trigger_id')
  })

  it('rates recover on the workspace clock, a bit at a time', () => {
    const { clock } = fresh()
    const tiers = new Tiers(clock)
    for (let n = 0; n < 20; n++) expect(tiers.take('pins.add', '')).toBeUndefined()
    expect(tiers.take('pins.add', '')).toBe(3)
    clock.advance(3_000)
    expect(tiers.take('pins.add', '')).toBeUndefined()
    expect(tiers.take('pins.add', '')).toBe(3)
    expect(tiers.take('pins.remove', '')).toBeUndefined()
  })
})

describe('the clock', () => {
  it('fires what a fast-forward makes due, earliest first, and once', () => {
    const { clock } = fresh()
    const fired: string[] = []
    clock.after(120_000, () => fired.push('two minutes'))
    clock.after(60_000, () => fired.push('one minute'))
    clock.after(600_000, () => fired.push('ten minutes'))
    clock.after(90_000, () => fired.push('cancelled'))()
    clock.advance(300_000)
    expect(fired).toEqual(['one minute', 'two minutes'])
    clock.advance(300_000)
    expect(fired).toEqual(['one minute', 'two minutes', 'ten minutes'])
    clock.close()
  })
})
