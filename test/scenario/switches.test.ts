import { describe, expect, it } from 'vitest'
import { aProvider, DOWN } from '../a-provider.ts'
import { defaultPolicy, openWorkspace, type Someone } from './workspace.ts'

const LONG = { timeout: 120_000 }

/** The workspace with the policy's switches at their normal values, in memory. */
async function withSwitches() {
  const normal = Object.fromEntries(
    Object.entries(defaultPolicy.switches)
      .filter(([, rules]) => rules.provider === 'built-in')
      .map(([key, rules]) => [key, rules.normal]),
  )
  const flags = aProvider(normal)
  const workspace = await openWorkspace({ switchProviders: { 'built-in': { provider: flags.provider } } })
  await workspace.quiet()
  return { workspace, flags }
}

const dmOf = async (person: Someone) => (await person.directMessages()).id
describe('an emergency', () => {
  it('is stopped with one line, shown on the card, and comes back step by step', LONG, async () => {
    const { workspace, flags } = await withSwitches()
    const { ana, chloe, sofia } = await workspace.people('ana', 'chloe', 'sofia')
    await sofia.command('/incident declare sev2 class:stylist Wrong replies to customers')
    const { answer } = await ana.command('/killswitch pull emergency_stop Replies go to the wrong people')
    expect(answer).toContain('`automation_enabled` is *off*, read back just now')
    expect(answer).toContain('`safe_mode` is *on*, read back just now')
    expect(flags.orders.map(({ place }) => place.flag)).toEqual(['automation_enabled', 'safe_mode'])
    expect(await ana.card()).toMatch(/🛑 \*Automatic replies\* pulled .* by <@U0ANA>/)
    expect(await ana.room()).toContain('pulled Safe mode (safe_mode): read back as on')
    expect((await ana.command('/killswitch pull emergency_stop Again')).answer).toContain('pulled already')

    // Back again: routing first, then, after an hour of watching, the replies, for which a second person is needed.
    await ana.command('/killswitch restore emergency_stop')
    expect(await ana.form()).toContain('Tier 1 templates')
    await ana.submit({ reason: 'Routing looks right' })
    expect(flags.values.get('safe_mode')).toBe(false)
    expect(flags.values.get('automation_enabled')).toBe(false)
    const early = await ana.command('/killswitch restore automation_enabled It looks fine')
    expect(early.answer).toContain(
      'It is not the turn of automation_enabled yet: first Routing only has to be watched',
    )
    await workspace.advance(61)
    expect(await ana.room()).toContain('“Routing only” was watched for 60 minutes')
    await ana.click('Go on: restore 1…')
    await ana.submit({ reason: 'An hour without trouble', second: 'ask' })
    expect(await ana.form()).toContain('Nothing is changed yet')
    expect(flags.values.get('automation_enabled')).toBe(false)
    await ana.click('Approve')
    expect(flags.values.get('automation_enabled')).toBe(false)
    const asked = (await chloe.told()).find((text) => text.includes('needs a second person')) ?? ''
    expect(asked).toContain('An hour without trouble')
    await chloe.click('Approve', await dmOf(chloe))
    expect(flags.values.get('automation_enabled')).toBe(true)
    expect((await chloe.told()).some((text) => text.includes(`*Approved* by <@${chloe.id}>`))).toBe(true)
    expect(await ana.room()).toContain('restored Automatic replies (automation_enabled): read back as on')
    expect(await ana.card()).not.toContain('Automatic replies* pulled')
    const history = (await ana.command('/killswitch history automation_enabled')).answer
    const decisions = (await ana.command('/incident log')).answer
    expect(decisions).toContain('Automatic replies (automation_enabled): pulled it: read back as off')
    expect(decisions).toContain('Replies go to the wrong people')
    for (const said of [
      'ordered to pull it: off',
      'asked for approval to restore it',
      'approved it',
      'restored it: read back as on',
    ])
      expect(history).toContain(said)
  })
})

describe('somebody who may not', () => {
  it('is refused on record, can ask those who may, and one of them does it with one tap', LONG, async () => {
    const { workspace, flags } = await withSwitches()
    const { ana, ravi, sofia, gil } = await workspace.people('ana', 'ravi', 'sofia', 'gil')
    await ana.command('/incident declare sev3 Wrong replies')
    const { answer } = await sofia.command('/killswitch pull automation_enabled Customers complain')
    expect(answer).toContain('Only these may pull automation_enabled')
    expect(answer).toContain('Ask those who may')
    expect(flags.orders).toEqual([])
    expect((await ana.command('/incident timeline')).answer).toContain(
      'tried to pull Automatic replies (automation_enabled), and may not',
    )
    const role = await sofia.command('/incident take rollback-owner')
    expect(role.answer).toContain('Only these may be Rollback owner')
    await sofia.click('Ask those who may')
    const asked = (await ravi.told()).join()
    expect(asked).toContain(`<@${sofia.id}> asks you to pull Automatic replies`)
    expect(asked).toContain('Customers complain')
    await ravi.click('Pull it', await dmOf(ravi))
    expect(flags.values.get('automation_enabled')).toBe(false)
    expect(await ana.room()).toContain('*Ravi Nair* pulled Automatic replies')
    expect((await ana.told()).join()).toContain('Done')
    // From a form it is offered in the form itself.
    await sofia.command('/killswitch pull safe_mode')
    await sofia.submit({ reason: 'That too', incident: 'INC-1' })
    expect(await sofia.form()).toContain('Only these may pull safe_mode')
    const viewId = (await sofia.modal())?.id
    await workspace.ask('POST', 'click', { as: sofia.id, viewId, actionId: 'switch.ask' })
    await workspace.quiet()
    expect(await sofia.form()).toContain('I am asking everybody who may pull')
    expect((await ravi.told()).join()).toContain('That too')
    const guest = await gil.command('/killswitch pull safe_mode Just so', '#general').catch(() => undefined)
    expect(guest?.answer ?? 'Guests can read along').toContain('Guests can read along')
    expect(flags.values.get('safe_mode')).toBe(false)
  })
})

