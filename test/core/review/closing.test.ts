import { describe, expect, it } from 'vitest'
import { incident as decider } from '../../../src/core/incident/decider.ts'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import { aPolicy, aReviewingPolicy } from '../a-policy.ts'
import { member, type Watch } from '../incident/watch.ts'
import { DAY, led, over } from './aftermath.ts'

const ANA = member('UANA')

function closed(): Watch {
  const watch = over()
  watch.do({ type: 'own-review' }, ANA)
  watch.do({ type: 'move-review', to: 'reviewed' }, ANA)
  watch.do({ type: 'add-follow-up', text: 'x', owner: { user: 'UBEN' } }, ANA)
  expect(watch.do({ type: 'close' }, ANA)).toBeUndefined()
  return watch
}

describe('closing', () => {
  it('says everything that is missing at once', () => {
    const watch = over()
    watch.do({ type: 'add-follow-up', text: 'x' }, ANA)
    watch.do({ type: 'add-follow-up', text: 'y' }, ANA)
    const refused = watch.do({ type: 'close' }, ANA)
    expect(refused?.code).toBe('not-ready')
    expect(refused?.rejected).toContain('The review is a draft')
    expect(refused?.rejected).toContain('The follow-ups 1, 2 have no owner')
  })

  it('takes an owner for every open follow-up, not for those that are over', () => {
    const watch = over()
    watch.do({ type: 'add-follow-up', text: 'x' }, ANA)
    watch.do({ type: 'drop-follow-up', number: 1, reason: 'no' }, ANA)
    watch.do({ type: 'own-review' }, ANA)
    watch.do({ type: 'move-review', to: 'reviewed' }, ANA)
    expect(watch.do({ type: 'close' }, ANA)).toBeUndefined()
    expect(watch.state.closed?.by).toBe('UANA')
  })

  it('needs no review where none is asked for, but an end', () => {
    const watch = led(aPolicy())
    expect(watch.do({ type: 'close' }, ANA)?.code).toBe('not-resolved')
    watch.do({ type: 'resolve', summary: {} }, ANA)
    expect(watch.do({ type: 'close' }, ANA)).toBeUndefined()
    expect(watch.do({ type: 'close' }, ANA)?.code).toBe('closed')
  })

  it('is for whom the policy names', () => {
    const policy = aReviewingPolicy()
    const watch = over({
      ...policy,
      may: { ...policy.may, close: ['UCHLOE'], review: [], 'own-review': ['role:commander'] },
    })
    expect(watch.do({ type: 'close' }, ANA)?.code).toBe('not-allowed')
    expect(watch.do({ type: 'give-review', person: { user: 'UBEN' } }, ANA)?.code).toBe('not-allowed')
    expect(watch.do({ type: 'own-review' }, member('UBEN'))?.code).toBe('not-allowed')
    expect(watch.do({ type: 'own-review' }, ANA)).toBeUndefined()
    expect(watch.do({ type: 'own-review' }, { kind: 'user', id: 'UGIL', standing: 'guest' })?.code).toBe(
      'no-standing',
    )
  })
})

describe('a closed incident', () => {
  it.each<IncidentCommand>([
    { type: 'rename', title: 'Another' },
    { type: 'assign-role', role: 'scribe', user: 'UANA' },
    { type: 'change-classes', classes: ['orders'] },
    { type: 'summarise', summary: { cause: 'x' } },
    { type: 'contribute', findings: [{ kind: 'factor', text: 'x' }] },
    { type: 'move-review', to: 'draft' },
    { type: 'own-review' },
    { type: 'log-decision', text: 'x' },
    { type: 'page', to: { user: 'UBEN' }, text: 'x' },
    { type: 'close' },
  ])('refuses to $type', (command) => {
    const watch = closed()
    const before = watch.happened.length
    expect(watch.do(command, member('UBEN'))?.code).toBe('closed')
    expect(watch.happened).toHaveLength(before)
  })

  it('takes notes, and goes on with its follow-ups, each of which keeps an owner', () => {
    const watch = closed()
    expect(watch.do({ type: 'note', text: 'x' }, ANA)).toBeUndefined()
    expect(watch.do({ type: 'change-follow-up', number: 1, owner: '' }, ANA)?.code).toBe('needs-owner')
    expect(watch.do({ type: 'add-follow-up', text: 'y' }, ANA)?.code).toBe('needs-owner')
    expect(watch.do({ type: 'add-follow-up', text: 'y', owner: { user: 'UBEN' } }, ANA)).toBeUndefined()
    expect(watch.do({ type: 'finish-follow-up', number: 1 }, ANA)).toBeUndefined()
  })

  it('is found as closed, and no longer among the reviews', () => {
    const watch = closed()
    expect(decider.labels(watch.state)).toContain('closed')
    expect(decider.labels(watch.state)).not.toContain('review:open')
    expect(watch.types().filter((type) => type === 'closed')).toHaveLength(1)
  })

  it('opens again by reopening, and then everything is possible', () => {
    const watch = closed()
    watch.advance(30 * DAY)
    expect(watch.do({ type: 'reopen', reason: 'It is back' }, ANA)).toBeUndefined()
    expect(watch.state).not.toHaveProperty('closed')
    expect(watch.do({ type: 'rename', title: 'Another' }, ANA)).toBeUndefined()
  })
})
