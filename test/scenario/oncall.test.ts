import { describe, expect, it } from 'vitest'
import { openWorkspace } from './workspace.ts'

describe('asking who is on call', () => {
  it('names everybody behind each rung, and the order in which they are paged', async () => {
    const workspace = await openWorkspace()
    const sofia = await workspace.person('sofia')
    const { answer } = await sofia.command('/oncall')
    expect(answer).toContain('On-call engineer*\n<@U0ANA> · @on-call')
    expect(answer).toContain('Secondary on-call*\n<@U0BEN>')
    expect(answer).toContain('SEV1, SEV2: On-call engineer → Secondary on-call → Engineering manager')
    expect((await sofia.command('/oncall secondary')).answer).not.toContain('U0ANA')
    expect((await sofia.command('/oncall secundary')).answer).toContain('Did you mean')
  })

  it('follows the group as somebody changes it, and tells guests nothing', async () => {
    const workspace = await openWorkspace()
    const sofia = await workspace.person('sofia')
    await workspace.ask('POST', 'group', { group: 'S0ONCALL', users: ['U0RAVI'] })
    await workspace.ask('POST', 'quiet', {})
    expect((await sofia.command('/oncall on-call')).answer).toContain('<@U0RAVI>')
    await workspace.ask('POST', 'group', { group: 'S0ONCALL', users: [] })
    await workspace.ask('POST', 'quiet', {})
    expect((await sofia.command('/oncall on-call')).answer).toContain('not known')
    const gil = await workspace.person('gil')
    expect((await gil.command('/oncall')).answer).toContain('Only full members')
  })
})
