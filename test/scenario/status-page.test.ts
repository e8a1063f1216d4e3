import { describe, expect, it } from 'vitest'
import type { PublicIncident } from '../../src/sandbox/outside-world.ts'
import { openWorkspace, type Someone, type Workspace } from './workspace.ts'

const LONG = { timeout: 180_000 }

/** What customers read: the public incidents of this life, the newest first. */
async function page(person: Someone): Promise<PublicIncident[]> {
  const { statusPage } = await person.state()
  return (statusPage?.incidents ?? []).filter(({ name }) => name !== 'Return labels arrived late')
}
const texts = async (person: Someone) =>
  (await page(person)).flatMap(({ updates }) => updates.map(({ body }) => body))
async function states(person: Someone): Promise<Record<string, string>> {
  const { statusPage } = await person.state()
  return Object.fromEntries((statusPage?.components ?? []).map(({ id, state }) => [id, state]))
}

/** A SEV1 that Ana commands, with Sofia on communication. */
async function begun(workspace: Workspace) {
  const { ana, sofia, ben } = await workspace.people('ana', 'sofia', 'ben')
  await ana.command('/incident declare sev1 Orders cannot be placed')
  await ana.command('/incident take INC-1')
  await sofia.command('/incident take INC-1 communications')
  return { workspace, ana, sofia, ben }
}

/** Sofia writes it from a template, with parts that are affected; Ana approves it. */
async function told(
  { ana, sofia }: { ana: Someone; sofia: Someone },
  template: string,
  answers: Record<string, string>,
  parts: Record<string, string[]> = {},
) {
  await sofia.command('/incident comms INC-1')
  await sofia.press(`comms.write:${template}`)
  await sofia.submit({ ...answers, audiences: ['public'] })
  if (Object.keys(parts).length > 0) await sofia.submit(parts) // saved, and to be looked at
  await sofia.submit()
  await ana.click('Approve', (await ana.directMessages()).id)
}

const FIRST = ['first-public-notice', { 'ask.affected': 'Some orders cannot be placed' }] as const

