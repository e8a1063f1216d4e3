import { describe, expect, it } from 'vitest'
import type { View } from '../../src/sandbox/protocol.ts'
import { openWorkspace, wordsOf } from './workspace.ts'

const seen = (view: View | undefined) =>
  wordsOf({ text: '', blocks: (view?.view.blocks ?? []) as never, attachments: [] })
const answer = (question: string) => `triage.answer.${question}`

describe.each(['socket', 'http'] as const)('somebody who does not know how bad it is, over %s', (connect) => {
  it('is asked, sees what the answers come to, and everybody sees why', async () => {
    const workspace = await openWorkspace({ connect })
    const ana = await workspace.person('ana')
    await ana.command('/incident declare Checkout answers 500')
    expect(seen(await ana.modal())).toContain('The severity shows here as you answer.')

    await ana.choose('triage.classes', ['orders'])
    await ana.choose(answer('data'), 'none')
    await ana.choose(answer('customers'), 'many')
    await ana.choose(answer('work'), 'hard')
    expect(seen(await ana.modal())).toMatch(/SEV2 Major\* so far\. An important part fails/)
    await ana.choose(answer('work'), 'fine')
    expect(seen(await ana.modal())).toContain(
      'SEV3 Minor* so far. Few feel it so far, but it is getting worse. Not sure about where it is heading',
    )

    const open = await ana.submit({ title: 'Checkout answers 500' })
    expect(open.errors).toEqual({ [answer('course')]: expect.stringContaining('if only with “Unsure”') })
    await ana.choose(answer('customers'), 'most')
    await ana.choose(answer('work'), 'stopped')
    await ana.choose(answer('course'), 'unsure')
    expect(seen(await ana.modal())).toContain(
      'SEV1 Critical*. Most customers cannot find, order, pay or return anything.',
    )
    expect(await ana.submit()).toMatchObject({ ok: true })

    expect(await ana.card()).toContain('SEV1')
    expect(await ana.card()).toContain('*About*\nOrders')
    expect(await ana.card()).toContain('SEV1: Most customers cannot find, order, pay or return anything.')
    const { answer: timeline } = await ana.command('/incident timeline INC-1')
    for (const part of [
      'About: orders',
      'By the answers: SEV1. Most customers',
      'Who feels it: Most customers',
    ]) {
      expect(timeline).toContain(part)
    }
  })

  it('may know better than the answers, with a reason, and need not answer when they know', async () => {
    const workspace = await openWorkspace({ connect })
    const ana = await workspace.person('ana')
    await ana.command('/incident declare')
    await ana.choose(answer('data'), 'sign')
    await ana.choose('severity', 'sev3')
    expect(seen(await ana.modal())).toContain('Why SEV3, when the answers say SEV1?')
    const without = await ana.submit({ title: 'Strange export' })
    expect(without.errors).toEqual({ reason: 'Please complete this required field.' })
    expect(await ana.submit({ reason: 'A test account of our own' })).toMatchObject({ ok: true })
    expect(await ana.card()).toContain('SEV3, where the answers say SEV1: A test account of our own')

    await ana.command('/incident declare')
    expect(await ana.submit({ title: 'All of it is down', severity: 'sev1' })).toMatchObject({ ok: true })
    expect((await ana.command('/incident list')).answer).toContain('SEV1 *INC-2* All of it is down')
    await ana.command('/incident declare sev4 class:analytics,stylist Late numbers')
    expect(await ana.card()).toContain('*About*\nAnalytics, Stylist')
  })
})

