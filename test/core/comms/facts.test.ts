import { expect, it } from 'vitest'
import { factsOf } from '../../../src/core/comms/facts.ts'
import { aPolicy } from '../a-policy.ts'
import { declared, NOON } from '../incident/story.ts'

const MINUTE = 60_000
const period = (now: number) =>
  factsOf(declared().state, aPolicy(), now, { commander: '', outside: true }).period

it('says from when to when it lasted, and names the day twice only when there are two', () => {
  expect(period(NOON + 40 * MINUTE)).toBe('from 12:00 to 12:40 UTC on 10 June')
  expect(period(NOON + 13 * 60 * MINUTE)).toBe('from 12:00 UTC on 10 June to 01:00 UTC on 11 June')
})
