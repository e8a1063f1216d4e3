import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readManifest } from '../../src/sandbox/app.ts'
import { WorkspaceClock } from '../../src/sandbox/clock.ts'
import { found } from '../../src/sandbox/founding.ts'
import { StateFile } from '../../src/sandbox/persist.ts'
import { manifestOf, refusal, Stand } from './stand.ts'

let folder: string
let stateFile: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-'))
  stateFile = join(folder, 'data', 'workspace.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a restart', () => {
  it('keeps channels, messages, pins, homes, ids and the clock', async () => {
    const first = await Stand.open({ stateFile })
    const { client } = first
    const channel = (await client.conversations.create({ name: 'inc-1' })).channel?.id ?? ''
    await client.conversations.invite({ channel, users: 'U0ANA' })
    const ts =
      (
        await client.chat.postMessage({
          channel,
          text: 'card',
          metadata: { event_type: 'k', event_payload: { a: 1 } },
        })
      ).ts ?? ''
    await client.pins.add({ channel, timestamp: ts })
    await client.chat.postEphemeral({ channel, user: 'U0ANA', text: 'gone after' })
    await client.views.publish({ user_id: 'U0ANA', view: { type: 'home', blocks: [{ type: 'divider' }] } })
    await first.post('advance', { minutes: 90 })
    await first.close()

    const second = await Stand.open({ stateFile })
    const state = await second.state()
    const kept = state.channels.find((one) => one.id === channel)
    expect(kept).toMatchObject({ name: 'inc-1', pins: [ts], members: ['U0TOCSIN', 'U0ANA'] })
    expect(kept?.messages.map((one) => one.text)).toContain('card')
    expect(kept?.messages.map((one) => one.text)).not.toContain('gone after')
    expect(state.home?.view).toMatchObject({ type: 'home' })
    expect(state.clockOffsetMs).toBe(90 * 60_000)
    expect(second.sandbox.clockOffsetMs).toBe(90 * 60_000)
    const next = await second.client.conversations.create({ name: 'inc-2' })
    expect(next.channel?.id).not.toBe(channel)
    const later = await second.client.chat.postMessage({ channel, text: 'later' })
    expect(Number(later.ts)).toBeGreaterThan(Number(ts))
    const read = await second.client.conversations.history({ channel, include_all_metadata: true })
    expect(read.messages?.find((one) => one.ts === ts)).toMatchObject({
      metadata: { event_payload: { a: 1 } },
    })
    await second.close()
  })

  it('keeps files and canvases, the bytes beside the state', async () => {
    const first = await Stand.open({ stateFile })
    await first.post('type', {
      as: 'U0ANA',
      channel: 'C0ROOM',
      text: '',
      files: [{ name: 'a.log', text: 'line one' }],
    })
    const { canvas_id } = await first.client.conversations.canvases.create({
      channel_id: 'C0ROOM',
      document_content: { type: 'markdown', markdown: '# Kept' },
    })
    await first.post('plan', { canvases: 'off' })
    await first.close()
    expect(readFileSync(stateFile, 'utf8')).not.toContain(Buffer.from('line one').toString('base64'))

    const second = await Stand.open({ stateFile })
    const channel = await second.channel('C0ROOM')
    const file = channel.messages.at(-1)?.files[0]
    expect(await (await fetch(file?.url ?? '')).text()).toBe('line one')
    expect(channel.canvas?.id).toBe(canvas_id)
    expect(await second.get(`canvas?as=U0ANA&id=${canvas_id}`)).toMatchObject({ markdown: '# Kept' })
    const edit = second.client.canvases.edit({
      canvas_id: canvas_id ?? '',
      changes: [{ operation: 'insert_at_end', document_content: { type: 'markdown', markdown: 'x' } }],
    })
    expect(await refusal(edit)).toBe('canvas_disabled_user_team')
    await second.close()
  })

  it('reads the files and canvases of before, when they stood in the state itself', async () => {
    const first = await Stand.open({ stateFile })
    await first.type('before')
    await first.close()
    const stored = JSON.parse(readFileSync(stateFile, 'utf8'))
    const room = stored.data.channels.find((one: { id: string }) => one.id === 'C0ROOM')
    const { ts } = room.messages.at(-1)
    Object.assign(room.messages.at(-1), { files: ['F1'], subtype: 'file_share' })
    Object.assign(room, { canvas: 'F2' })
    stored.data.files = [
      {
        id: 'F1',
        name: 'old.md',
        title: 'old.md',
        mimetype: 'text/plain',
        size: 5,
        user: 'U0ANA',
        created: 1,
        content: Buffer.from('# Old').toString('base64'),
        shares: [{ channel: 'C0ROOM', ts }],
      },
    ]
    stored.data.canvases = [{ id: 'F2', title: 'T', markdown: '# Then', channel: 'C0ROOM', created: 1 }]
    delete stored.data.plan
    writeFileSync(stateFile, JSON.stringify(stored))

    const second = await Stand.open({ stateFile })
    const file = (await second.channel('C0ROOM')).messages.at(-1)?.files[0]
    expect(file).toMatchObject({ filetype: 'markdown', preview: { text: '# Old', lines: 1 } })
    expect(await (await fetch(file?.url ?? '')).text()).toBe('# Old')
    expect(await second.get('canvas?as=U0ANA&id=F2')).toMatchObject({ title: 'T', markdown: '# Then' })
    await second.close()
  })

  it('finds what was written shortly after a change, whole, without a close', async () => {
    const first = await Stand.open({ stateFile })
    await first.type('remember me')
    const stored = () => {
      try {
        return readFileSync(stateFile, 'utf8')
      } catch {
        return ''
      }
    }
    await expect.poll(stored).toContain('remember me')
    expect(JSON.parse(stored())).toHaveProperty('format')
    await first.close()
    expect(readdirSync(join(folder, 'data'))).toEqual(['workspace.json'])
  })

  it('refuses a file that is not a workspace, in one sentence', async () => {
    const file = join(folder, 'broken.json')
    writeFileSync(file, '{"half')
    await expect(Stand.open({ stateFile: file })).rejects.toThrow(/is not a workspace of this version/)
    expect(readFileSync(file, 'utf8')).toBe('{"half')
  })
})

