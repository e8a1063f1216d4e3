import { describe, expect, it } from 'vitest'
import type { Channel, Message } from '../../src/sandbox/protocol.ts'
import { openWorkspace, type Someone } from './workspace.ts'

const LONG = { timeout: 120_000 }

/** An incident that Ana led to its end. */
async function overIn(workspace: Awaited<ReturnType<typeof openWorkspace>>, severity = 'sev2') {
  const ana = await workspace.person('ana')
  await ana.command(`/incident declare ${severity} class:orders Orders API answers 500`)
  await ana.click('Take command')
  await workspace.advance(12)
  await ana.command('/incident update Rolled back; errors are falling')
  await workspace.advance(3)
  await ana.command('/incident resolve Back to normal')
  return ana
}
const withFiles = (messages: Message[]) => messages.filter(({ files }) => files.length > 0)
const room = async (person: Someone) => withFiles(await person.messages())
const own = async (person: Someone): Promise<Channel> => {
  const { channels } = await person.state()
  const found = channels.find(({ name }) => name.startsWith('inc-1-'))
  if (!found) throw new Error('The incident has no channel')
  return found
}

describe('the report', () => {
  it(
    'comes a moment after the end, into the thread with its picture and as the canvas of the channel',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const ana = await overIn(workspace)
      expect(await room(ana)).toEqual([])
      await workspace.advance(1)
      const [sent, ...more] = await room(ana)
      expect(more).toEqual([])
      expect(sent?.threadTs).toBeDefined()
      expect(sent?.files.map(({ mimetype }) => mimetype)).toEqual([
        'image/png',
        expect.stringMatching(/^text\//),
      ])
      expect(sent?.text).toContain('resolved after 15 min · updates kept: 100 % · recovery time met')
      const { canvas } = await own(ana)
      const shown = await workspace.ask<{ markdown: string }>('GET', `canvas?as=${ana.id}&id=${canvas?.id}`)
      expect(shown.markdown).toContain('Rolled back; errors are falling')
      expect(shown.markdown).toContain('Incident commander: Ana Ruiz')
    },
  )

  it('follows what is added later, several things at once, and is not posted anew for it', LONG, async () => {
    const workspace = await openWorkspace()
    const ana = await overIn(workspace)
    await workspace.advance(1)
    const { canvas } = await own(ana)
    const read = async () =>
      (await workspace.ask<{ markdown: string }>('GET', `canvas?as=${ana.id}&id=${canvas?.id}`)).markdown
    await ana.command('/incident note INC-1 The pool is too small by half')
    await ana.command('/incident rename INC-1 Orders: too few connections')
    expect(await read()).not.toContain('too small by half')
    await workspace.advance(2)
    expect(await read()).toContain('too small by half')
    expect(await room(ana)).toHaveLength(1)
  })

  it('does not come for an incident that was resolved by mistake and taken up again', LONG, async () => {
    const workspace = await openWorkspace()
    const ana = await overIn(workspace, 'sev3')
    await ana.command('/incident reopen INC-1 Wrong incident')
    await workspace.advance(2)
    expect(await room(ana)).toEqual([])
    await ana.command('/incident resolve Now really')
    await workspace.advance(1)
    expect(await room(ana)).toHaveLength(1)
  })

  it(
    'is handed over once though its answer was lost, and comes though the bot was down when it was due',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const ana = await overIn(workspace, 'sev3')
      await workspace.faults([
        { on: 'api', method: 'files.completeUploadExternal', kind: 'accept-then-drop', times: 1 },
      ])
      for (let minute = 0; minute < 3; minute += 1) await workspace.advance(1)
      expect(await room(ana)).toHaveLength(1)
      await ana.command('/incident declare sev4 A typo')
      await ana.command('/incident resolve INC-2 Corrected')
      await workspace.restart({ downMinutes: 1 })
      await workspace.advance(1)
      expect((await room(ana)).map(({ text }) => text.slice(0, 20))).toEqual([
        '*Report of INC-1* Or',
        '*Report of INC-2* A ',
      ])
    },
  )

  it('is a file alone where there are no canvases', LONG, async () => {
    const workspace = await openWorkspace()
    await workspace.ask('POST', 'plan', { canvases: 'off' })
    const ana = await overIn(workspace)
    await workspace.advance(1)
    const [sent] = await room(ana)
    expect(sent?.text).toContain('`/incident report INC-1`')
    expect((await own(ana)).canvas).toBeUndefined()
  })

  it(
    'is had by asking, at any time: where the incident is at home for all, elsewhere for oneself',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const [ana, ben] = [await workspace.person('ana'), await workspace.person('ben')]
      await ana.command('/incident declare sev3 Search is slow')
      expect((await ana.command('/incident report')).answer).toContain('to the thread of its card')
      expect((await room(ana))[0]?.text).toContain('Report so far of INC-1')
      expect((await ben.command('/incident report INC-1', '#general')).answer).toContain(
        'to your messages with me',
      )
      expect(withFiles((await ben.directMessages()).messages)).toHaveLength(1)
      expect(await room(ana)).toHaveLength(1)
    },
  )
})

describe('statistics', () => {
  it('are told in words at once, with the picture in one’s own messages', LONG, async () => {
    const workspace = await openWorkspace()
    const ana = await overIn(workspace)
    await ana.command('/incident declare sev4 A typo')
    const { answer } = await ana.command('/incident stats 7d')
    expect(answer).toContain('Incidents in the last 7 days')
    expect(answer).toContain('*2* in all, *1* still open')
    expect(answer).toContain('Orders *1*')
    expect(answer).toMatch(/MTTR\):\* median \*15 min\*, nine of ten within 15 min \(1 measured, 1 without\)/)
    expect(answer).toContain('100 % of 1 promised ones came in time')
    const [picture] = withFiles((await ana.directMessages()).messages)
    expect(picture?.files[0]?.mimetype).toBe('image/png')
    expect((await ana.command('/incident stats 2001-01')).answer).toContain(
      'There was no incident in January 2001',
    )
    expect((await ana.command('/incident stats soon')).answer).toContain('30d, 12w, 2026-10')
  })
})
