import { describe, expect, it } from 'vitest'
import type { Policy } from '../../src/core/policy.ts'
import { defaultPolicy, openWorkspace } from './workspace.ts'

/** The policy that comes with the bot, with others behind some of its rungs. */
function pagedBy(pages: Record<string, string[]>): Policy {
  const rungs = Object.entries(defaultPolicy.rungs).map(([key, rung]) => [
    key,
    { ...rung, page: pages[key] ?? rung.page },
  ])
  return { ...defaultPolicy, rungs: Object.fromEntries(rungs) }
}

/** A group of Slack first, then a shift in PagerDuty. */
const mixed = () => pagedBy({ secondary: ['pagerduty:schedule:PSECOND'] })

describe('asking who is on call', () => {
  it('names everybody behind each rung, and the order in which they are paged', async () => {
    const workspace = await openWorkspace({ policy: mixed() })
    const sofia = await workspace.person('sofia')
    const { answer } = await sofia.command('/oncall')
    expect(answer).toContain('On-call engineer*\n<@U0ANA> · @on-call')
    expect(answer).toMatch(
      /Secondary on-call\*\n<@U0BEN> until <!date.*> · PagerDuty, _Secondary on-call_\nthen <@U0ANA> from <!date/,
    )
    expect(answer).toContain('SEV1, SEV2: On-call engineer → Secondary on-call → Engineering manager')
    expect((await sofia.command('/oncall on-call')).answer).not.toContain('U0BEN')
    expect((await sofia.command('/oncall secundary')).answer).toContain('Did you mean')
  })

  it('follows the group as somebody changes it, and tells guests nothing', async () => {
    const workspace = await openWorkspace({ policy: mixed() })
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

describe('a shift that changes hands during an incident', () => {
  const told = (lines: string[]) => lines.filter((line) => line.includes('took over from'))

  it('is told once to all, and whoever takes over gets a summary', async () => {
    const workspace = await openWorkspace({ policy: mixed() })
    const chloe = await workspace.person('chloe')
    const ravi = await workspace.person('ravi')
    await chloe.command('/incident declare sev1 Orders API answers 500')
    await workspace.advance(1)
    await chloe.command('/incident note Restarted the worker pool', '#inc-1-orders-api-answers-500')
    await workspace.ask('POST', 'group', { group: 'S0ONCALL', users: ['U0RAVI'] })
    await workspace.advance(3)
    expect(told(await chloe.reads())).toEqual([
      expect.stringContaining('<@U0RAVI> took over from <@U0ANA> as On-call engineer'),
    ])
    const briefing = (await ravi.reads((await ravi.directMessages()).id)).join('\n')
    expect(briefing).toContain('You are on call now as On-call engineer, and INC-1 is open')
    expect(briefing).toContain('Restarted the worker pool')
    expect(briefing).toContain('Next update')
    expect((await ravi.channel('#inc-1-orders-api-answers-500')).isMember).toBe(true)
    await workspace.restart({ downMinutes: 1 })
    await workspace.advance(10)
    expect(told(await chloe.reads())).toHaveLength(1)
  })

  it('that changed while the bot was away is told when it is back', async () => {
    const workspace = await openWorkspace({ policy: mixed() })
    const chloe = await workspace.person('chloe')
    await chloe.command('/incident declare sev1 Orders API answers 500')
    await workspace.advance(1)
    await workspace.ask('POST', 'group', { group: 'S0ONCALL', users: ['U0RAVI'] })
    await workspace.restart({ downMinutes: 30 })
    expect(told(await chloe.reads())).toHaveLength(1)
  })

  it('is nobody’s news before somebody was paged, and after the end', async () => {
    const workspace = await openWorkspace({ policy: mixed() })
    const chloe = await workspace.person('chloe')
    await chloe.command('/incident declare sev4 A dashboard is slow')
    await workspace.ask('POST', 'group', { group: 'S0ONCALL', users: ['U0RAVI'] })
    await workspace.advance(10)
    expect(told(await chloe.reads())).toEqual([])
    await chloe.command('/incident declare sev1 Orders API answers 500')
    await workspace.advance(1)
    await chloe.command('/incident resolve INC-2')
    await workspace.ask('POST', 'group', { group: 'S0ONCALL', users: ['U0ANA'] })
    await workspace.advance(10)
    expect(told(await chloe.reads())).toEqual([])
  })

  it('hands over the command with a summary, too', async () => {
    const workspace = await openWorkspace({ policy: mixed() })
    const chloe = await workspace.person('chloe')
    const ben = await workspace.person('ben')
    await chloe.command('/incident declare sev1 Orders API answers 500')
    await chloe.command('/incident take')
    await chloe.command('/incident handover commander @ben')
    const briefing = (await ben.reads((await ben.directMessages()).id)).join('\n')
    expect(briefing).toContain('You are Incident commander of INC-1 now')
  })
})

describe('shifts in PagerDuty', () => {
  const HOURS = 60

  it('change hands at their end: phone, summary and /oncall go to whoever is next', async () => {
    const workspace = await openWorkspace()
    const [sofia, ana, ravi] = [
      await workspace.person('sofia'),
      await workspace.person('ana'),
      await workspace.person('ravi'),
    ]
    await sofia.command('/incident declare sev4 A dashboard is slow')
    await sofia.command('/incident page on-call Please have a look')
    expect((await ana.state()).phone?.pages).toMatchObject([{ status: 'triggered', rings: true }])
    await ana.command('/incident ack')
    await workspace.advance(9 * HOURS)
    const lines = (await sofia.reads()).join('\n')
    expect(lines).toContain('<@U0RAVI> took over from <@U0ANA> as On-call engineer')
    const briefing = (await ravi.reads((await ravi.directMessages()).id)).join('\n')
    expect(briefing).toContain('You are on call now as On-call engineer, and INC-1 is open')
    expect((await sofia.command('/oncall on-call')).answer).toMatch(
      /^Who is on call\n\*On-call engineer\*\n<@U0RAVI> until/,
    )
    await sofia.command('/incident page on-call It is worse now')
    expect((await ravi.state()).phone?.pages).toMatchObject([{ rings: true }])
    expect((await ana.state()).phone?.pages.filter(({ rings }) => rings)).toEqual([])
  })

  it('are told as they were last known while PagerDuty cannot be asked', async () => {
    const workspace = await openWorkspace()
    const sofia = await workspace.person('sofia')
    expect((await sofia.command('/oncall on-call')).answer).not.toContain('as of')
    await workspace.faults([{ on: 'pagerduty', kind: 'drop' }])
    await workspace.advance(10 * HOURS)
    const { answer } = await sofia.command('/oncall on-call')
    expect(answer).toContain('<@U0RAVI> until')
    expect(answer).toMatch(/as of <!date.*PagerDuty cannot be reached/)
    await workspace.faults([])
    await workspace.advance(1)
    expect((await sofia.command('/oncall on-call')).answer).not.toContain('as of')
  })
})
