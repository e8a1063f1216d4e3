import { SEVERITIES, type Severity } from './incident/incident.ts'
import { type Question, type TriagePolicy, UNSURE } from './triage-policy.ts'

/** Ids of answers by id of their question. What is missing or is no answer of the question counts as unsure. */
export type Answers = Readonly<Record<string, string>>

export type Verdict = { severity: Severity; because: string }

/** A rule as it is weighed; `place` is its index in the policy's list, or what else it comes from. */
export type Rule = TriagePolicy['rules'][number] & { place: number | 'data-loss' | 'otherwise' }

const DATA_LOSS = 'Data may be lost, or was shown to somebody who should not see it: that is always SEV1.'

/**
 * The severity that answers lead to, with the sentence that explains it.
 *
 * Total, and monotone by construction: a worse answer, unsure in place of any answer, one more class, or no class
 * known in place of any class never gives a lower severity. `classes`: what is affected; empty when not known.
 */
export function classify(
  policy: { triage: TriagePolicy },
  answers: Answers,
  classes: readonly string[] = [],
): Verdict {
  const { triage } = policy
  const applying = rulesOf(triage).filter((rule) => applies(rule, triage, answers, classes))
  const highest = SEVERITIES.find((severity) => applying.some((rule) => rule.severity === severity))
  const [best] = applying
    .filter(({ severity }) => severity === highest)
    .map((rule) => ({ rule, assumed: assumptions(rule, triage, answers, classes) }))
    .sort((one, other) => one.assumed.length - other.assumed.length) // what is known explains better than what is feared
  const { rule, assumed } = best ?? { rule: triage.otherwise, assumed: [] }
  return { severity: rule.severity, because: [rule.because, ...notSure(assumed)].join(' ') }
}

/** All rules that are weighed: data loss, which no policy can do without, those written, and `otherwise`. */
export function rulesOf({ questions, rules, otherwise }: TriagePolicy): Rule[] {
  const dataLoss = Object.entries(questions).flatMap(([question, { answers }]) =>
    answers
      .filter((answer) => answer.dataLoss)
      .map(({ id }) => ({
        place: 'data-loss' as const,
        severity: 'sev1' as const,
        because: DATA_LOSS,
        classes: [],
        atLeast: { [question]: id },
      })),
  )
  return [
    ...dataLoss,
    ...rules.map((rule, place) => ({ ...rule, place })),
    { ...otherwise, classes: [], atLeast: {}, place: 'otherwise' },
  ]
}

export function applies(
  rule: Rule,
  { questions }: TriagePolicy,
  answers: Answers,
  classes: readonly string[],
): boolean {
  const concerned =
    rule.classes.length === 0 || classes.length === 0 || rule.classes.some((one) => classes.includes(one))
  return (
    concerned &&
    Object.entries(rule.atLeast).every(([key, mildest]) => {
      const question = Object.hasOwn(questions, key) ? questions[key] : undefined
      return question !== undefined && badness(question, given(answers, key)) <= rank(question, mildest)
    })
  )
}

/** The id of the answer as it counts: one of the question's, or unsure. */
export function counted(question: Question, answers: Answers, key: string): string {
  const answer = given(answers, key)
  return answer !== undefined && rank(question, answer) >= 0 ? answer : UNSURE
}

function given(answers: Answers, key: string): string | undefined {
  return Object.hasOwn(answers, key) ? answers[key] : undefined
}

/** 0 is the worst, and what counts when nobody knows. */
function badness(question: Question, answer: string | undefined): number {
  return answer === undefined ? 0 : Math.max(0, rank(question, answer))
}

function rank({ answers }: Question, id: string): number {
  return answers.findIndex((answer) => answer.id === id)
}

/** What a rule takes for granted that nobody knows, in words. */
function assumptions(
  rule: Rule,
  { questions }: TriagePolicy,
  answers: Answers,
  classes: readonly string[],
): string[] {
  const unsure = Object.entries(questions)
    .filter(
      ([key, question]) => Object.hasOwn(rule.atLeast, key) && counted(question, answers, key) === UNSURE,
    )
    .map(([, { name }]) => name)
  return rule.classes.length > 0 && classes.length === 0 ? [...unsure, 'what it is about'] : unsure
}

function notSure(assumed: readonly string[]): string[] {
  if (assumed.length === 0) return []
  return [`Not sure about ${LIST.format(assumed)}, so the worse is assumed.`]
}

const LIST = new Intl.ListFormat('en', { type: 'conjunction' })