describe('a capsule incident', () => {
  it(
    'offers the capsule button, asks before customers notice, and asks at the end what becomes of it',
    LONG,
    async () => {
      const { workspace, flags } = await withSwitches()
      const { ana } = await workspace.people('ana')
      await ana.command('/incident declare sev3 class:capsule Capsules are empty')
      expect(await ana.card()).toContain('*Could help:* Capsule button')
      await ana.click('Kill switches…')
      await ana.command('/killswitch pull capsule_cta They are empty')
      const shown = await ana.form()
      for (const said of [
        'on → *off*',
        'Hides the button that starts a capsule',
        'Customers in the shop',
        'No new capsules are sold',
      ])
        expect(shown).toContain(said)
      expect(flags.values.get('capsule_cta')).toBe(true)
      await ana.submit({ reason: 'They are empty' })
      expect(flags.values.get('capsule_cta')).toBe(false)
      expect(await ana.form()).toContain('read back just now')

      await workspace.advance(31)
      expect(await ana.room()).toContain('reminded that Capsule button (capsule_cta) is pulled')
      await ana.click('Later')
      await ana.command('/incident status monitoring Refilled')
      await ana.click('Resolve…')
      expect(await ana.form()).toContain('Still pulled')
      const lacking = await ana.submit({ 'lever.capsule_cta': 'keep' })
      expect(JSON.stringify(lacking)).toContain('Say why it stays pulled')
      await ana.submit({ 'lever.capsule_cta': 'keep', 'keep-reason': 'Stock is checked tomorrow' })
      expect(await ana.room()).toContain('decided to keep Capsule button (capsule_cta) pulled')
      expect(await ana.card()).toContain('kept on purpose')
    },
  )
})

describe('a provider', () => {
  it(
    'that is down is told at once and to managers in time, and shown as done only when it is',
    LONG,
    async () => {
      const { workspace, flags } = await withSwitches()
      const { ana, chloe } = await workspace.people('ana', 'chloe')
      await ana.command('/incident declare sev3 class:stylist Wrong replies')
      await ana.click('Take command')
      flags.be({ set: DOWN, read: DOWN })
      const { answer } = await ana.command('/killswitch pull safe_mode Wrong replies')
      expect(answer).toContain('*not pulled yet*: it answers 503')
      expect(await ana.card()).toContain('*not do what it should*')
      expect((await ana.told()).join()).toContain('What you ordered is not done')
      expect((await chloe.told()).join()).not.toContain('stuck')
      await workspace.advance(3)
      expect((await chloe.told()).join()).toContain('A kill switch is stuck: it is not pulled after')
      expect((await ana.command('/killswitch status safe_mode')).answer).toContain('*not confirmed*')
      flags.be()
      await chloe.click('Try again now', await dmOf(chloe))
      expect(flags.values.get('safe_mode')).toBe(true)
      expect(await ana.card()).toContain('🛑 *Safe mode* pulled')
    },
  )

  it('where somebody else changes it is noticed, and put back by who may', LONG, async () => {
    const { workspace, flags } = await withSwitches()
    const { ana, chloe } = await workspace.people('ana', 'chloe')
    await ana.command('/incident declare sev3 class:stylist Wrong replies')
    await ana.command('/killswitch pull safe_mode Wrong replies')
    flags.values.set('safe_mode', false)
    await workspace.advance(6)
    expect(await ana.room()).toContain(
      'found Safe mode (safe_mode) changed elsewhere: it is off, but on is wanted',
    )
    expect((await chloe.told()).join()).toContain('changed elsewhere')
    await ana.click('Put back…')
    await ana.submit({ reason: 'None of us did that' })
    expect(flags.values.get('safe_mode')).toBe(true)
    expect(await ana.card()).toContain('🛑 *Safe mode* pulled')
  })
})

it('a restart forgets nothing: what was ordered is done, what was asked can be approved', LONG, async () => {
  const { workspace, flags } = await withSwitches()
  const { ana, chloe } = await workspace.people('ana', 'chloe')
  await ana.command('/killswitch pull automation_enabled Wrong replies')
  await ana.command('/killswitch restore automation_enabled Over')
  await workspace.restart()
  await chloe.click('Approve', await dmOf(chloe))
  expect(flags.values.get('automation_enabled')).toBe(true)
  expect((await ana.command('/killswitch status automation_enabled')).answer).toContain('*on*, as usual')
})
