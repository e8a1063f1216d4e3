import { describe, expect, it } from 'vitest'
import { classify } from '../../src/core/classify.ts'
import { loadPolicy } from '../../src/policy-file.ts'
import { aPolicy, aTriage } from './a-policy.ts'

const safe = { data: 'safe' }

describe('a severity found by answers', () => {
  it('is that of the highest rule that applies, with its sentence', () => {
    expect(classify(aPolicy(), { ...safe, reach: 'all' }, ['orders'])).toEqual({
      severity: 'sev2',
      because: 'All feel it.',
    })
    expect(classify(aPolicy(), { ...safe, reach: 'nobody' }, ['orders'])).toEqual({
      severity: 'sev4',
      because: 'Nobody feels it.',
    })
  })

  it('heeds rules of its own class only', () => {
    expect(classify(aPolicy(), { ...safe, reach: 'all' }, ['analytics']).severity).toBe('sev3')
    expect(classify(aPolicy(), { ...safe, reach: 'all' }, ['analytics', 'returns']).severity).toBe('sev2')
  })

  it('says what it assumes because nobody knows', () => {
    expect(classify(aPolicy(), safe).because).toBe(
      'All feel it. Not sure about who feels it and what it is about, so the worse is assumed.',
    )
    expect(classify(aPolicy(), { data: 'unsure', reach: 'all' }, ['orders'])).toEqual({
      severity: 'sev1',
      because:
        'Data may be lost, or was shown to somebody who should not see it: that is always SEV1. Not sure about data, so the worse is assumed.',
    })
  })

  it('is explained by what is known rather than by what is feared', () => {
    const triage = aTriage()
    triage.rules.unshift({ severity: 'sev1', because: 'Feared.', classes: [], atLeast: { data: 'lost' } })
    triage.rules.push({ severity: 'sev1', because: 'Known.', classes: [], atLeast: { reach: 'all' } })
    expect(classify({ triage }, { data: 'unsure', reach: 'all' }).because).toBe('Known.')
  })
})

describe("the project's own policy", () => {
  const read = loadPolicy('policy.yml')
  if ('problems' in read) throw new Error('policy.yml is not sound')
  const severity = (answers: Record<string, string>, about: string) =>
    classify(read.policy, { data: 'none', course: 'steady', ...answers }, [about]).severity

  it.each<[string, string, Record<string, string>, string]>([
    ['checkout down for everybody', 'orders', { customers: 'most', work: 'stopped' }, 'sev1'],
    ['data shown to a stranger', 'analytics', { data: 'sign', customers: 'nobody', work: 'fine' }, 'sev1'],
    ['automatic replies wrong for many', 'stylist', { customers: 'many', work: 'misled' }, 'sev1'],
    ['capsules gone for everybody', 'capsule', { customers: 'most', work: 'stopped' }, 'sev2'],
    ['orders slow for many', 'orders', { customers: 'many', work: 'hard' }, 'sev2'],
    ['some stuck and growing', 'returns', { customers: 'few', work: 'stopped', course: 'worse' }, 'sev2'],
    ['some stuck', 'returns', { customers: 'few', work: 'stopped' }, 'sev3'],
    ['a dashboard down', 'analytics', { customers: 'colleagues', work: 'stopped' }, 'sev3'],
    ['a queue that grows unseen', 'stylist', { customers: 'nobody', work: 'fine', course: 'worse' }, 'sev3'],
    ['a near miss', 'products', { customers: 'nobody', work: 'fine' }, 'sev4'],
  ])('takes %s (%s) as it should', (_, about, answers, wanted) => {
    expect(severity(answers, about)).toBe(wanted)
  })
})
