import { describe, expect, it } from 'vitest'
import { figureRows, figuresInShort } from '../../../src/core/report/figure-rows.ts'
import { createFigures } from '../../../src/core/report/figures.ts'
import { member, type Watch, watched } from '../incident/watch.ts'

const MINUTE = 60_000

function figuresOf(watch: Watch) {
  const figures = createFigures()
  for (const entry of watch.entries) figures.add(entry)
  return figures.done(watch.state, watch.now)
}
const row = (watch: Watch, name: string) => figureRows(figuresOf(watch)).find((each) => each.name === name)
const resolve = (watch: Watch) => watch.do({ type: 'change-status', status: 'resolved' })

describe('the key figures', () => {
  it('measure acknowledging, mitigating and resolving from the beginning', () => {
    const watch = watched('sev2').advance(7)
    watch.do({ type: 'acknowledge' }, member('UBEN'))
    watch.advance(33).do({ type: 'change-status', status: 'monitoring' })
    watch.advance(20)
    resolve(watch)
    expect(figuresOf(watch)).toMatchObject({
      toAcknowledge: 7 * MINUTE,
      toMitigate: 40 * MINUTE,
      toResolve: 60 * MINUTE,
      recovery: { promised: 60 * MINUTE, took: 40 * MINUTE, met: true },
    })
  })

  it('are not known rather than nought while they have not come', () => {
    const watch = watched('sev4').advance(10)
    expect(figuresOf(watch)).not.toHaveProperty('toAcknowledge')
    expect(row(watch, 'Time to acknowledge')).toEqual({
      name: 'Time to acknowledge',
      value: 'not known',
      note: 'nobody acknowledged it',
    })
  })

  it('hold the recovery time against what was promised when service came back, whatever the severity is later', () => {
    const watch = watched('sev1').advance(75)
    watch.do({ type: 'change-status', status: 'monitoring' })
    watch.do({ type: 'change-severity', severity: 'sev4', reason: 'nobody feels it any more' })
    resolve(watch)
    expect(row(watch, 'Recovery time (RTO)')).toMatchObject({
      value: 'missed',
      note: 'promised within 1 h, 15 min late',
    })
  })

  it('count updates kept and missed, and none where none are promised', () => {
    const watch = watched('sev2').advance(10)
    watch.do({ type: 'post-update', update: { summary: 'x' } })
    watch.advance(21) // due after 15, missed 5 later
    watch.do({ type: 'post-update', update: { summary: 'x' } })
    expect(figuresOf(watch).updates).toEqual({ posted: 2, kept: 2, missed: 1, snoozed: 0 })
    expect(row(watch, 'Updates')).toMatchObject({ value: '66 % kept', note: '2 posted, 1 missed' })
    expect(row(watched('sev4'), 'Updates')).toBeUndefined()
  })

  it('count pages, who could not, who was not reached, and an unanswered climb once however often it is said', () => {
    const watch = watched('sev1')
    watch.unreachable.add('UBEN')
    watch.advance(1).do({ type: 'decline', run: 1 }, member('UANA'))
    watch.advance(120)
    const { pages, answers } = figuresOf(watch)
    expect(pages).toMatchObject({ declined: 1, answered: 0, unanswered: 1 })
    expect(pages.unreached).toBeGreaterThan(0)
    expect(answers).toBeUndefined()
    expect(row(watch, 'Pages')?.note).toContain('never answered')
  })

  it('add up the time at each severity while it was open, and leave out the time in between', () => {
    const watch = watched('sev3').advance(10)
    watch.do({ type: 'change-severity', severity: 'sev1', reason: 'x' })
    watch.advance(5)
    resolve(watch)
    watch.advance(100).do({ type: 'reopen', reason: 'it is back' })
    watch.advance(3)
    resolve(watch)
    const figures = figuresOf(watch)
    expect(figures.severities).toEqual([
      { severity: 'sev1', time: 8 * MINUTE },
      { severity: 'sev3', time: 10 * MINUTE },
    ])
    expect(figures).toMatchObject({ open: 18 * MINUTE, reopened: 1, course: ['sev3', 'sev1'] })
    expect(row(watch, 'Open in all')).toMatchObject({ value: '18 min' })
  })

  it('are said in one line', () => {
    const watch = watched('sev2')
    watch.do({ type: 'assign-role', role: 'commander', user: 'UANA', standing: 'member' }, member('UANA'))
    watch.advance(10)
    watch.do({ type: 'post-update', update: { summary: 'x' } })
    watch.advance(2)
    resolve(watch)
    expect(figuresInShort(figuresOf(watch))).toBe(
      'acknowledged at once · mitigated after 12 min · resolved after 12 min · updates kept: 100 % · recovery time met',
    )
  })
})