describe('the status page', () => {
  it('is told, carried on, watched, put back and resolved with the incident', LONG, async () => {
    const people = await begun(await openWorkspace())
    const { workspace, ana, sofia, ben } = people
    await told(people, ...FIRST, {
      'part.partial_outage': ['checkout'],
      'part.degraded_performance': ['storefront'],
    })
    expect(await page(ana)).toMatchObject([
      { name: 'Some orders cannot be placed', status: 'investigating', impact: 'critical' },
    ])
    expect(await states(ana)).toMatchObject({
      checkout: 'partial_outage',
      storefront: 'degraded_performance',
    })
    expect(await ana.card()).toContain('says *Investigating*')

    await told(
      people,
      'public-update',
      { 'ask.news': 'Orders by invoice work again' },
      { 'part.degraded_performance': [] },
    )
    expect(await page(ana)).toHaveLength(1)
    expect((await texts(ana))[0]).toContain('Orders by invoice work again.')
    expect(await states(ana)).toMatchObject({ checkout: 'partial_outage', storefront: 'operational' })

    // Ben, signed in there, means well.
    const [incident] = await page(ana)
    const byHand = { as: ben.id, incident: incident?.id, status: 'resolved', body: 'All good again' }
    await workspace.ask('POST', 'status-page', byHand)
    await workspace.advance(3)
    expect((await ana.reads()).join()).toContain('It says Resolved there; we said Investigating.')
    expect(await ana.card()).toContain('was changed there')
    await sofia.click('Put ours back')
    expect(await page(ana)).toMatchObject([{ status: 'investigating' }])
    expect((await texts(ana))[0]).toContain('Orders by invoice work again.')
    expect((await ana.reads()).join()).toContain('put the status page back')
    await workspace.advance(3)
    expect(await ana.card()).not.toContain('was changed there')

    await ana.command('/incident status INC-1 monitoring')
    await ana.click('Resolve…')
    expect(await ana.form()).toContain('The status page says Investigating')
    await ana.submit({ note: 'Error rate is back', 'public-news': 'Orders can be placed as usual' })
    expect(await ana.form()).toContain('Waits for approval')
    expect(await page(ana)).toMatchObject([{ status: 'investigating' }]) // not without the approval
    expect(await ana.card()).toContain('says *Investigating* still')
    await sofia.click('Approve', (await sofia.directMessages()).id)
    expect(await page(ana)).toMatchObject([{ status: 'resolved' }])
    expect((await texts(ana))[0]).toContain('Orders can be placed as usual.')
    expect(Object.values(await states(ana)).every((state) => state === 'operational')).toBe(true)
  })

  it('is left as somebody changed it there, when that is right', LONG, async () => {
    const people = await begun(await openWorkspace())
    const { workspace, ana, sofia, ben } = people
    await told(people, ...FIRST)
    const [incident] = await page(ana)
    await workspace.ask('POST', 'status-page', {
      as: ben.id,
      incident: incident?.id,
      status: 'monitoring',
      body: 'Better',
    })
    await workspace.advance(3)
    await sofia.click('Leave it as it is there')
    expect(await ana.card()).toContain('says *Monitoring*')
    const before = (await ana.reads()).length
    await workspace.advance(3)
    expect((await ana.reads()).slice(before).join()).not.toContain('changed elsewhere')
    expect((await texts(ana))[0]).toBe('Better')
    await sofia.click('Leave it as it is there')
    expect((await ana.reads()).length).toBe(before) // the second press does nothing
  })

  it('is not resolved with the incident when that is not wanted', LONG, async () => {
    const people = await begun(await openWorkspace())
    const { ana } = people
    await told(people, ...FIRST)
    await ana.command('/incident status INC-1 monitoring')
    await ana.click('Resolve…')
    await ana.submit({ 'public-too': [] })
    expect(await ana.card()).toContain('says *Investigating* still')
    await ana.command('/incident comms INC-1')
    expect(await ana.form()).toContain('has not been told that it is over')
    await ana.command('/incident reopen INC-1 It is back')
    const { answer } = await ana.command('/incident resolve INC-1 Gone again')
    expect(answer).toContain('says *Investigating* still')
  })

  it('gets each message once through lost answers, trouble and restarts', LONG, async () => {
    const people = await begun(await openWorkspace())
    const { workspace, ana } = people
    for (const method of ['POST', 'PATCH']) {
      await workspace.faults([
        { on: 'statuspage', kind: 'accept-then-drop', method, times: 1 },
        { on: 'statuspage', kind: 'status', status: 502, times: 1 },
        { on: 'statuspage', kind: 'rate-limit', status: 420, retryAfterSeconds: 5, times: 1 },
      ])
      if (method === 'POST') await told(people, ...FIRST)
      else await told(people, 'public-update', { 'ask.news': 'We know more' })
      await workspace.restart()
      await workspace.advance(1)
      await workspace.advance(2)
    }
    expect(await page(ana)).toHaveLength(1)
    expect(await texts(ana)).toHaveLength(2)
    expect((await texts(ana))[0]).toContain('We know more.')
    expect(await ana.card()).not.toContain('did not reach')
  })

  it('that refuses says why on the card, and is told again by a press', LONG, async () => {
    const people = await begun(await openWorkspace())
    const { workspace, ana, sofia } = people
    await workspace.faults([{ on: 'statuspage', kind: 'status', status: 403, method: 'POST', times: 1 }])
    await told(people, ...FIRST)
    expect((await ana.reads()).join()).toContain('Statuspage does not let us do that')
    expect(await ana.card()).toContain('did not reach Public status page')
    await sofia.command('/incident comms INC-1')
    await sofia.press('comms.open:1')
    await sofia.press('comms.again:0')
    expect(await page(ana)).toHaveLength(1)
    expect(await ana.card()).not.toContain('did not reach')
  })
})
