import { describe, expect, it } from 'vitest'
import type { Policy } from '../../src/core/policy.ts'
import type { WorkspaceState } from '../../src/sandbox/protocol.ts'
import { defaultPolicy, openWorkspace } from './workspace.ts'

/** The policy that comes with the bot, with the on-call engineer as PagerDuty has them. */
function pagedThere(page: string[] = ['pagerduty:schedule:PONCALL']): Policy {
  const { rungs } = defaultPolicy
  const first = rungs['on-call']
  if (!first) throw new Error('policy.yml has no on-call rung')
  return { ...defaultPolicy, rungs: { ...rungs, 'on-call': { ...first, page } } }
}

async function open(options: Parameters<typeof openWorkspace>[0] = {}) {
  const workspace = await openWorkspace({ policy: pagedThere(), ...options })
  const sofia = await workspace.person('sofia')
  const ana = await workspace.person('ana')
  const phone = async (person = ana) => {
    const { phone } = (await person.state()) as WorkspaceState
    return phone?.pages ?? []
  }
  const onPhone = async (act: string, person = ana) => {
    const [page] = await phone(person)
    await workspace.ask('POST', 'phone', { as: person.id, page: page?.id, act })
    await workspace.quiet()
    await workspace.ask('POST', 'quiet', {})
  }
  return { workspace, sofia, ana, phone, onPhone }
}

describe('a page through PagerDuty', () => {
  it('rings and comes by direct message; an answer on the phone stops the ladder in that person’s name', async () => {
    const { workspace, sofia, ana, phone, onPhone } = await open()
    await sofia.command('/incident declare sev2 Orders API 500s')
    await workspace.advance(1)
    expect(await phone()).toMatchObject([
      { title: 'SEV2 INC-1: Orders API 500s', status: 'triggered', rings: true },
    ])
    expect((await ana.directMessages()).messages.length).toBeGreaterThan(0)
    await onPhone('acknowledge')
    expect(await said(sofia)).toContain('*Ana Ruiz* acknowledged the page in PagerDuty')
    expect(await phone()).toMatchObject([{ status: 'acknowledged', rings: false }])
    await workspace.advance(10)
    expect(await said(sofia)).not.toContain('U0BEN')
  })

  it('is silenced by an answer in Slack, follows what is noted there, and ends with the incident', async () => {
    const { workspace, sofia, ana, phone } = await open()
    await sofia.command('/incident declare sev2 Orders API 500s')
    await workspace.advance(1)
    await ana.click('Acknowledge', (await ana.directMessages()).id)
    expect(await phone()).toMatchObject([{ status: 'acknowledged', rings: false }])
    await sofia.command('/incident note rolled back to 41')
    const [page] = await phone()
    expect(JSON.stringify(page)).toContain('rolled back to 41')
    expect(await said(sofia)).not.toContain('heard') // its own acts come back without a word
    await sofia.command('/incident resolve')
    expect(await phone()).toMatchObject([{ status: 'resolved' }])
  })

  it('that is resolved on the phone resolves the incident in that person’s name', async () => {
    const { workspace, sofia, onPhone } = await open()
    await sofia.command('/incident declare sev3 Orders API 500s')
    await workspace.advance(1)
    await onPhone('resolve')
    expect(await said(sofia)).toMatch(/\*Ana Ruiz\* resolved it/)
    expect((await sofia.command('/incident list')).answer).not.toContain('INC-1')
  })

  it('that is escalated on the phone climbs the ladder here', async () => {
    const { workspace, sofia, onPhone } = await open()
    await sofia.command('/incident declare sev2 Orders API 500s')
    await workspace.advance(1)
    await onPhone('escalate')
    expect(await said(sofia)).toMatch(/\*Ana Ruiz\* escalated it in PagerDuty to Ben/)
    expect(await said(sofia)).toContain('paged <@U0BEN>')
  })

  it('that PagerDuty cannot take is said in the room, and goes by direct message all the same', async () => {
    const { workspace, sofia, ana } = await open()
    await workspace.faults([{ on: 'pagerduty', kind: 'status', method: 'events', status: 503 }])
    await sofia.command('/incident declare sev2 Orders API 500s')
    await workspace.advance(1)
    await workspace.advance(1) // the second try
    const room = await said(sofia)
    expect(room).toContain('could not page through PagerDuty; it is tried again meanwhile')
    expect(room).toContain('The page goes by direct message as well')
    expect(room).not.toContain('+1 555 010 0199')
    expect(room).not.toContain('U0BEN') // five minutes are Ana's
    expect((await ana.directMessages()).messages.length).toBeGreaterThan(0)
  })

  it('that arrives in neither way is said with numbers to telephone, and the next rung is called at once', async () => {
    const { workspace, sofia } = await open()
    await workspace.faults([
      { on: 'pagerduty', kind: 'status', method: 'events', status: 503 },
      { on: 'api', kind: 'refuse', method: 'conversations.open', error: 'user_not_found', times: 1 },
    ])
    await sofia.command('/incident declare sev2 Orders API 500s')
    await workspace.advance(1)
    await workspace.advance(1) // the second try
    const room = await said(sofia)
    expect(room).toContain('could not deliver the page to <@U0ANA>')
    expect(room).toContain('could not page through PagerDuty')
    expect(room).toContain('+1 555 010 0199')
    expect(room).toMatch(/paged .*<@U0BEN>/) // at once, though the first rung has five minutes
  })

  it('goes to whom PagerDuty named last while it cannot be asked, and says so', async () => {
    const { workspace, sofia, ana } = await open()
    await sofia.command('/oncall')
    await workspace.advance(5)
    await workspace.faults([{ on: 'pagerduty', kind: 'status', method: 'rest', status: 502 }])
    await sofia.command('/incident declare sev2 Orders API 500s')
    await workspace.advance(1)
    expect(await said(sofia)).toMatch(
      /paged <@U0ANA>.* as On-call engineer, as PagerDuty had it .*; it cannot be asked now/,
    )
    expect((await ana.directMessages()).messages.length).toBeGreaterThan(0)
  })

  it('survives a restart with its answer on the way', async () => {
    const { workspace, sofia, phone, ana } = await open()
    await sofia.command('/incident declare sev2 Orders API 500s')
    await workspace.advance(1)
    await workspace.restart({ downMinutes: 2 })
    const [page] = await phone()
    await workspace.ask('POST', 'phone', { as: ana.id, page: page?.id, act: 'acknowledge' })
    await workspace.ask('POST', 'quiet', {})
    expect(await said(await workspace.person('sofia'))).toContain('acknowledged the page in PagerDuty')
  })
})

async function said(person: { reads(where?: string): Promise<string[]> }): Promise<string> {
  return (await person.reads()).join('\n')
}

describe('a critical alert', () => {
  it('rings too, and one tap on the phone is all that it takes', async () => {
    const { workspace, ana, phone, onPhone } = await open()
    await workspace.ask('POST', 'alert', { fire: 'orders-errors' })
    await workspace.ask('POST', 'quiet', {})
    expect(await phone()).toMatchObject([
      { title: expect.stringMatching(/^CRITICAL ALERT-1: /), rings: true },
    ])
    await onPhone('acknowledge')
    const line = (await ana.reads('#ops-alerts')).join('\n')
    expect(line).toContain(`Acknowledged* by <@${ana.id}>`)
    expect(await phone()).toMatchObject([{ status: 'acknowledged' }])
    await workspace.ask('POST', 'alert', { resolve: 'orders-errors' })
    await workspace.ask('POST', 'quiet', {})
    expect(await phone()).toMatchObject([{ status: 'resolved' }])
  })
})