describe('a form that is being brought up to date', () => {
  const DELAY = { on: 'api', kind: 'delay', method: 'views.update', delayMs: 400 } as const

  it('does not come back over what its submission was answered with', async () => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    await ana.command('/incident declare Once only')
    await workspace.faults([{ ...DELAY }])
    const choosing = ana.choose('severity', 'sev3')
    expect(await ana.submit({ severity: 'sev3' })).toMatchObject({ ok: true })
    await choosing
    expect(seen(await ana.modal())).toContain('*INC-1* is declared')
  })

  it('shows the last of several quick choices', async () => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    await ana.command('/incident declare Quickly')
    await workspace.faults([{ ...DELAY }])
    await Promise.all([
      ana.choose(answer('data'), 'none'),
      ana.choose(answer('customers'), 'few'),
      ana.choose(answer('course'), 'better'),
      ana.choose(answer('work'), 'hard'),
    ])
    expect(seen(await ana.modal())).toContain('SEV3 Minor*. Few customers are affected')
  })
})

describe('a severity that facts speak against', () => {
  it('is asked about again once, and a new answer has its consequences at once', {
    timeout: 30_000,
  }, async () => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    const ben = await workspace.person('ben')
    await ana.command('/incident declare')
    await ana.choose('triage.classes', ['orders'])
    await ana.submit({
      title: 'Checkout is slow',
      [answer('data')]: 'none',
      [answer('customers')]: 'few',
      [answer('work')]: 'hard',
      [answer('course')]: 'steady',
    })
    expect(await ana.card()).toContain('SEV3: Few customers are affected')
    await ben.click('Take command')
    await workspace.advance(29)
    const { id } = await ben.directMessages() // of the reminder that an update is due
    const doubts = async () =>
      (await ben.directMessages()).messages.map(({ text }) => text).filter((text) => text.startsWith('🤔'))
    expect(await doubts()).toEqual([])
    await workspace.advance(2)
    expect(await doubts()).toEqual([
      '🤔 Is INC-1 still 🟡 SEV3? The outage has lasted longer than 30 minutes.',
    ])
    await ben.click('Answer the questions again…', id)
    expect(seen(await ben.modal())).toContain('Few customers are affected, or there is a way around it.')
    await ben.choose(answer('customers'), 'many')
    expect(seen(await ben.modal())).toContain('SEV2 Major*. An important part fails')
    expect(await ben.submit()).toMatchObject({ ok: true })

    expect(await ben.card()).toContain('SEV2: An important part fails or is very slow for many customers.')
    const room = (await ana.reads()).join('\n')
    expect(room).toContain('raised the severity from 🟡 SEV3 to 🟠 SEV2')
    expect((await ana.channel('#inc-1-checkout-is-slow')).members).toContain(ben.id)
    await workspace.advance(20)
    expect(await doubts()).toHaveLength(1)
    await workspace.advance(15)
    expect((await doubts()).at(-1)).toContain('longer than 60 minutes')

    await ana.command('/incident resolve INC-1 Over')
    await ben.click('Answer the questions again…', id)
    expect((await ben.channel(id)).messages.at(-1)?.text).toContain('INC-1 is resolved')
    expect((await ana.command('/incident triage INC-1')).answer).toContain('INC-1 is resolved')
  })

  it('is asked about when more is affected, and says so on the timeline', async () => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    await ana.command('/incident declare sev3 Odd prices')
    expect((await ana.command('/incident class')).answer).toContain('`orders`  *Orders*')
    expect((await ana.command('/incident class products')).answer).toContain(
      'you said that it is about products',
    )
    const { answer: more } = await ana.command('/incident class products, orders')
    expect(more).toContain('about products, orders')
    expect(more).not.toContain('look at the severity')
    expect((await ana.directMessages()).messages.map(({ text }) => text)).toEqual([
      '🤔 Is INC-1 still 🟡 SEV3? At least 2 parts are affected by now.',
    ])
    expect((await ana.command('/incident class orders, products')).answer).toContain('orders, products')
    expect((await ana.command('/incident class orders, products')).answer).toContain('Nothing changed')
    expect((await ana.command('/incident timeline')).answer).toContain(
      'Tocsin asked for a new look at the severity',
    )
    expect((await ana.directMessages()).messages).toHaveLength(1)
  })
})
