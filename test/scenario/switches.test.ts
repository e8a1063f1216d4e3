import { describe, expect, it } from 'vitest'
import { loadPolicy } from '../../src/policy-file.ts'
import { aProvider, DOWN } from '../a-provider.ts'
import { openWorkspace, wordsOf } from './workspace.ts'

const LONG = { timeout: 120_000 }
type Workspace = Awaited<ReturnType<typeof openWorkspace>>
type Someone = Awaited<ReturnType<Workspace['person']>>

/** The workspace with the policy's switches at their normal values, in memory. */
async function withSwitches() {
  const read = loadPolicy('policy.yml')
  if (!('policy' in read)) throw new Error('policy.yml is not valid')
  const normal = Object.fromEntries(
    Object.entries(read.policy.switches)
      .filter(([, rules]) => rules.provider === 'built-in')
      .map(([key, rules]) => [key, rules.normal]),
  )
  const flags = aProvider(normal)
  const workspace = await openWorkspace({ switchProviders: { 'built-in': { provider: flags.provider } } })
  await workspace.quiet()
  return { workspace, flags }
}

const room = async (person: Someone) => (await person.reads('#incident-room')).join('\n')
const card = async (person: Someone) => {
  const { messages, pins } = await person.channel('#incident-room')
  return wordsOf(messages.find(({ ts }) => ts === pins[0]) ?? { text: '', blocks: [], attachments: [] })
}
async function toldDirectly(person: Someone): Promise<string[]> {
  const { channels } = await person.state()
  return channels.filter(({ kind }) => kind === 'im').flatMap(({ messages }) => messages.map(wordsOf))
}

describe('kill switches', () => {
  it('stop everything with one line, show it on the card, and come back step by step', LONG, async () => {
    const { workspace, flags } = await withSwitches()
    const [ana, chloe, sofia] = await Promise.all(
      ['ana', 'chloe', 'sofia'].map((name) => workspace.person(name)),
    )
    if (!ana || !chloe || !sofia) throw new Error('Somebody is missing')
    await sofia.command('/incident declare sev2 class:stylist Wrong replies to customers')
    const { answer } = await ana.command('/killswitch pull emergency_stop Replies go to the wrong people')
    console.log(answer)
    expect(flags.values.get('automation_enabled')).toBe(false)
    expect(flags.values.get('safe_mode')).toBe(true)
    console.log(await card(ana))
    console.log(await room(ana))
    expect(await toldDirectly(chloe)).toBeDefined()
    console.log((await ana.command('/killswitch')).answer)
    console.log((await ana.command('/killswitch history')).answer)
    console.log((await ana.command('/killswitch status deploy_freeze')).answer)
  })
})
void DOWN
