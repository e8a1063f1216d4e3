import { describe, expect, it } from 'vitest'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import { aPolicy } from '../a-policy.ts'
import { BOT, card, DANA, declared, kinds, NOON, SAM } from '../incident/story.ts'

const correct = (entry: number, more: object): IncidentCommand => ({ type: 'correct-entry', entry, ...more })
const withdraw = (entry: number, reason = 'wrong incident'): IncidentCommand => ({
  type: 'withdraw-entry',
  entry,
  reason,
})
const redact = (...entries: number[]): IncidentCommand => ({
  type: 'redact-entries',
  entries,
  reason: 'a password',
})

/** Entry 3 is a note, entry 4 the first update, entry 5 another status with a note. */
const told = () =>
  declared().given(
    card,
    { type: 'note', text: 'Pool is full' },
    { type: 'post-update', update: { summary: 'Rolled back', next: 'Watch' } },
    { type: 'change-status', status: 'identified', note: 'A bad index' },
  )

describe('correcting an entry', () => {
  it('adds what it should have said, or when it happened, and leaves the entry alone', () => {
    const at = NOON - 60_000
    expect(told().do(correct(3, { text: 'Pool was full', at, reason: 'typo' }), SAM).events).toEqual([
      { type: 'entry-corrected', entry: 3, text: 'Pool was full', at, reason: 'typo' },
    ])
  })

  it('is for a person’s words only', () => {
    expect(told().do(correct(2, { text: 'x' })).rejection?.code).toBe('no-words') // the card
    expect(told().do(correct(99, { text: 'x' })).rejection?.code).toBe('no-such-entry')
    const story = told().given(correct(3, { text: 'Pool was full' }))
    expect(story.do(correct(6, { text: 'x' })).rejection?.code).toBe('is-correction')
  })

  it.each([
    ['nothing to put right', {}, 'nothing-corrected'],
    ['blank words', { text: ' \u200b' }, 'nothing-corrected'],
    ['a time to come', { at: NOON + 86_400_000 }, 'in-future'],
    ['too many words', { text: 'x'.repeat(3_000) }, 'too-long'],
  ])('is refused with %s', (_, more, code) => {
    expect(told().do(correct(3, more)).rejection?.code).toBe(code)
  })

  it('of the newest update shows on the card, and of an earlier one does not', () => {
    const story = told().given(correct(4, { text: 'Rolled back in eu-west only' }))
    expect(story.state.lastUpdate).toEqual({
      summary: 'Rolled back in eu-west only',
      at: NOON + 3 * 60_000,
      by: 'UDANA',
      entry: 4,
    })
    story.given({ type: 'post-update', update: { summary: 'Fine' } }, correct(4, { text: 'Old' }))
    expect(story.state.lastUpdate).toMatchObject({ summary: 'Fine' })
  })
})

describe('taking an entry back', () => {
  it('marks it, once, with a reason', () => {
    const story = told().given(withdraw(3))
    expect(story.state.amended).toEqual({ 3: { corrections: [], withdrawn: true } })
    expect(story.do(withdraw(3)).rejection?.code).toBe('withdrawn-already')
    expect(story.do(correct(3, { text: 'x' })).rejection?.code).toBe('withdrawn-already')
    expect(told().do(withdraw(3, ' ')).rejection?.code).toBe('empty')
  })

  it('is not for what was done: that is undone by doing the opposite', () => {
    expect(told().do(withdraw(5)).rejection?.code).toBe('is-an-act')
    expect(told().do(withdraw(1)).rejection?.code).toBe('is-an-act')
  })

  it('of the newest update shows on the card', () => {
    expect(told().given(withdraw(4)).state.lastUpdate).toMatchObject({ withdrawn: true })
  })
})

describe('redacting', () => {
  it('names each entry whose words go: the one meant, its corrections, and what repeats it', () => {
    const story = told().given({ type: 'note', text: 'Pool is full' }, correct(3, { text: 'Pool was full' }))
    expect(story.do(redact(3, 6)).events).toMatchObject([
      { type: 'entry-redacted', entry: 3, reason: 'a password', recordedAt: NOON + 2 * 60_000 },
      { type: 'entry-redacted', entry: 6 },
      { type: 'entry-redacted', entry: 7 },
    ])
  })

  it('is refused when the entry that is meant has no words or is not there, and passes over others', () => {
    expect(told().do(redact(2)).rejection?.code).toBe('no-words')
    expect(told().do(redact(99)).rejection?.code).toBe('no-such-entry')
    expect(told().do(redact(3, 2, 99, 3)).events).toHaveLength(1)
  })

  it('needs a reason, and somebody whom the policy allows', () => {
    expect(told().do({ type: 'redact-entries', entries: [3], reason: '' }).rejection?.code).toBe('empty')
    const { redact: _, ...may } = aPolicy().may
    const story = declared('sev3', aPolicy({ may })).given({ type: 'note', text: 'Pool is full' })
    expect(story.do(redact(2), DANA).rejection?.code).toBe('not-allowed')
    story.given({ type: 'assign-role', role: 'commander', user: 'UDANA', standing: 'member' })
    expect(story.do(redact(2), DANA).events).toHaveLength(1)
    expect(story.do(redact(2), BOT).rejection?.code).toBe('not-for-the-bot')
  })

  it('owes a look at the bot’s own messages, one now and one when what was on its way has arrived', () => {
    const { effects } = told().do(redact(3))
    const looks = effects.filter(({ kind }) => kind === 'slack.redact-copies')
    expect(looks).toMatchObject([
      { subject: 'redact:INC-7:3' },
      { subject: 'redact:INC-7:3:again', notBefore: NOON + 6 * 60_000 },
    ])
    expect(kinds(effects)).toContain('slack.sync-card')
  })
})
