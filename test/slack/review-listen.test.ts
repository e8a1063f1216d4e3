import { describe, expect, it } from 'vitest'
import { aReviewingPolicy } from '../core/a-policy.ts'
import { aBot } from './a-bot.ts'

/** SEV3, declared and resolved by Ana; its review is a draft that nobody owns. */
async function over(policy = aReviewingPolicy()) {
  const bot = await aBot({ policy })
  await bot.type('declare sev3 Search is slow')
  await bot.type('resolve Back to normal')
  return bot
}

describe('a press on something about a review', () => {
  it('that is stale is told who was first', async () => {
    const bot = await over()
    const first = await bot.press('incident.own-review', 'INC-1 -', { user: 'U0BEN' })
    expect(await first.told()).toContain('you took the review')
    const { told } = await bot.press('incident.own-review', 'INC-1 -')
    expect(await told()).toMatch(/Somebody else owns the review.*<@U0BEN> took the review/s)
    const moved = await bot.press('incident.move-review.reviewed', 'INC-1 in-review')
    expect(await moved.told()).toContain('is a draft by now')
  })

  it('that was forged changes nothing and says so', async () => {
    const bot = await over()
    await bot.type('followup INC-1 x')
    const forged = [
      ['incident.move-review.closed', 'INC-1 draft'],
      ['incident.move-review.constructor', 'INC-1 draft'],
      ['incident.finish-follow-up', 'INC-1 x'],
      ['incident.finish-follow-up', 'INC-1 7'],
      ['incident.drop-follow-up', 'INC-1 1e3'],
      ['incident.close', 'INC-99 -'],
      ['incident.after', 'explode INC-1 -'],
    ] as const
    for (const [action, value] of forged) {
      const { told } = await bot.press(action, value, { menu: action === 'incident.after' })
      expect(`${action} ${value}: ${await told()}`).toMatch(
        /does not exist|no follow-up|belongs to no incident/,
      )
    }
    expect((await bot.type('review INC-1')).shown).toContain('Draft')
  })

  it('is refused to guests, whatever it is', async () => {
    const bot = await over()
    for (const action of [
      'own-review',
      'close',
      'move-review.reviewed',
      'summary',
      'contribute',
      'follow-up',
    ]) {
      const { told } = await bot.press(`incident.${action}`, 'INC-1 -', { user: 'U0GUS' })
      expect(`${action}: ${await told()}`).toContain('Guests can read along')
    }
    for (const text of [
      'followup INC-1 x',
      'review INC-1 owner me',
      'close INC-1',
      'nearmiss It was close',
      'summary INC-1',
    ]) {
      expect(`${text}: ${(await bot.type(text, { user: 'U0GUS' })).shown}`).toContain('Guests can read along')
    }
    expect((await bot.type('log')).shown).toContain('Nothing was recorded')
  })

  it('at home is quiet when it worked: the page shows it', async () => {
    const bot = await over()
    await bot.type('followup INC-1 Alert on the queue <@U0BEN> in two weeks')
    const opened = bot.slack.called('views.open').length
    const { status } = await bot.press('incident.finish-follow-up', 'INC-1 1', { user: 'U0BEN', home: true })
    expect(status).toBe(200)
    await bot.quiet()
    expect(bot.slack.called('views.open')).toHaveLength(opened)
    expect((await bot.type('followups all')).shown).toContain('✅ *1*')
    await bot.press('incident.finish-follow-up', 'INC-1 1', { user: 'U0BEN', home: true })
    await bot.quiet()
    expect(JSON.stringify(bot.slack.called('views.open').at(-1))).toContain('is done already')
  })
})

