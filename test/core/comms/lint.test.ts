import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lint, type Reading } from '../../../src/core/comms/lint.ts'

const PUBLIC: Reading = {
  outside: true,
  means: ['statuspage'],
  severity: 'sev2',
  jargon: ['widget'],
  internal: ['blue-heron'],
}
const INSIDE: Reading = { ...PUBLIC, outside: false, means: ['slack'] }
const NEXT = 'We will write again by 14:30 UTC.'

const rules = (body: string, reading = PUBLIC) =>
  lint({ title: 'Some orders fail', body }, reading).map(({ rule }) => rule)

describe('a public text', () => {
  it('passes when it says little and when the next word comes', () => {
    expect(rules(`Some customers cannot place orders. We are working on it. ${NEXT}`)).toEqual([])
  })

  it.each([
    ['It should be fixed within 2 hours.', 'estimate'],
    ['Orders will be back by 15:00.', 'estimate'],
    ['The ETA is noon.', 'estimate'],
    ['It will work again shortly.', 'estimate'],
    ['orders-db-01.prod.internal does not answer.', 'internal'],
    ['See http://10.2.3.4/status for more.', 'internal'],
    ['The pod orders-7d9f8c6b54-x2x9q restarts.', 'internal'],
    ['It concerns blue-heron.', 'internal'],
    ['An engineer forgot a step.', 'blame'],
    ['It was a human error.', 'blame'],
    ['There is an outage.', 'outage'],
    ['The site is down.', 'outage'],
    ['The latency of checkout is high.', 'jargon'],
    ['The Widget does not open.', 'jargon'],
    ['Orders of {{ country }} are late.', 'left-open'],
    ['Orders are late {% if many %}', 'left-open'],
    ['<!channel> Orders are late.', 'left-open'],
    ['Orders of TODO are late.', 'left-open'],
  ])('%s is found to be %s', (sentence, rule) => {
    expect(rules(`${sentence} ${NEXT}`)).toContain(rule)
  })

  it('says when the next word comes, unless it is over', () => {
    expect(rules('Some customers cannot place orders.')).toEqual(['next-word'])
    expect(lint({ title: 'Over', body: 'Orders work again.', status: 'resolved' }, PUBLIC)).toEqual([])
  })

  it('may say when the next word comes to the minute: that promises no end', () => {
    expect(rules('Our next update comes within 30 minutes.')).toEqual([])
    expect(rules('Next update: by 15:00 UTC.')).toEqual([])
  })

  it('may speak of an outage when it is a SEV1', () => {
    expect(rules(`There is an outage. ${NEXT}`, { ...PUBLIC, severity: 'sev1' })).toEqual([])
  })

  it('is told which part of it is meant', () => {
    expect(lint({ title: '', body: `It is back by 15:00. ${NEXT}` }, PUBLIC)[0]?.found).toBe('back by 15:00')
  })
})

describe('a text for colleagues', () => {
  it('may name systems and times, but nobody as the cause', () => {
    expect(rules('kubectl on orders-db-01.prod.internal says 5xx; back by 15:00.', INSIDE)).toEqual([])
    expect(rules('It was the fault of the night shift.', INSIDE)).toEqual(['blame'])
    expect(rules('Freeze of {{ project }}', INSIDE)).toEqual(['left-open'])
  })
})

describe('length', () => {
  it('is held against each means that is used', () => {
    expect(
      lint({ title: '', body: 'x'.repeat(201) }, { ...INSIDE, means: ['banner', 'slack'] }),
    ).toMatchObject([{ rule: 'length', why: expect.stringContaining('201 characters; 200 fit (banner)') }])
  })
})

describe('any text', () => {
  it('is read, whatever the lists of the organisation hold', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }), (body, words) => {
        lint({ title: '', body }, { ...PUBLIC, jargon: words, internal: words })
      }),
    )
  })
})
