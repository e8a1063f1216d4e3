import { describe, expect, it } from 'vitest'
import type { Asker } from '../../src/core/decider.ts'
import { isRejection } from '../../src/core/decider.ts'
import { type LogCommand, log } from '../../src/core/log/log.ts'
import { aPolicy } from './a-policy.ts'

const ANA: Asker = { kind: 'user', id: 'UANA', standing: 'member' }
const BOT: Asker = { kind: 'bot' }
const policy = aPolicy()
const decide = (command: LogCommand, actor: Asker, may: object = {}, number = 1) =>
  log.decide({ number, count: 0 }, command, {
    now: 0,
    policy: { ...policy, may: { ...policy.may, ...may } },
    actor,
  })

describe('the log of the organisation', () => {
  it('takes a decision or a near miss from whoever may, in their words', () => {
    expect(decide({ type: 'log-decision', text: ' Off\r\nby default ' }, ANA)).toEqual([
      { type: 'decision-logged', text: 'Off\nby default' },
    ])
    expect(decide({ type: 'log-near-miss', text: 'x' }, ANA)).toEqual([
      { type: 'near-miss-logged', text: 'x' },
    ])
  })

  it('takes nothing empty, nothing endless, nothing of the bot’s own, and nothing from who may not', () => {
    const codes = [
      decide({ type: 'log-decision', text: ' \n' }, ANA),
      decide({ type: 'log-near-miss', text: 'x'.repeat(1_501) }, ANA),
      decide({ type: 'log-near-miss', text: 'x' }, BOT),
      decide({ type: 'log-near-miss', text: 'x' }, ANA, { log: ['@on-call'] }),
      decide({ type: 'log-near-miss', text: 'x' }, { kind: 'user', id: 'UGIL', standing: 'guest' }),
    ].map((answer) => isRejection(answer) && answer.code)
    expect(codes).toEqual(['empty', 'too-long', 'not-for-the-bot', 'not-allowed', 'no-standing'])
  })

  it('begins once, by the bot', () => {
    expect(decide({ type: 'begin', number: 1 }, BOT, {}, 0)).toEqual([{ type: 'log-begun', number: 1 }])
    expect(decide({ type: 'begin', number: 1 }, BOT)).toEqual([])
    expect(decide({ type: 'begin', number: 1 }, ANA, {}, 0)).toEqual([])
  })
})