describe('a form', () => {
  it('about a follow-up shows what is wrong at its field, and changes only what was changed', async () => {
    const bot = await over()
    const add = (values: Record<string, string>) =>
      bot.submit('form.follow-up', { incident: 'INC-1' }, values)
    expect((await add({ text: ' ' })).json.errors).toMatchObject({ text: expect.stringContaining('empty') })
    expect((await add({ text: 'x', due: '2020-01-01' })).json.errors).toMatchObject({
      due: expect.stringContaining('over already'),
    })
    expect((await add({ text: 'x', due: '2026-02-31' })).json.errors).toMatchObject({
      due: expect.stringContaining('no such day'),
    })
    expect((await add({ text: 'x', person: 'U0GUS' })).json.errors).toMatchObject({
      person: expect.stringContaining('full members'),
    })
    expect((await add({ text: 'x', person: 'U0BEN' })).json).toBeUndefined()
    const change = (values: Record<string, string>, number = '1') =>
      bot.submit('form.follow-up', { incident: 'INC-1', number }, values)
    expect((await change({ text: 'y', person: 'U0BEN' })).json).toBeUndefined()
    expect((await change({ text: 'y', person: 'U0BEN' }, 'x')).json.errors.text).toContain('no follow-up')
    const shown = (await bot.type('followups INC-1')).shown
    expect(shown).toContain('*1* y')
    expect(shown).toContain('<@U0BEN>')
  })

  it('that keeps an overdue date is taken, though the date is over', async () => {
    const bot = await over()
    await bot.type('followup INC-1 Alert <@U0BEN> by tomorrow 9am')
    const listed = (await bot.type('followups INC-1')).shown
    const seconds = Number(/<!date\^(\d+)/.exec(listed)?.[1])
    const due = new Date(seconds * 1000).toISOString().slice(0, 10)
    const { json } = await bot.submit(
      'form.follow-up',
      { incident: 'INC-1', number: '1' },
      { text: 'Alarm', person: 'U0BEN', due },
    )
    expect(json).toBeUndefined()
    expect((await bot.type('followups INC-1')).shown).toContain(`<!date^${seconds}^`)
  })

  it('to resolve shows what is wrong at its field, and resolves nothing then', async () => {
    const bot = await aBot({ policy: aReviewingPolicy() })
    await bot.type('declare sev3 Search is slow')
    const wrong = await bot.submit(
      'form.resolve',
      { incident: 'INC-1' },
      { cause: 'x'.repeat(501), lost: '' },
    )
    expect(wrong.json.errors).toMatchObject({ cause: expect.stringContaining('501') })
    const lost = await bot.submit('form.resolve', { incident: 'INC-1' }, { lost: 'some' })
    expect(lost.json.errors).toMatchObject({ lost: expect.stringContaining('whole number') })
    expect((await bot.type('list')).shown).toContain('INC-1')
    expect(
      (await bot.submit('form.resolve', { incident: 'INC-1' }, { 'data-loss': 'no', note: 'Calm' })).json,
    ).toBeUndefined()
    expect((await bot.type('list')).shown).toContain('No incident is open')
  })

  it('without an incident is for the log, or for nothing', async () => {
    const bot = await over()
    expect((await bot.submit('form.near-miss', {}, { text: ' ' })).json.errors).toMatchObject({
      text: expect.stringContaining('empty'),
    })
    expect((await bot.submit('form.near-miss', {}, { text: 'It was close' })).json).toBeUndefined()
    expect((await bot.submit('form.summary', {}, { cause: 'x' })).json.errors.cause).toContain(
      'belongs to no incident',
    )
    expect((await bot.type('log')).shown).toContain('It was close')
  })

  it('that is delivered twice does it once', async () => {
    const bot = await over()
    const values = { 'finding.factor': 'Small tables' }
    await Promise.all(
      [1, 2].map(() => bot.submit('form.contribute', { incident: 'INC-1' }, values, { view: 'V77' })),
    )
    expect((await bot.type('review INC-1')).shown).toContain('Contributing factors: 1')
  })
})

describe('which incident is meant', () => {
  it('is the only one whose review is not done, where none is open', async () => {
    const bot = await over()
    expect((await bot.type('review')).shown).toContain('Review of INC-1')
    await bot.type('declare sev3 Another thing')
    expect((await bot.type('review')).shown).toContain('Review of INC-1')
    expect((await bot.type('close')).shown).toContain('Which incident do you mean')
    expect((await bot.type('decision Off by default')).shown).toContain('*INC-2*')
    await bot.type('nearmiss It was close')
    expect((await bot.type('timeline INC-2')).shown).not.toContain('It was close')
    expect((await bot.type('log')).shown).toMatch(/Off by default.*INC-2.*It was close/s)
  })
})
