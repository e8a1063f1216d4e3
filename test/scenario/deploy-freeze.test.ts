import { expect, it } from 'vitest'
import type { Acked, WorkspaceState } from '../../src/sandbox/protocol.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

const LONG = { timeout: 120_000 }

/** The workspace's own Argo CD, as somebody sees it who wants to deploy. */
function deploymentsOf({ ask }: Workspace) {
  const shown = async () => (await ask<WorkspaceState>('GET', 'state?as=U0BEN')).deployments
  return {
    windows: async () =>
      (await shown())?.projects
        .find(({ name }) => name === 'production')
        ?.windows.map(({ description }) => description),
    deploy: (application: string) => ask<Acked>('POST', 'deploy', { as: 'U0BEN', application }),
    remove: (description: string) =>
      ask<Acked>('POST', 'remove-window', { as: 'U0BEN', project: 'production', description }),
  }
}

it('deployments are frozen for an incident, for everybody, and lifted by two', LONG, async () => {
  const workspace = await openWorkspace()
  const deployments = deploymentsOf(workspace)
  const ana = await workspace.person('ana')
  const chloe = await workspace.person('chloe')
  await ana.command('/incident declare sev2 class:orders Orders API answers 500')
  expect(await deployments.deploy('orders-api')).toMatchObject({ ok: true })

  const { answer } = await ana.command('/killswitch pull deploy_freeze The last deployment broke orders')
  expect(answer).toContain('`deploy_freeze` is *on*, read back just now')
  expect(await deployments.deploy('orders-api')).toMatchObject({
    ok: false,
    error: expect.stringContaining('frozen'),
  })
  expect(await deployments.deploy('storefront-staging')).toMatchObject({ ok: true })
  const [theirs, ours] = (await deployments.windows()) ?? []
  expect(theirs).toBe('Holidays')
  expect(ours).toMatch(/^tocsin:freeze Pulled by .+ INC-1: The last deployment broke orders/)

  await ana.command('/killswitch restore deploy_freeze The fix is ready')
  expect(await deployments.deploy('orders-api')).toMatchObject({ ok: false })
  await chloe.click('Approve', (await chloe.directMessages()).id)
  expect(await deployments.windows()).toEqual(['Holidays'])
  expect(await deployments.deploy('orders-api')).toMatchObject({ ok: true })
})

it('a freeze that somebody takes away in Argo CD is noticed and can be put back', LONG, async () => {
  const workspace = await openWorkspace()
  const deployments = deploymentsOf(workspace)
  const ana = await workspace.person('ana')
  await ana.command('/incident declare sev2 class:orders Orders API answers 500')
  await ana.command('/killswitch pull deploy_freeze The last deployment broke orders')
  const [, ours = ''] = (await deployments.windows()) ?? []
  expect(await deployments.remove(ours)).toMatchObject({ ok: true })
  await workspace.advance(6)
  const room = (await ana.reads('#incident-room')).join('\n')
  expect(room).toContain('Deployment freeze (deploy_freeze) changed elsewhere: it is off, but on is wanted')
  await ana.click('Put back…')
  await ana.submit({ reason: 'None of us did that' })
  expect(await deployments.windows()).toEqual(['Holidays', expect.stringMatching(/^tocsin:freeze/)])
  expect(await deployments.deploy('storefront')).toMatchObject({ ok: false })
})
