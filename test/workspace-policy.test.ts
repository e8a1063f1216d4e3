import { describe, expect, it } from 'vitest'
import { withShifts } from '../src/workspace-policy.ts'
import { aPromisingPolicy } from './core/a-policy.ts'

const SHIFTS = { 'on-call': 'pagerduty:schedule:PONCALL', 'no-such-rung': 'pagerduty:schedule:PSECOND' }

describe('the policy in a workspace with a PagerDuty of its own', () => {
  it('has its shifts behind the rungs that they are for, and is another policy', () => {
    const before = aPromisingPolicy()
    const after = withShifts(before, SHIFTS)
    expect(after.rungs).toEqual({
      ...before.rungs,
      'on-call': { name: 'On-call engineer', page: ['pagerduty:schedule:PONCALL'] },
    })
    expect(after.digest).not.toBe(before.digest)
    expect(withShifts(before, SHIFTS).digest).toBe(after.digest)
  })

  it('stays as it is when it names PagerDuty itself', () => {
    const own = aPromisingPolicy()
    const rungs = { ...own.rungs, managers: { name: 'Managers', page: ['pagerduty:policy:PUS0KTE'] } }
    const policy = { ...own, rungs }
    expect(withShifts(policy, SHIFTS)).toBe(policy)
  })
})
