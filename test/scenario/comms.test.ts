import { describe, expect, it } from 'vitest'
import { openWorkspace, type Someone, type Workspace, wordsOf } from './workspace.ts'

const LONG = { timeout: 180_000 }

/** A SEV2 that Ana commands, with Sofia on communication. */
async function begun(workspace: Workspace) {
  const { ana, sofia, victor, gil } = await workspace.people('ana', 'sofia', 'victor', 'gil')
  await ana.command('/incident declare sev2 Orders cannot be placed')
  await ana.command('/incident take INC-1')
  await sofia.command('/incident take INC-1 communications')
  return { ana, sofia, victor, gil }
}

describe('a message', () => {
  it('to colleagues goes out at once, word for word, and once', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana } = await begun(workspace)
    await ana.command('/incident comms INC-1')
    expect(await ana.form()).toContain('First public notice')
    await ana.press('comms.write:stakeholder-update')
    await ana.submit({ 'ask.impact': 'One order in three fails', 'ask.news': 'Payments are moved' })
    expect(await ana.form()).toContain('One order in three fails.')
    await ana.submit()
    const posted = await ana.reads('#stakeholders')
    expect(posted.filter((text) => text.includes('One order in three fails'))).toHaveLength(1)
    await ana.press('comms.open:1')
    expect(await ana.form()).toContain('✅ Stakeholders in #stakeholders')
  })

  it('to the public waits for the approval of another person, of the exact text', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, sofia } = await begun(workspace)
    await sofia.click('Tell people…')
    expect(await sofia.form()).toContain('is promised a notice by')
    await sofia.press('comms.write:first-public-notice')
    await sofia.submit({ 'ask.affected': 'Some orders cannot be placed' })
    await sofia.submit()
    expect(await ana.card()).toContain('waits for')
    expect((await sofia.told()).join()).not.toContain('Please approve')
    expect((await ana.told()).join()).toContain(
      'We are looking into a problem: Some orders cannot be placed.',
    )
    await ana.click('Approve', (await ana.directMessages()).id)
    expect((await ana.told()).join()).toContain('was approved by')
    expect(await ana.card()).toContain('Last told')
  })

  it(
    'is changed, declined and approved again: only the last text goes out, and copies say so',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, sofia, victor } = await begun(workspace)
      await drafted(sofia, 'Some orders fail')
      await sofia.submit()
      await ana.click('Decline…', (await ana.directMessages()).id)
      await ana.submit({ reason: 'Say which orders' })
      expect((await victor.told()).at(-1)).toContain('Say which orders')
      await sofia.command('/incident comms INC-1')
      expect(await sofia.form()).toContain('Not approved by')
      await sofia.press('comms.open:1')
      await sofia.submit({ body: 'Orders by card fail. Our next update comes by noon.' })
      expect(await sofia.form()).toContain('Saved as you changed it, and not sent yet')
      await sofia.submit()
      expect((await victor.told()).at(-1)).toContain('Orders by card fail')
      expect(await victor.told()).toHaveLength(2)
      // The copy of the first text asks nothing any more.
      const [first = ''] = await victor.told()
      expect(first).not.toContain('Approve')
      await victor.click('Approve', (await victor.directMessages()).id)
      const entries = await ana.command('/incident timeline INC-1')
      expect(entries.answer).toContain('sent message 1 to Public status page')
      expect((await ana.told()).at(-1)).toContain('was approved by')
    },
  )

  it('is not approved by a press on what was changed in the meantime, nor by a guest', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, sofia, victor, gil } = await begun(workspace)
    await drafted(sofia, 'Some orders fail')
    await sofia.submit()
    const place = (await victor.directMessages()).id
    const stale = (await victor.messages(place)).at(-1)
    await sofia.press('comms.edit')
    await sofia.submit({ body: 'Other words. Our next update comes by noon.' })
    const old = { as: victor.id, channel: place, ts: stale?.ts, actionId: 'incident.approve-message' }
    await expect(workspace.ask('POST', 'click', old)).rejects.toThrow() // its button is gone
    expect((await victor.told()).at(-1)).toContain('was changed by')
    const { answer } = await gil.command('/incident comms INC-1')
    expect(answer).toContain('Guests can read along')
    expect(await ana.card()).not.toContain('Last told')
  })

  it('written before a restart is sent after it, and once though the answer was lost', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, sofia } = await begun(workspace)
    await sofia.command('/incident comms INC-1')
    await sofia.press('comms.write:stakeholder-update')
    await sofia.submit({ 'ask.impact': 'One order in three fails', 'ask.news': 'Payments are moved' })
    await workspace.restart()
    await workspace.faults([{ on: 'api', kind: 'accept-then-drop', method: 'chat.postMessage', times: 2 }])
    await sofia.command('/incident comms INC-1')
    await sofia.press('comms.open:1')
    await sofia.submit()
    await workspace.advance(2)
    const posted = (await ana.reads('#stakeholders')).filter((text) =>
      text.includes('One order in three fails'),
    )
    expect(posted).toHaveLength(1)
    await sofia.command('/incident comms INC-1')
    expect(await sofia.form()).toContain('✅ Stakeholders in #stakeholders')
  })

  it(
    'shows in the shop until it is taken down, and is no tampering with the switch of the banner',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, sofia } = await begun(workspace)
      await sofia.command('/incident comms INC-1')
      await sofia.press('comms.write:banner-partial-outage')
      await sofia.submit({ 'ask.affected': 'Some orders cannot be placed' })
      await sofia.submit()
      await ana.click('Approve', (await ana.directMessages()).id)
      const { answer } = await ana.command('/killswitch status customer_banner')
      expect(answer).not.toContain('elsewhere')
      await workspace.advance(11)
      expect((await ana.reads()).join()).not.toContain('changed elsewhere')
      expect(await ana.card()).toContain('Customer banner')
    },
  )

  it('of a template that was taken out of use is not offered, until it is back', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana } = await begun(workspace)
    await ana.command('/killswitch pull template-scope The wording is being reviewed')
    await ana.command('/incident comms INC-1')
    expect(await ana.form()).toContain('_Disabled: The wording is being reviewed_')
    expect(await ana.form()).not.toContain('comms.write:scope')
    await ana.command('/killswitch restore template-scope Reviewed')
    await ana.command('/incident comms INC-1')
    expect(await ana.form()).toContain('comms.write:scope')
  })

  it('that is sent is corrected under the first one', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana } = await begun(workspace)
    await ana.command('/incident comms INC-1')
    await ana.press('comms.write:stakeholder-update')
    await ana.submit({ 'ask.impact': 'One order in three fails', 'ask.news': 'Payments are moved' })
    await ana.submit()
    await ana.press('comms.write')
    await ana.submit({ body: 'It is one order in five.' })
    await ana.submit()
    const posts = await ana.messages('#stakeholders')
    const [first, second] = posts.slice(-2)
    expect(second?.threadTs).toBe(first?.ts)
    expect(wordsOf(second ?? { text: '', blocks: [], attachments: [] })).toContain('Correction')
  })
})

describe('the promise to the public', () => {
  it('is reminded of with the right form, asked for, and missed where everybody sees it', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, sofia } = await begun(workspace)
    expect(await ana.card()).toContain('Next public notice')
    await workspace.advance(10)
    expect((await sofia.told()).join()).toContain('A notice is due')
    await sofia.click('Write it…', (await sofia.directMessages()).id)
    expect(await sofia.form()).toContain('First public notice')
    await sofia.close()
    await workspace.advance(11)
    expect((await ana.reads()).join()).toMatch(/the public notice due .+ did not go out in time/)
    expect(await ana.card()).toContain('1 missed')
  })
})

async function drafted(person: Someone, what: string) {
  await person.command('/incident comms INC-1')
  await person.press('comms.write:first-public-notice')
  await person.submit({ 'ask.affected': what })
}
