import { describe, expect, it } from 'vitest'
import type { Page, PhoneAct } from '../../src/sandbox/outside-world.ts'
import { openWorkspace } from './workspace.ts'

const LONG = { timeout: 60_000 }

async function paged() {
  const workspace = await openWorkspace()
  const cast = {
    sofia: await workspace.person('sofia'),
    ana: await workspace.person('ana'),
    ben: await workspace.person('ben'),
  }
  type Name = keyof typeof cast
  const pages = async (name: Name): Promise<Page[]> => (await cast[name].state()).phone?.pages ?? []
  const press = async (name: Name, act: PhoneAct['act']) => {
    const [page] = await pages(name)
    await workspace.ask('POST', 'phone', { as: cast[name].id, page: page?.id, act })
    await workspace.ask('POST', 'quiet', {})
  }
  const room = async () => (await cast.sofia.reads()).join('\n')
  return { workspace, ...cast, pages, press, room }
}

describe('out of the box, the phone of whoever is on call', () => {
  it('rings for a SEV1; what is pressed there stops the ladder', LONG, async () => {
    const { workspace, sofia, pages, press, room } = await paged()
    await sofia.command('/incident declare sev1 Orders API answers 500')
    expect(await pages('ana')).toEqual([])
    await workspace.advance(1)
    expect(await pages('ana')).toMatchObject([{ rings: true, severity: 'critical', isLoud: true }])
    await press('ana', 'acknowledge')
    expect(await pages('ana')).toMatchObject([{ rings: false, acknowledgedBy: ['Ana Ruiz'] }])
    expect(await room()).toContain('*Ana Ruiz* acknowledged the page in PagerDuty')
    await workspace.advance(15)
    expect(await pages('ben')).toEqual([])
    expect(await room()).not.toContain('paged <@U0BEN>')
  })

  it('passes on at once to the next rung', LONG, async () => {
    const { workspace, sofia, pages, press, room } = await paged()
    await sofia.command('/incident declare sev1 Orders API answers 500')
    await workspace.advance(1)
    await press('ana', 'escalate')
    expect(await pages('ana')).toMatchObject([{ rings: false }])
    expect((await pages('ben')).some(({ rings }) => rings)).toBe(true)
    expect(await room()).toContain('paged <@U0BEN>')
  })

  it('still rings after a restart, and what is pressed then still counts', LONG, async () => {
    const { workspace, sofia, pages, press, room } = await paged()
    await sofia.command('/incident declare sev1 Orders API answers 500')
    await workspace.advance(1)
    await workspace.restart({ downMinutes: 1 })
    expect(await pages('ana')).toMatchObject([{ rings: true }])
    await press('ana', 'acknowledge')
    expect(await room()).toContain('*Ana Ruiz* acknowledged the page in PagerDuty')
  })

  it('rings for a critical alert, and the answer there is the answer to the alert', LONG, async () => {
    const { workspace, sofia, pages, press } = await paged()
    await workspace.ask('POST', 'alert', { fire: 'orders-errors' })
    await workspace.ask('POST', 'quiet', {})
    await workspace.advance(1)
    expect(await pages('ana')).toMatchObject([{ rings: true, severity: 'critical' }])
    await press('ana', 'acknowledge')
    expect((await sofia.reads('#ops-alerts')).join('\n')).toContain('*Acknowledged* by <@U0ANA>')
    await workspace.advance(10)
    expect(await pages('ben')).toEqual([])
  })
})
