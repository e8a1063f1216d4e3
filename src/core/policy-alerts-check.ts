import { ALERT_LEVELS } from './alert/signal.ts'
import { counted } from './classify.ts'
import type { PolicyContent } from './policy.ts'
import { BUILT_IN_SOURCES, type DeclareRule } from './policy-alerts.ts'
import type { Problem } from './policy-check.ts'
import { NONE } from './policy-promises.ts'
import { UNSURE } from './triage-policy.ts'

/** What is wrong with alerts that no single field shows. */
export function checkAlerts(policy: PolicyContent): Problem[] {
  return [...unknownLadders(policy), ...idlePromises(policy), ...takenNames(policy), ...brokenRules(policy)]
}

function unknownLadders({ alerts, ladders }: PolicyContent): Problem[] {
  const known = [...Object.keys(ladders), NONE]
  return ALERT_LEVELS.flatMap((level) => {
    const { ladder } = alerts.levels[level]
    if (ladder === undefined || known.includes(ladder)) return []
    const path = ['alerts', 'levels', level, 'ladder']
    return [{ path, message: `There is no ladder "${ladder}".`, allowed: known.join(', ') }]
  })
}

/** Nobody would ever be paged, and whoever wrote it believes otherwise. */
function idlePromises({ alerts }: PolicyContent): Problem[] {
  return ALERT_LEVELS.flatMap((level) => {
    const { page, acknowledgeMinutes, ladder } = alerts.levels[level]
    if (page !== 'when-missed' || acknowledgeMinutes !== undefined || ladder === NONE) return []
    return [
      {
        path: ['alerts', 'levels', level, 'page'],
        message: 'Nothing can be missed: no time is promised in which it is acknowledged.',
        allowed: 'acknowledgeMinutes beside it, or page: at-once',
      },
    ]
  })
}

function takenNames({ alerts }: PolicyContent): Problem[] {
  return Object.entries(alerts.sources).flatMap(([name, { mapping, signature }]) => {
    if (!(BUILT_IN_SOURCES as readonly string[]).includes(name)) return []
    if (mapping === undefined && signature === undefined) return []
    const message = `"${name}" is known already, with a form and a way to prove itself of its own.`
    return [{ path: ['alerts', 'sources', name], message, allowed: 'only name and pages here' }]
  })
}

function brokenRules(policy: PolicyContent): Problem[] {
  return Object.entries(policy.alerts.declare).flatMap(([name, rule]) => {
    const path = ['alerts', 'declare', name]
    return [
      ...unknownSource(rule, policy, path),
      ...unknownClasses(rule, policy, path),
      ...unknownAnswers(rule, policy, path),
    ]
  })
}

function unknownSource({ when }: DeclareRule, { alerts }: PolicyContent, path: string[]): Problem[] {
  const known = [...BUILT_IN_SOURCES, ...Object.keys(alerts.sources)]
  if (when.source === undefined || known.includes(when.source)) return []
  const message = `There is no source "${when.source}".`
  return [{ path: [...path, 'when', 'source'], message, allowed: [...new Set(known)].join(', ') }]
}

function unknownClasses(rule: DeclareRule, { classes }: PolicyContent, path: string[]): Problem[] {
  return rule.classes.flatMap((key, index) =>
    Object.hasOwn(classes, key)
      ? []
      : [
          {
            path: [...path, 'classes', index],
            message: `There is no class "${key}".`,
            allowed: Object.keys(classes).join(', '),
          },
        ],
  )
}

function unknownAnswers(rule: DeclareRule, { triage }: PolicyContent, path: string[]): Problem[] {
  const { questions } = triage
  const strange = (setting: string, key: string): Problem => ({
    path: [...path, setting, key],
    message: `There is no question "${key}".`,
    allowed: Object.keys(questions).join(', '),
  })
  const byLabel = Object.keys(rule.answerLabels).flatMap((key) =>
    Object.hasOwn(questions, key) ? [] : [strange('answerLabels', key)],
  )
  const given = Object.entries(rule.answers).flatMap(([key, answer]) => {
    const question = Object.hasOwn(questions, key) ? questions[key] : undefined
    if (question === undefined) return [strange('answers', key)]
    if (answer === UNSURE || counted(question, { [key]: answer }, key) === answer) return []
    const allowed = [...question.answers.map(({ id }) => id), UNSURE].join(', ')
    return [{ path: [...path, 'answers', key], message: `"${answer}" is no answer to it.`, allowed }]
  })
  return [...byLabel, ...given]
}