describe('starting', () => {
  it('refuses an address that others could reach, and a manifest that is none', async () => {
    await expect(Stand.open({ host: '0.0.0.0' })).rejects.toThrow('listens only on this machine')
    await expect(Stand.open({ manifest: {} })).rejects.toThrow('display_information')
    await expect(Stand.open({ manifest: undefined })).rejects.toThrow('manifest')
  })

  it('shows the commands of the manifest, with their words', async () => {
    const stand = await Stand.open({
      manifest: manifestOf(),
      completions: { '/raw': [{ text: 'one', description: 'first' }] },
    })
    const { commands, name } = (await stand.state()).app
    expect(name).toBe('Probe')
    expect(commands).toMatchObject([
      { command: '/probe', subcommands: [{ text: 'start' }, { text: 'stop' }] },
      { command: '/raw', subcommands: [{ text: 'one', description: 'first' }] },
    ])
    const welcome = (await stand.channel('C0ROOM')).messages[0]
    expect(welcome?.text).toContain('/probe')
    await stand.close()
  })
})

describe('a close', () => {
  it('leaves no write behind that was about to begin', async () => {
    const clock = new WorkspaceClock()
    let begin = () => {}
    clock.afterReal = (_ms, run) => {
      begin = run
      return () => {}
    }
    let written = 0
    const file = new StateFile(stateFile, clock, () => {
      written++
      return found(readManifest(manifestOf()), clock)
    })
    file.changed()
    const closed = file.close()
    begin()
    await closed
    await file.close()
    expect([written, readdirSync(join(folder, 'data'))]).toEqual([1, ['workspace.json']])
  })
})
