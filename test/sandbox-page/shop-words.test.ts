import { describe, expect, it } from 'vitest'
import {
  assistantState,
  QUESTIONS,
  replyTo,
  type Switches,
  switchesOf,
  tellings,
} from '../../src/sandbox/page/storefront/shop-words.ts'
import { SHOP_SWITCHES } from '../../src/sandbox/storefront/switches.ts'

const NORMAL: Switches = {
  ...Object.fromEntries(Object.keys(SHOP_SWITCHES).map((key) => [key, true])),
  safe_mode: false,
  callback_queue: false,
  assistant_copy: 'full',
  customer_banner: '',
}
const shop = (switches: Switches) => ({
  reached: true,
  switches: Object.entries(switches).map(([key, value]) => ({ key, value, isOwn: false })),
})

describe('what a customer is answered', () => {
  it('is an answer to every question while all is normal', () => {
    for (const question of QUESTIONS)
      expect(replyTo(question, NORMAL)).toMatchObject({ kind: 'answer', text: question.reply })
  })

  it('is a person’s matter for every question once automatic replies are stopped, or in safe mode', () => {
    for (const [by, switches] of [
      ['automation_enabled', { ...NORMAL, automation_enabled: false }],
      ['safe_mode', { ...NORMAL, safe_mode: true }],
    ] as const)
      for (const question of QUESTIONS)
        expect(replyTo(question, switches)).toMatchObject({ kind: 'passed-on', by })
  })

  it('changes for the one question whose template is stopped, and there is one for each template', () => {
    const templates = Object.keys(SHOP_SWITCHES).filter((key) => key.startsWith('t_'))
    for (const template of templates) {
      const passedOn = QUESTIONS.filter(
        (question) => replyTo(question, { ...NORMAL, [template]: false }).kind === 'passed-on',
      )
      expect(passedOn.map((question) => question.template)).toEqual([template])
    }
  })

  it('promises nothing with the guarded wording, and is otherwise the same', () => {
    const switches = { ...NORMAL, assistant_copy: 'informative' }
    const changed = QUESTIONS.filter((question) => replyTo(question, switches).text !== question.reply)
    expect(changed.length).toBeGreaterThan(0)
    for (const question of changed)
      expect(replyTo(question, switches)).toEqual({
        kind: 'answer',
        text: question.guarded,
        by: 'assistant_copy',
      })
    for (const question of QUESTIONS)
      expect(replyTo(question, switches).text).not.toMatch(/should be|tomorrow|Shall I/)
  })

  it('is the most careful with nothing but the shop’s own values', () => {
    for (const question of QUESTIONS) expect(replyTo(question, SHOP_SWITCHES).kind).toBe('passed-on')
    expect(replyTo(QUESTIONS[0] as never, {}).kind).toBe('passed-on')
  })
})

it('the assistant says what to expect of it', () => {
  expect(assistantState(NORMAL)).toEqual({ tone: 'good', text: 'Answers at once' })
  expect(assistantState({ ...NORMAL, assistant_copy: 'informative' }).text).toBe('Gives information only')
  for (const pulled of [{ safe_mode: true }, { automation_enabled: false }, { automation_enabled: 'x' }])
    expect(assistantState({ ...NORMAL, ...pulled }).text).toMatch(/^People answer/)
})

it('the list beside the shop marks what is not normal, and only that', () => {
  const careful = (switches: Switches) =>
    tellings(shop(switches))
      .filter(({ isCareful }) => isCareful)
      .map(({ key, says }) => `${key} ${says}`)
  expect(careful(NORMAL)).toEqual([])
  expect(careful({ ...NORMAL, capsule_cta: false, callback_queue: true, customer_banner: 'x' })).toEqual([
    'callback_queue open',
    'capsule_cta hidden',
    'customer_banner shown',
  ])
  expect(careful(SHOP_SWITCHES)).toHaveLength(Object.keys(SHOP_SWITCHES).length - 1) // no banner of its own
  expect(switchesOf(shop(NORMAL))).toEqual(NORMAL)
})
