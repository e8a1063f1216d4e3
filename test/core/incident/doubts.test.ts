import { describe, expect, it } from 'vitest'
import { doubtIn } from '../../../src/core/incident/doubts.ts'
import type { Severity } from '../../../src/core/incident/incident.ts'
import { declared, resolve } from './story.ts'

describe('a kill switch that was pulled', () => {
  const pulled = (severity: Severity, customersNotice: boolean) =>
    doubtIn(declared(severity).state, { fact: 'switch-pulled', switch: 'safe_mode', customersNotice })

  it('speaks against a severity that the policy says so of, when customers notice', () => {
    expect(pulled('sev3', true)).toEqual([
      { type: 'triage-offered', doubt: { doubt: 'switch', switch: 'safe_mode' } },
    ])
    expect(pulled('sev3', false)).toEqual([])
    expect(pulled('sev2', true)).toEqual([])
    expect(pulled('sev1', true)).toEqual([])
  })

  it('is one cause, whichever switch it is, and none after the end', () => {
    const { state } = declared('sev3')
    const again = { ...state, doubted: [{ doubt: 'switch', switch: 'automation_enabled' } as const] }
    expect(doubtIn(again, { fact: 'switch-pulled', switch: 'safe_mode', customersNotice: true })).toEqual([])
    const over = declared('sev3').given(resolve).state
    expect(doubtIn(over, { fact: 'switch-pulled', switch: 'safe_mode', customersNotice: true })).toEqual([])
  })
})
