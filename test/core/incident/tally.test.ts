import { describe, expect, it } from 'vitest'
import { incident as decider } from '../../../src/core/incident/decider.ts'
import { monthLabel, monthLabels } from '../../../src/core/incident/month.ts'
import { NOON } from './story.ts'
import { member, watched } from './watch.ts'

const MINUTE = 60_000

describe('what is tallied of an incident', () => {
  it('is the first call, everybody who was paged, and every further rung', () => {
    const watch = watched('sev1').advance(7)
    watch.do({ type: 'acknowledge' }, member('UBEN'))
    watch.do({ type: 'page', to: { user: 'UCHLOE', standing: 'member' }, text: 'help' })
    watch.advance(1)
    watch.do({ type: 'acknowledge' }, member('UCHLOE'))
    expect(watch.state.tally).toEqual({
      calledAt: NOON + MINUTE / 2,
      kept: 0,
      pages: 3,
      answers: 2,
      escalations: 2,
      reopened: 0,
    })
  })

  it('counts updates only while they are promised, and every reopening', () => {
    const quiet = watched('sev4')
    quiet.do({ type: 'post-update', update: { summary: 'x' } })
    expect(quiet.state.tally.kept).toBe(0)
    const watch = watched('sev2')
    watch.do({ type: 'post-update', update: { summary: 'x' } })
    watch.do({ type: 'change-status', status: 'resolved' })
    watch.do({ type: 'reopen', reason: 'x' })
    watch.do({ type: 'post-update', update: { summary: 'x' } })
    expect(watch.state.tally).toMatchObject({ kept: 2, reopened: 1 })
  })
})

describe('the label of a month', () => {
  it('stands on every incident, by the month in which it was declared', () => {
    expect(decider.labels(watched('sev4').state)).toContain('month:2024-06')
  })

  it('is found for every month that a time touches, newest first', () => {
    const at = (text: string) => Date.parse(`${text}Z`)
    expect(monthLabels(at('2023-12-31T23:59'), at('2024-02-01T00:00'))).toEqual([
      'month:2024-01',
      'month:2023-12',
    ])
    expect(monthLabels(at('2024-02-01T00:00'), at('2024-02-01T00:01'))).toEqual(['month:2024-02'])
    expect(monthLabel(at('2024-02-29T23:59'))).toBe('month:2024-02')
  })
})
