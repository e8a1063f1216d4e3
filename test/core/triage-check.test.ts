import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classify } from '../../src/core/classify.ts'
import { SEVERITIES } from '../../src/core/incident/incident.ts'
import { checkPolicy } from '../../src/core/policy-check.ts'
import { triageProblems } from '../../src/core/triage-check.ts'
import type { TriagePolicy } from '../../src/core/triage-policy.ts'
import { aPolicy, aTriage } from './a-policy.ts'
import { ANY_CLASSES, anyTriage } from './any-triage.ts'

type Rule = TriagePolicy['rules'][number]

function problems(change: (triage: TriagePolicy) => void) {
  const { digest: _, ...policy } = aPolicy()
  const triage = aTriage()
  change(triage)
  return checkPolicy({ ...policy, triage })
}

const rule = (changes: Partial<Rule>): Rule => ({
  severity: 'sev3',
  because: 'x',
  classes: [],
  atLeast: { reach: 'all' },
  ...changes,
})
const firstRule = (changes: object) => (triage: TriagePolicy) => {
  Object.assign(triage.rules[0] ?? {}, changes)
}
const answersOf = (triage: TriagePolicy, key: string) => triage.questions[key]?.answers ?? []

describe('how a policy finds severities', () => {
  it('is sound in the policy that tests use', () => {
    expect(problems(() => {})).toEqual([])
  })

  it.each<[string, (triage: TriagePolicy) => void, (string | number)[], RegExp, RegExp]>([
    [
      'a rule about an unknown class',
      firstRule({ classes: ['analytics', 'order'] }),
      ['triage', 'rules', 0, 'classes', 1],
      /no class "order"/,
      /^orders, returns, analytics$/,
    ],
    [
      'a rule about an unknown question',
      firstRule({ atLeast: { reech: 'all' } }),
      ['triage', 'rules', 0, 'atLeast', 'reech'],
      /no question "reech"/,
      /^data, reach$/,
    ],
    [
      'a rule about an unknown answer',
      firstRule({ atLeast: { reach: 'most' } }),
      ['triage', 'rules', 0, 'atLeast', 'reach'],
      /no answer to reach "most"/,
      /^all, some, nobody$/,
    ],
    [
      'a severity that does not exist',
      firstRule({ severity: 'sev5' }),
      ['triage', 'rules', 0, 'severity'],
      /none of those/,
      /sev1, sev2, sev3, sev4/,
    ],
    [
      'a rule that never decides',
      (triage) => triage.rules.push(rule({})),
      ['triage', 'rules', 2],
      /never decides.*“Some feel it.”/,
      /not covered/,
    ],
    [
      'an answer that is there twice',
      (triage) => answersOf(triage, 'reach').push({ id: 'some', text: 'x', dataLoss: false }),
      ['triage', 'questions', 'reach', 'answers', 3],
      /twice/,
      /^$/,
    ],
    [
      'an answer of its own called unsure',
      (triage) => answersOf(triage, 'reach').push({ id: 'unsure', text: 'x', dataLoss: false }),
      ['triage', 'questions', 'reach', 'answers', 3, 'id'],
      /cannot be the id/,
      /"unsure" is there/,
    ],
    [
      'a question with one answer',
      (triage) => answersOf(triage, 'reach').splice(1, 2) && triage.rules.splice(0, 1, rule({})),
      ['triage', 'questions', 'reach', 'answers'],
      /too few/,
      /at least 2 entries/,
    ],
    [
      'more classes in a doubt than there are',
      (triage) => Object.assign(triage.doubts, { sev4: { classes: 4, customerSwitch: false } }),
      ['triage', 'doubts', 'sev4', 'classes'],
      /only 3 classes/,
      /2 to 3/,
    ],
    [
      'an outage limit of nothing',
      (triage) => Object.assign(triage.doubts, { sev4: { outageMinutes: 0 } }),
      ['triage', 'doubts', 'sev4', 'outageMinutes'],
      /too small/,
      /at least 1/,
    ],
    [
      'a doubt about SEV1',
      (triage) => Object.assign(triage.doubts, { sev1: {} }),
      ['triage', 'doubts', 'sev1'],
      /not a setting/,
      /sev2, sev3, sev4/,
    ],
    [
      'no answer that means data loss',
      (triage) => {
        Object.assign(answersOf(triage, 'data')[0] ?? {}, { dataLoss: false })
        triage.rules.push(rule({ severity: 'sev1', atLeast: { data: 'lost' } }))
      },
      ['triage', 'questions'],
      /always SEV1/,
      /dataLoss: true/,
    ],
    [
      'no way to be so mild',
      (triage) => {
        const onlyAnalytics = { severity: 'sev2', classes: ['analytics'], atLeast: { reach: 'all' } }
        Object.assign(triage.rules[0] ?? {}, onlyAnalytics)
        Object.assign(triage.otherwise, { severity: 'sev3' })
      },
      ['triage', 'rules'],
      /No answers lead to SEV4/,
      /a rule for each severity/,
    ],
  ])('has one problem with %s, at its place', (_, change, path, message, allowed) => {
    const found = problems(change)
    expect(found).toEqual([expect.objectContaining({ path, message: expect.stringMatching(message) })])
    expect(found[0]?.allowed ?? '').toMatch(allowed)
  })

  it('needs a rule for each class, and something that applies otherwise', () => {
    const noAnalytics = problems(firstRule({ classes: ['orders', 'returns'] }))
    expect(noAnalytics).toEqual([
      expect.objectContaining({
        path: ['classes', 'analytics'],
        message: expect.stringContaining('No rule is about the class "analytics"'),
      }),
    ])
    expect(problems((triage) => Reflect.deleteProperty(triage, 'otherwise'))).toEqual([
      expect.objectContaining({ path: ['triage', 'otherwise'], message: expect.stringContaining('missing') }),
    ])
  })

  it('offers the settings that there are, also inside a list', () => {
    expect(problems(firstRule({ atleast: {} }))).toEqual([
      expect.objectContaining({ message: expect.stringContaining('mean `atLeast`') }),
    ])
  })
})

