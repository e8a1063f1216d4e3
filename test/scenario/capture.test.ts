import { describe, expect, it } from 'vitest'
import { openWorkspace, type Someone, type Workspace } from './workspace.ts'

/** Adds or takes away a reaction on the newest message with this text. */
async function react(
  workspace: Workspace,
  who: Someone,
  said: string,
  where: string,
  remove = false,
  name = 'pushpin',
) {
  const { id, ts } = await place(who, said, where)
  await workspace.ask('POST', 'react', { as: who.id, channel: id, ts, name, ...(remove && { remove }) })
  await workspace.quiet()
}
async function place(who: Someone, said: string, where: string) {
  const { id, messages } = await who.channel(where)
  const found = messages.findLast(({ text }) => text.includes(said))
  if (!found) throw new Error(`Nobody said “${said}” in ${where}`)
  return { id, ts: found.ts }
}
async function edit(workspace: Workspace, who: Someone, said: string, where: string, text: string | null) {
  const { id, ts } = await place(who, said, where)
  await workspace.ask('POST', 'edit', { as: who.id, channel: id, ts, text })
  await workspace.quiet()
}
const timeline = async (who: Someone, where = '#incident-room') =>
  (await who.command('/incident timeline', where)).answer

describe('nothing said in passing is lost', () => {
  it('a pinned message is on the timeline, with who said it, and only who pinned it hears that it worked', async () => {
    const workspace = await openWorkspace()
    const [ana, ben] = [await workspace.person('ana'), await workspace.person('ben')]
    await ana.command('/incident declare sev2 Orders API answers 500')
    const own = (await ana.state()).channels.find(({ name }) => name.startsWith('inc-1'))?.id ?? ''
    await ben.say('The pool is exhausted since the 09:30 release', own)
    await workspace.advance(7)
    const before = (await ana.messages(own)).length
    await react(workspace, ana, 'pool is exhausted', own)
    expect((await ana.reads(own)).at(-1)).toContain('On the timeline of *INC-1*')
    expect((await ben.messages(own)).length).toBe(before)
    const told = await timeline(ana)
    expect(told).toMatch(
      /<@U0ANA> captured what <@U0BEN> <http[^|]*\|wrote> in <#[^>]*> {2}_added at .*\n> The pool is exhausted/,
    )
    expect(told).toContain('_added at ')
    expect(told).not.toContain('pinned or unpinned')
  })

  it('what is pinned follows its message: an edit corrects it, the last pin withdraws it, a deletion is marked', async () => {
    const workspace = await openWorkspace()
    const [ana, ben, cleo] = await Promise.all(['ana', 'ben', 'chloe'].map((name) => workspace.person(name)))
    if (!ana || !ben || !cleo) throw new Error('Nobody is there')
    const own = await declared(ana, 'sev2 Orders API answers 500')
    await ben.say('Rolling back to 4711', own)
    await react(workspace, ana, 'Rolling back', own)
    await react(workspace, ben, 'Rolling back', own)
    await react(workspace, ana, 'Rolling back', own, true) // one pin is left
    expect(await timeline(ana)).not.toContain('withdrew')
    await edit(workspace, ben, 'Rolling back', own, 'Rolling back to 4710')
    expect(await timeline(ana)).toMatch(/<@U0BEN> changed the message of #\d+.*\n> Rolling back to 4710/)
    await react(workspace, ben, 'Rolling back', own, true)
    expect(await timeline(ana)).toMatch(/<@U0BEN> took back #\d+/)
    expect((await ben.reads(own)).at(-1)).toContain('Withdrawn from the timeline')

    await ben.say('Customers see “try again”', own)
    await react(workspace, ana, 'Customers see', own)
    await edit(workspace, ben, 'Customers see', own, null)
    expect(await timeline(ana)).toMatch(
      /Tocsin noticed that the message of #\d+ was deleted; what was captured stays/,
    )
    expect(await timeline(ana)).toContain('> Customers see “try again”')
  })

  it('a pin outlives rate limits, doubled deliveries and a restart of the bot', async () => {
    const workspace = await openWorkspace()
    const [ana, ben] = [await workspace.person('ana'), await workspace.person('ben')]
    const own = await declared(ana, 'sev2 Orders API answers 500')
    await ben.say('The replica is three hours behind', own)
    await workspace.faults([
      { on: 'api', kind: 'rate-limit', method: 'conversations.replies', retryAfterSeconds: 30, times: 9 },
      { on: 'delivery', kind: 'duplicate', method: 'event' },
    ])
    await react(workspace, ana, 'replica', own)
    expect(await timeline(ana)).not.toContain('three hours behind')
    await workspace.restart()
    await workspace.faults([])
    await workspace.advance(2)
    expect((await timeline(ana)).match(/three hours behind/g)).toHaveLength(1)
  })

  it('in the room a pin goes to the card of its thread, to the only open incident, or it is asked', async () => {
    const workspace = await openWorkspace()
    const [ana, ben] = [await workspace.person('ana'), await workspace.person('ben')]
    await ana.command('/incident declare sev3 Orders fail')
    await ben.say('Is this the new index?')
    await react(workspace, ben, 'new index', '#incident-room')
    expect(await timeline(ana)).toContain('> Is this the new index?')

    await ana.command('/incident declare sev3 Returns fail')
    const card = (await ana.messages()).findLast(({ text }) => text.includes('Returns fail'))
    await ben.command('In the thread of the second', '#incident-room', card?.ts)
    await react(workspace, ana, 'In the thread', '#incident-room')
    expect((await ana.command('/incident INC-2 timeline')).answer).toContain('> In the thread of the second')

    await ben.say('Both have to do with the database')
    await react(workspace, ana, 'Both have to do', '#incident-room')
    expect((await ana.reads()).at(-1)).toContain('Which incident does the message that you marked belong to?')
    await ana.click('INC-1 Orders fail')
    expect((await ana.command('/incident INC-1 timeline')).answer).toContain(
      '> Both have to do with the database',
    )
    expect((await ana.command('/incident INC-2 timeline')).answer).not.toContain('Both have to do')
  })

  it('a note says when it happened, in the time zone of who writes it, and how it was understood', async () => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    await ana.command('/incident declare sev3 Orders fail')
    await workspace.advance(30)
    const { answer } = await ana.command('/incident note -20m Restarted the pool')
    const at = Number(/, for <!date\^(\d+)\^/.exec(answer)?.[1])
    const { now } = await ana.state()
    expect(Math.abs(now / 1000 - at - 20 * 60)).toBeLessThan(120)
    expect(await timeline(ana)).toContain('_added at ')
    expect((await ana.command('/incident note at 2099-01-01 10:00 x')).answer).toContain('is still to come')
    expect((await ana.command('/incident note at 25:99 x')).answer).toContain('“25:99” is no time')
    expect((await ana.command('/incident note at the moment nothing works')).answer).toContain(
      'at the moment nothing works',
    )
  })

  it('evidence is taken once, and the card counts it; files are taken by being shared', async () => {
    const workspace = await openWorkspace()
    const [ana, ben] = [await workspace.person('ana'), await workspace.person('ben')]
    const own = await declared(ana, 'sev2 Orders fail')
    await ana.command('/incident evidence req-id 7f3a9c2e, 81bb04d1 7f3a9c2e')
    expect(await timeline(ana)).toMatch(/added 2 pieces of evidence\n> request 7f3a9c2e · request 81bb04d1/)
    expect((await ben.command('/incident evidence req-id 81bb04d1', own)).answer).toContain(
      'has all of this already: request 81bb04d1 (since ',
    )
    expect((await ben.command('/incident evidence req-id 81bb04d1 cafe01', own)).answer).toContain(
      'request 81bb04d1 was known since <!date',
    )
    await ben.command('/incident evidence https://grafana.example.com/d/orders?from=1', own)
    const { id } = await ben.channel(own)
    await workspace.ask('POST', 'type', {
      as: ben.id,
      channel: id,
      text: 'The dashboard',
      files: [{ name: 'p95.csv', text: 'a,b' }],
    })
    await workspace.quiet()
    expect(await timeline(ana)).toMatch(/<@U0BEN> shared <http[^|]*\|p95.csv> \(3 bytes\)/)
    expect((await ana.reads(own)).join('\n')).toContain('5 pieces of evidence')
  })

  it('the shortcut puts a message from anywhere on the timeline, with its own time, kind and comment', async () => {
    const workspace = await openWorkspace()
    const [ana, ben] = [await workspace.person('ana'), await workspace.person('ben')]
    const own = await declared(ana, 'sev2 Orders fail')
    await ben.say('Three customers called about <checkout> & more', '#general')
    await shortcut(workspace, ana, 'Three customers', '#general')
    expect((await ana.modal())?.view.callback_id).toBe('form.add-message')
    await ana.submit({ kind: 'impact', comment: 'First sign from outside' })
    const told = await timeline(ana)
    expect(told).toMatch(
      /<@U0ANA> captured what <@U0BEN> .* as impact\n> Three customers called about &lt;checkout&gt; &amp; more · Comment: First sign from outside/,
    )
    expect((await ana.reads(own)).join('\n')).toContain('Three customers called') // said to those who do not read #general
    // It is followed like a pinned one, and its kind and comment stay.
    await ben.say('We fail over now', own)
    await shortcut(workspace, ana, 'We fail over', own)
    await ana.submit({ kind: 'decision', comment: 'Agreed with Chloe' })
    await edit(workspace, ben, 'We fail over', own, 'We fail over at ten')
    expect(await timeline(ana)).toMatch(/> We fail over at ten · Comment: Agreed with Chloe/)
  })

  it('moments are corrected with a reason, in words or by a form', async () => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    await ana.command('/incident declare sev3 Orders fail')
    await workspace.advance(40)
    await ana.command('/incident status monitoring')
    expect((await ana.command('/incident moment mitigated -10m The error rate fell then')).answer).toContain(
      'you said that “mitigated” was at',
    )
    expect((await ana.command('/incident moment started -1m No')).answer).toContain(
      'cannot be later than that',
    )
    expect((await ana.command('/incident moment ended -1m No')).answer).toContain(
      'is not a moment of an incident',
    )
    await ana.command('/incident resolve')
    await ana.click('More', '#incident-room', 'Correct a key moment…')
    expect(JSON.stringify(await ana.modal())).toContain(', assumed')
    const { now } = await ana.state()
    const started = Math.floor(now / 1000) - 50 * 60
    await ana.submit({ moment: 'started', time: String(started), reason: 'The graphs say so' })
    expect(await ana.modal()).toBeUndefined()
    expect((await ana.reads()).join('\n')).toMatch(new RegExp(`“started” was at <!date\\^${started}`))
  })
})

async function declared(who: Someone, words: string): Promise<string> {
  await who.command(`/incident declare ${words}`)
  const own = (await who.state()).channels.findLast(({ name }) => name.startsWith('inc-'))
  if (!own) throw new Error('It has no channel')
  return own.id
}

async function shortcut(workspace: Workspace, who: Someone, said: string, where: string) {
  const { id, ts } = await place(who, said, where)
  await workspace.ask('POST', 'shortcut', { as: who.id, callbackId: 'shortcut.add-message', channel: id, ts })
  await workspace.quiet()
}
