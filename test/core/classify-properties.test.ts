import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answers, classify } from '../../src/core/classify.ts'
import { SEVERITIES, type Severity } from '../../src/core/incident/incident.ts'
import { type TriagePolicy, UNSURE } from '../../src/core/triage-policy.ts'
import { ANY_CLASSES, triageAndAnswers } from './any-triage.ts'

const level = (severity: Severity) => SEVERITIES.indexOf(severity)
const judged = (triage: TriagePolicy, answers: Answers, classes: string[]) =>
  level(classify({ triage }, answers, classes).severity)
const idsOf = (triage: TriagePolicy, key: string) =>
  triage.questions[key]?.answers.map((answer) => answer.id) ?? []

/** Every way of answering all questions; `fixed` keeps those that are certain. */
function completions(triage: TriagePolicy, fixed: Answers): Answers[] {
  return Object.keys(triage.questions).reduce<Answers[]>(
    (all, key) => {
      const given = fixed[key]
      const ids = idsOf(triage, key)
      const possible = given !== undefined && ids.includes(given) ? [given] : ids
      return all.flatMap((answers) => possible.map((id) => ({ ...answers, [key]: id })))
    },
    [{}],
  )
}

/** The rules read literally, for certain answers and one class: the specification. */
function literally(triage: TriagePolicy, answers: Answers, one: string): number {
  const at = (key: string, id: string | undefined) => idsOf(triage, key).indexOf(id ?? '')
  const lost = Object.entries(triage.questions).some(([key, { answers: possible }]) =>
    possible.some(({ dataLoss }, index) => dataLoss && at(key, answers[key]) <= index),
  )
  const found = triage.rules
    .filter(({ classes }) => classes.length === 0 || classes.includes(one))
    .filter(({ atLeast }) =>
      Object.entries(atLeast).every(([key, id]) => at(key, answers[key]) <= at(key, id)),
    )
    .map(({ severity }) => level(severity))
  return Math.min(level(triage.otherwise.severity), ...found, ...(lost ? [0] : []))
}

describe('any policy with any answers', () => {
  it('gives the highest severity that what is unsure could give, for the class that has it worst', () => {
    fc.assert(
      fc.property(triageAndAnswers, ([triage, answers, classes]) => {
        const among = classes.length === 0 ? ANY_CLASSES : classes
        const possible = completions(triage, answers).flatMap((certain) =>
          among.map((one) => literally(triage, certain, one)),
        )
        expect(judged(triage, answers, classes)).toBe(Math.min(...possible))
      }),
      { numRuns: 500 },
    )
  })

  it('never comes out lower for a worse answer, for unsure, or for one more class', () => {
    fc.assert(
      fc.property(triageAndAnswers, ([triage, answers, classes]) => {
        const before = judged(triage, answers, classes)
        for (const key of Object.keys(triage.questions)) {
          const ids = idsOf(triage, key)
          const worse = ids.slice(0, Math.max(0, ids.indexOf(answers[key] ?? '')))
          for (const answer of [...worse, UNSURE]) {
            expect(judged(triage, { ...answers, [key]: answer }, classes)).toBeLessThanOrEqual(before)
          }
        }
        if (classes.length > 0) {
          for (const more of [[...classes, 'returns'], []]) {
            expect(judged(triage, answers, more)).toBeLessThanOrEqual(before)
          }
        }
      }),
    )
  })

  it('is SEV1 as soon as data may be lost, whatever the rules say', () => {
    fc.assert(
      fc.property(triageAndAnswers, ([triage, answers, classes]) => {
        for (const [key, { answers: possible }] of Object.entries(triage.questions)) {
          for (const { id, dataLoss } of possible) {
            const severity = classify({ triage }, { ...answers, [key]: id }, classes).severity
            if (dataLoss) expect(severity).toBe('sev1')
          }
        }
      }),
    )
  })

  it('is explained by a sentence of the policy that stands for this severity', () => {
    fc.assert(
      fc.property(triageAndAnswers, ([triage, answers, classes]) => {
        const { severity, because } = classify({ triage }, answers, classes)
        const sentences = [...triage.rules, triage.otherwise]
          .filter((rule) => rule.severity === severity)
          .map((rule) => rule.because)
        const known = [...sentences, ...(severity === 'sev1' ? ['Data may be lost'] : [])]
        expect(known.some((sentence) => because.startsWith(sentence))).toBe(true)
      }),
    )
  })

  it('does not depend on the order in which the rules are written', () => {
    fc.assert(
      fc.property(triageAndAnswers, ([triage, answers, classes]) => {
        const turned = { ...triage, rules: triage.rules.toReversed() }
        expect(judged(turned, answers, classes)).toBe(judged(triage, answers, classes))
      }),
    )
  })
})
