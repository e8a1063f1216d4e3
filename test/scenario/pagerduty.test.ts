import { describe, expect, it } from 'vitest'
import type { Policy } from '../../src/core/policy.ts'
import { loadPolicy } from '../../src/policy-file.ts'
import type { WorkspaceState } from '../../src/sandbox/protocol.ts'
import { openWorkspace } from './workspace.ts'

/** The policy that comes with the bot, with the on-call engineer as PagerDuty has them. */
function pagedThere(page: string[] = ['pagerduty:schedule:PONCALL']): Policy {
  const read = loadPolicy('policy.yml')
  if (!('policy' in read)) throw new Error('policy.yml is not valid')
  const { rungs } = read.policy
  const first = rungs['on-call']
  if (!first) throw new Error('policy.yml has no on-call rung')
  return { ...read.policy, rungs: { ...rungs, 'on-call': { ...first, page } } }
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
    const room = (await sofia.reads()).join('\n')
    expect(room).toContain('acknowledged the page in PagerDuty')
    expect(await phone()).toMatchObject([{ status: 'acknowledged', rings: false }])
    await workspace.advance(10)
    expect((await sofia.reads()).join('\n')).not.toContain('U0BEN')
  })
})
