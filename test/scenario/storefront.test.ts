import { EventSource } from 'eventsource'
import { expect, it, onTestFinished } from 'vitest'
import type { Storefront } from '../../src/sandbox/outside-world.ts'
import { openWorkspace } from './workspace.ts'

/** The shop as somebody who looks at it sees it: what each switch comes to, always the newest. */
async function lookAtShop(url: string) {
  const source = new EventSource(`${url}/sandbox/storefront`)
  onTestFinished(() => source.close())
  const heard: Storefront[] = []
  source.onmessage = ({ data }) => heard.push(JSON.parse(data))
  await expect.poll(() => heard.length).toBeGreaterThan(0)
  return {
    heard,
    shows: (key: string) => heard.at(-1)?.switches.find((one) => one.key === key)?.value,
  }
}

it('customers see what is pulled and restored, and it stays so over a restart', {
  timeout: 60_000,
}, async () => {
  const workspace = await openWorkspace()
  await workspace.quiet()
  const ana = await workspace.person('ana')
  const { heard, shows } = await lookAtShop(workspace.url)
  expect(heard[0]?.reached).toBe(true)
  // Every switch that the shop knows is one of the policy's, and none is pulled.
  expect(heard[0]?.switches.filter(({ isOwn }) => isOwn)).toEqual([])
  expect([shows('automation_enabled'), shows('assistant_copy'), shows('capsule_cta')]).toEqual([
    true,
    'full',
    true,
  ])

  await ana.command('/incident declare sev3 class:capsule Capsules are empty')
  await ana.command('/killswitch pull emergency_stop Replies go to the wrong people')
  await expect.poll(() => [shows('automation_enabled'), shows('safe_mode')]).toEqual([false, true])
  await ana.command('/killswitch pull capsule_cta They are empty')
  expect(shows('capsule_cta')).toBe(true) // nothing is changed before it is confirmed
  await ana.submit({ reason: 'They are empty' })
  await expect.poll(() => shows('capsule_cta')).toBe(false)
  await ana.command('/killswitch pull customer_banner Customers ask')
  await ana.submit({ reason: 'Customers ask' })
  await expect.poll(() => shows('customer_banner')).toMatch(/^Something is not working/)

  await ana.command('/killswitch restore safe_mode')
  await ana.submit({ reason: 'Looks right again' })
  await expect.poll(() => shows('safe_mode')).toBe(false)

  await workspace.restart()
  const after = await lookAtShop(workspace.url)
  await expect.poll(() => after.heard.at(-1)?.reached).toBe(true)
  expect([after.shows('capsule_cta'), after.shows('automation_enabled'), after.shows('safe_mode')]).toEqual([
    false,
    false,
    false,
  ])
})

it('customers read a banner word for word as it was approved, until it is taken down', {
  timeout: 60_000,
}, async () => {
  const workspace = await openWorkspace()
  await workspace.quiet()
  const [ana, sofia] = [await workspace.person('ana'), await workspace.person('sofia')]
  const { shows } = await lookAtShop(workspace.url)
  await ana.command('/incident declare sev2 Orders cannot be placed')
  await ana.command('/incident take INC-1')
  await sofia.command('/incident comms INC-1')
  await sofia.press('comms.write:banner-partial-outage')
  await sofia.submit({ 'ask.affected': 'Some orders cannot be placed' })
  await sofia.submit()
  expect(shows('customer_banner')).toBe('')
  const approve = async () => ana.click('Approve', (await ana.directMessages()).id)
  await approve()
  const text = 'Some orders cannot be placed. We are working on it.'
  await expect.poll(() => shows('customer_banner')).toBe(text)
  await ana.command('/incident resolve INC-1')
  await sofia.command('/incident comms INC-1')
  await sofia.press('comms.write:banner-off')
  await sofia.submit()
  await sofia.submit()
  await approve()
  await expect.poll(() => shows('customer_banner')).toBe('')
})