describe('the check of any policy', () => {
  const classes = Object.fromEntries(ANY_CLASSES.map((key) => [key, { name: key, covers: key, hints: [] }]))

  it('reports exactly those severities that no answers lead to', () => {
    fc.assert(
      fc.property(anyTriage, (triage) => {
        const all = Object.entries(triage.questions).reduce<Record<string, string>[]>(
          (some, [key, { answers }]) =>
            some.flatMap((given) => answers.map(({ id }) => ({ ...given, [key]: id }))),
          [{}],
        )
        const reached = new Set(
          all.flatMap((answers) => ANY_CLASSES.map((one) => classify({ triage }, answers, [one]).severity)),
        )
        const reported = triageProblems({ classes, triage }).flatMap(
          ({ message }) => /^No answers lead to (SEV\d)/.exec(message)?.[1] ?? [],
        )
        expect(reported).toEqual(
          SEVERITIES.filter((one) => !reached.has(one)).map((one) => one.toUpperCase()),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('calls a rule idle only if nothing changes without it', () => {
    fc.assert(
      fc.property(anyTriage, (triage) => {
        const idle = triageProblems({ classes, triage }).flatMap(({ path, message }) =>
          message.startsWith('This never') && path[1] === 'rules' ? [Number(path[2])] : [],
        )
        const without = { ...triage, rules: triage.rules.filter((_, index) => !idle.includes(index)) }
        for (const answers of [
          {},
          { reach: 'a' },
          { reach: 'b', work: 'b' },
          { reach: 'd', work: 'c', data: 'b' },
        ]) {
          for (const one of ANY_CLASSES) {
            const judged = (policy: TriagePolicy) => classify({ triage: policy }, answers, [one]).severity
            expect(judged(without)).toBe(judged(triage))
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
