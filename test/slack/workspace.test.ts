import { describe, expect, it } from 'vitest'
import { openWorkspace } from '../scenario/workspace.ts'

describe.each(['http', 'socket'] as const)('in the embedded workspace, over %s', (connect) => {
  it('an incident goes from declaration to its end, by commands, buttons and forms', async () => {
    const workspace = await openWorkspace({ connect })
    const ana = await workspace.person('ana')
    const people = (await ana.state()).people.map(({ name }) => name)
    console.log(people.join(), (await ana.state()).app.connected)
    const said = await ana.command('/incident declare sev2 Orders <!channel> & fail', '#general')
    console.log(said)
    console.log(await ana.click('Take command'))
    console.log((await ana.reads()).join('\n---\n'))
    console.log((await ana.state()).channels.map(({ name, topic, members, pins }) => ({ name, topic, members, pins })))
    console.log(await ana.click('Post update…'))
    console.log(JSON.stringify(await ana.modal(), null, 1)?.slice(0, 1500))
    console.log(await ana.submit({ summary: 'Rolled back', impact: 'few' }))
    console.log((await ana.reads()).join('\n---\n'))
    console.log(await ana.home())
    expect(1).toBe(1)
  })
})
