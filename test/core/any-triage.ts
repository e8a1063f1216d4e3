import fc from 'fast-check'
import { SEVERITIES } from '../../src/core/incident/incident.ts'
import { type TriagePolicy, UNSURE } from '../../src/core/triage-policy.ts'

export const ANY_CLASSES = ['orders', 'returns', 'analytics']
const QUESTIONS = ['reach', 'work', 'course', 'data']
const IDS = ['a', 'b', 'c', 'd']

const severity = fc.constantFrom(...SEVERITIES)

/** The questions of a policy with two to four answers each; now and then one that means data loss. */
const questions = fc
  .array(fc.tuple(fc.integer({ min: 2, max: IDS.length }), fc.option(fc.constantFrom(0, 1), { freq: 3 })), {
    minLength: 1,
    maxLength: QUESTIONS.length,
  })
  .map((shapes) =>
    Object.fromEntries(
      shapes.map(([count, dataLoss], index) => {
        const answers = IDS.slice(0, count).map((id, at) => ({ id, text: id, dataLoss: at === dataLoss }))
        const key = QUESTIONS[index] ?? ''
        return [key, { name: key, ask: `${key}?`, answers }]
      }),
    ),
  )

/** One value for some of the keys. */
function some(
  values: (readonly [key: string, values: readonly string[]])[],
): fc.Arbitrary<Record<string, string>> {
  const chosen = values.map(([key, among]) =>
    fc.option(fc.constantFrom(...among)).map((value) => (value === null ? [] : [[key, value] as const])),
  )
  return fc.tuple(...chosen).map((pairs) => Object.fromEntries(pairs.flat()))
}

/** Any policy that is sound as far as names go, however little sense its rules make. */
export const anyTriage: fc.Arbitrary<TriagePolicy> = questions.chain((questions) => {
  const conditions = some(
    Object.entries(questions).map(([key, { answers }]) => [key, answers.map(({ id }) => id)] as const),
  )
  const rule = fc.record({
    severity,
    because: fc.constantFrom('One.', 'Two.', 'Three.', 'Four.'),
    classes: fc.subarray(ANY_CLASSES),
    atLeast: conditions,
  })
  return fc.record({
    questions: fc.constant(questions),
    rules: fc.array(rule, { minLength: 1, maxLength: 8 }),
    otherwise: fc.record({ severity, because: fc.constant('Otherwise.') }),
    doubts: fc.constant({}),
  })
})

/** A policy with answers to its questions, complete, partial, unsure or nonsense. */
export const triageAndAnswers = anyTriage.chain((triage) =>
  fc.tuple(
    fc.constant(triage),
    some(Object.keys(triage.questions).map((key) => [key, [...IDS, UNSURE, '', 'constructor']] as const)),
    fc.subarray(ANY_CLASSES),
  ),
)
