import { applies, type Rule, rulesOf } from './classify.ts'
import { SEVERITIES } from './incident/incident.ts'
import { QUESTIONS_MAX } from './limits.ts'
import type { PolicyContent } from './policy.ts'
import type { Problem } from './policy-check.ts'
import { DOUBTFUL, type TriagePolicy } from './triage-policy.ts'

type Judging = Pick<PolicyContent, 'classes' | 'triage'>

/** What is wrong with how a policy finds severities. */
export function triageProblems(policy: Judging): Problem[] {
  const { rules } = policy.triage
  const strange = [
    ...repeatedAnswers(policy.triage),
    ...rules.flatMap((_, index) => unknownNames(policy, index)),
  ]
  return [
    ...strange,
    ...questionProblems(policy.triage),
    ...doubtProblems(policy),
    ...classesWithoutRule(policy),
    // With unknown names in the rules there is no saying when they apply.
    ...(strange.length > 0 ? [] : idleRules(policy)),
  ]
}

function repeatedAnswers({ questions }: TriagePolicy): Problem[] {
  return Object.entries(questions).flatMap(([key, { answers }]) =>
    answers.flatMap(({ id }, index) => {
      if (answers.findIndex((answer) => answer.id === id) === index) return []
      const path = ['triage', 'questions', key, 'answers', index]
      return [{ path, message: `The answer "${id}" stands here twice.` }]
    }),
  )
}

function questionProblems({ questions }: TriagePolicy): Problem[] {
  const path = ['triage', 'questions']
  const count = Object.keys(questions).length
  const tooMany = {
    path,
    message: `There are ${count} questions; nobody answers so many in an emergency.`,
    allowed: `at most ${QUESTIONS_MAX}`,
  }
  const noDataLoss = {
    path,
    message: 'No answer says that data is lost or exposed, which is always SEV1.',
    allowed: 'dataLoss: true on at least one answer',
  }
  const asksForData = Object.values(questions).some(({ answers }) => answers.some(({ dataLoss }) => dataLoss))
  return [...(count > QUESTIONS_MAX ? [tooMany] : []), ...(asksForData ? [] : [noDataLoss])]
}

function unknownNames({ classes, triage }: Judging, index: number): Problem[] {
  const rule = triage.rules[index]
  if (rule === undefined) return []
  const path = ['triage', 'rules', index]
  const unknownClasses = rule.classes.flatMap((one, at) =>
    Object.hasOwn(classes, one)
      ? []
      : [unknown('class', one, [...path, 'classes', at], Object.keys(classes))],
  )
  const unknownAnswers = Object.entries(rule.atLeast).flatMap(([key, id]) => {
    const question = Object.hasOwn(triage.questions, key) ? triage.questions[key] : undefined
    const where = [...path, 'atLeast', key]
    if (question === undefined) return [unknown('question', key, where, Object.keys(triage.questions))]
    const ids = question.answers.map((answer) => answer.id)
    return ids.includes(id) ? [] : [unknown(`answer to ${key}`, id, where, ids)]
  })
  return [...unknownClasses, ...unknownAnswers]
}

function unknown(what: string, name: string, path: (string | number)[], known: string[]): Problem {
  return { path, message: `There is no ${what} "${name}".`, allowed: known.join(', ') }
}

function doubtProblems({ classes, triage }: Judging): Problem[] {
  const there = Object.keys(classes).length
  return DOUBTFUL.flatMap((severity) => {
    const limit = triage.doubts[severity]?.classes ?? 0
    if (limit <= there) return []
    const message = `There are only ${there} classes, so this many are never affected.`
    return [{ path: ['triage', 'doubts', severity, 'classes'], message, allowed: `2 to ${there}` }]
  })
}

/** `otherwise` is no answer to how bad it is for one class in particular. */
function classesWithoutRule({ classes, triage }: Judging): Problem[] {
  return Object.keys(classes).flatMap((key) => {
    if (triage.rules.some((rule) => rule.classes.length === 0 || rule.classes.includes(key))) return []
    const message = `No rule is about the class "${key}", so it would always be ${triage.otherwise.severity.toUpperCase()}.`
    return [{ path: ['classes', key], message, allowed: 'a rule in triage.rules that names it, or no class' }]
  })
}

/** Severities that no answers lead to, and rules that never decide anything. */
function idleRules({ classes, triage }: Judging): Problem[] {
  const rules = rulesOf(triage)
  const deciding = rules.filter(
    (rule) => overrulersOf(rule, rules, triage, Object.keys(classes)).length === 0,
  )
  const unreachable = SEVERITIES.filter((severity) => !deciding.some((rule) => rule.severity === severity))
  const idle = rules.filter((rule) => !deciding.includes(rule))
  return [
    ...unreachable.map((severity) => ({
      path: ['triage', 'rules'],
      message: `No answers lead to ${severity.toUpperCase()}.`,
      allowed: 'a rule for each severity that is not always overruled by a higher one',
    })),
    ...idle.map((rule) => idleRule(rule, overrulersOf(rule, rules, triage, Object.keys(classes)))),
  ]
}

/**
 * Rules that stand above this one wherever it applies; none when it decides something. Rules being monotone,
 * it is enough to look at the mildest answers with which it applies, for each class by itself.
 */
function overrulersOf(rule: Rule, rules: Rule[], triage: TriagePolicy, classes: string[]): Rule[] {
  const mildest = Object.fromEntries(
    Object.entries(triage.questions).map(([key, { answers }]) => [
      key,
      (Object.hasOwn(rule.atLeast, key) ? rule.atLeast[key] : answers.at(-1)?.id) ?? '',
    ]),
  )
  const concerned = rule.classes.length === 0 ? classes : rule.classes
  const overrulers = concerned.map((one) =>
    rules.find((other) => stands(other, rule, rules) && applies(other, triage, mildest, [one])),
  )
  return overrulers.includes(undefined) ? [] : overrulers.filter((other) => other !== undefined)
}

/** Higher, or as high and written before. */
function stands(other: Rule, rule: Rule, rules: Rule[]): boolean {
  const [ours, theirs] = [SEVERITIES.indexOf(rule.severity), SEVERITIES.indexOf(other.severity)]
  return theirs < ours || (theirs === ours && rules.indexOf(other) < rules.indexOf(rule))
}

function idleRule(rule: Rule, overrulers: Rule[]): Problem {
  const path = whereIs(rule)
  const above = [...new Set(overrulers.map(({ because }) => `“${because}”`))].join(', ')
  const message = `This never decides: wherever it applies, so does ${above}.`
  return { path, message, allowed: 'a rule that is not covered by others' }
}

function whereIs({ place, atLeast }: Rule): (string | number)[] {
  if (place === 'data-loss') return ['triage', 'questions', ...Object.keys(atLeast)]
  return place === 'otherwise' ? ['triage', 'otherwise'] : ['triage', 'rules', place]
}
