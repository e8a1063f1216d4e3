import { describe, expect, it } from 'vitest'
import { openWorkspace, wordsOf } from './workspace.ts'

type Workspace = Awaited<ReturnType<typeof openWorkspace>>
type Someone = Awaited<ReturnType<Workspace['person']>>
const LONG = { timeout: 180_000 }

const seen = async (person: Someone) => {
  const view = await person.modal()
  return view === undefined ? '' : JSON.stringify(view.view.blocks)
}
const card = async (person: Someone) => {
  const { messages, pins } = await person.channel('#incident-room')
  return wordsOf(messages.find(({ ts }) => ts === pins[0]) ?? { text: '', blocks: [], attachments: [] })
}
/** Everything that the bot wrote to somebody alone, oldest first. */
async function told(person: Someone): Promise<string[]> {
  const { channels } = await person.state()
  return channels.filter(({ kind }) => kind === 'im').flatMap(({ messages }) => messages.map(wordsOf))
}

/** A SEV2 that Ana commands, with Sofia on communication. */
async function begun(workspace: Workspace) {
  const [ana, sofia, victor, gil] = await Promise.all(
    ['ana', 'sofia', 'victor', 'gil'].map((name) => workspace.person(name)),
  )
  if (!ana || !sofia || !victor || !gil) throw new Error('Somebody is missing')
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
    expect(await seen(ana)).toContain('First public notice')
    await ana.press('comms.write:stakeholder-update')
    await ana.submit({ 'ask.impact': 'One order in three fails', 'ask.news': 'Payments are moved' })
    expect(await seen(ana)).toContain('One order in three fails.')
    await ana.submit()
    const posted = await ana.reads('#stakeholders')
    expect(posted.filter((text) => text.includes('One order in three fails'))).toHaveLength(1)
    await ana.press('comms.open:1')
    expect(await seen(ana)).toContain('✅ Stakeholders in #stakeholders')
  })

  it('to the public waits for the approval of another person, of the exact text', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, sofia } = await begun(workspace)
    await sofia.click('Tell people…')
    expect(await seen(sofia)).toContain('is promised a notice by')
    await sofia.press('comms.write:first-public-notice')
    await sofia.submit({ 'ask.affected': 'Some orders cannot be placed' })
    await sofia.submit()
    expect(await card(ana)).toContain('waits for')
    expect((await told(sofia)).join()).not.toContain('Please approve')
    expect((await told(ana)).join()).toContain('We are looking into a problem: Some orders cannot be placed.')
    await ana.click('Approve', (await ana.directMessages()).id)
    expect((await told(ana)).join()).toContain('was approved by')
    expect(await card(ana)).toContain('did not reach Public status page')
  })
})
