import { describe, expect, it } from 'vitest'
import type { MailShown } from '../../src/sandbox/outside-world.ts'
import type { WorkspaceState } from '../../src/sandbox/protocol.ts'
import { openWorkspace, type Someone, type Workspace } from './workspace.ts'

const LONG = { timeout: 180_000 }

/** Everything in the mailbox, opened, oldest first. */
async function mailbox(workspace: Workspace): Promise<MailShown[]> {
  const { mails = [] } = await workspace.ask<WorkspaceState>('GET', 'state')
  return Promise.all(mails.map(({ id }) => workspace.ask<MailShown>('GET', `mail?id=${id}`)))
}
const header = ({ headers }: MailShown, name: string) =>
  headers.find((each) => each.name.toLowerCase() === name)?.value

/** A SEV2 that Ana commands, with Sofia on communication and a first notice to customers written. */
async function noticeWritten(workspace: Workspace) {
  const [ana, sofia] = [await workspace.person('ana'), await workspace.person('sofia')]
  await ana.command('/incident declare sev2 Orders cannot be placed')
  await ana.command('/incident take INC-1')
  await sofia.command('/incident take INC-1 communications')
  await sofia.command('/incident comms INC-1')
  await sofia.press('comms.write:first-public-notice')
  await sofia.submit({ 'ask.affected': 'Some orders cannot be placed', audiences: ['customers'] })
  return { ana, sofia }
}

async function approved(ana: Someone, sofia: Someone) {
  await sofia.submit()
  await ana.click('Approve', (await ana.directMessages()).id)
}

describe('a message to customers by e-mail', () => {
  it('arrives once it is approved, and its correction in the same thread', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, sofia } = await noticeWritten(workspace)
    await sofia.submit()
    expect(await mailbox(workspace)).toEqual([])
    await ana.click('Approve', (await ana.directMessages()).id)

    const [first] = await mailbox(workspace)
    expect(first).toMatchObject({
      to: ['customers@example.com'],
      from: { name: 'Example Organisation', address: 'status@demo.example' },
      subject: 'Some orders cannot be placed',
      tls: 'TLSv1.3',
    })
    expect(first?.text).toContain('We are looking into a problem: Some orders cannot be placed.')
    expect(first && header(first, 'auto-submitted')).toBe('auto-generated')
    await sofia.command('/incident comms INC-1')
    await sofia.press('comms.open:1')
    expect(await sofia.form()).toContain('✅ Customers by e-mail')
    expect(await sofia.form()).toContain('taken by the mail server')

    await sofia.press('comms.write')
    await sofia.submit({ body: 'Orders by card cannot be placed. Our next update comes by noon.' })
    await sofia.submit()
    await ana.click('Approve', (await ana.directMessages()).id)
    const [root, second, ...more] = await mailbox(workspace)
    expect(more).toEqual([])
    expect(second?.subject).toBe('Correction: Some orders cannot be placed')
    expect(second?.thread).toBe(root?.thread)
    expect(second && header(second, 'in-reply-to')).toBe(root && header(root, 'message-id'))
    expect(await ana.command('/incident timeline INC-1')).toMatchObject({
      answer: expect.stringContaining('to Customers by e-mail'),
    })
  })

  it(
    'that is refused says so with the server’s words, and goes out again when it is told to',
    LONG,
    async () => {
      const workspace = await openWorkspace()
      const { ana, sofia } = await noticeWritten(workspace)
      await workspace.faults([{ on: 'mail', kind: 'refuse', method: 'customers@example.com' }])
      await approved(ana, sofia)
      expect(await mailbox(workspace)).toEqual([])
      expect(await ana.card()).toContain('did not reach Customers by e-mail')
      await sofia.command('/incident comms INC-1')
      await sofia.press('comms.open:1')
      expect(await sofia.form()).toContain('refused the address customers@example.com: 550')
      await workspace.faults([])
      await sofia.press('comms.again:0')
      expect(await mailbox(workspace)).toHaveLength(1)
      expect(await ana.card()).not.toContain('did not reach')
    },
  )

  it('whose answer is lost is not sent again, and people are told', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, sofia } = await noticeWritten(workspace)
    await workspace.faults([{ on: 'mail', kind: 'accept-then-drop', times: 1 }])
    await approved(ana, sofia)
    await workspace.faults([])
    await workspace.advance(5)
    expect(await mailbox(workspace)).toHaveLength(1)
    expect(await ana.card()).toContain('may not have reached Customers by e-mail')
    await sofia.command('/incident comms INC-1')
    await sofia.press('comms.open:1')
    expect(await sofia.form()).toContain('Ask one of them whether it came')
  })

  it('is tried again while the server only says not now', LONG, async () => {
    const workspace = await openWorkspace()
    const { ana, sofia } = await noticeWritten(workspace)
    await workspace.faults([{ on: 'mail', kind: 'status', status: 451, times: 2 }])
    await approved(ana, sofia)
    expect(await ana.card()).not.toContain('reach Customers')
    await workspace.advance(2)
    await workspace.advance(2)
    expect(await mailbox(workspace)).toHaveLength(1)
  })
})
