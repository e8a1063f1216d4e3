import { classify, counted } from '../classify.ts'
import { SEVERITIES, type Severity } from '../incident/incident.ts'
import { promisesFor } from '../incident/promises.ts'
import type { Policy } from '../policy.ts'
import type { DeclareRule } from '../policy-alerts.ts'
import type { Alert, Declaring } from './alert.ts'
import { isWorse } from './signal.ts'

type Seen = Pick<Alert, 'source' | 'level' | 'service' | 'labels'>

/** What the policy wants declared because of an alert; the first rule that fits counts. */
export function wanted(alert: Seen, policy: Policy): Declaring | undefined {
  for (const [rule, how] of Object.entries(policy.alerts.declare)) {
    if (fits(alert, how)) return { rule, ...worked(alert, how, policy) }
  }
  return undefined
}

function fits({ source, level, service, labels }: Seen, { when }: DeclareRule): boolean {
  return (
    (when.source === undefined || when.source === source) &&
    (when.level === undefined || !isWorse(when.level, level)) &&
    (when.service === undefined || when.service === service) &&
    Object.entries(when.labels).every(([name, value]) => labelOf(labels, name) === value)
  )
}

function worked({ labels }: Seen, rule: DeclareRule, policy: Policy): Omit<Declaring, 'rule'> {
  const named = rule.classLabel === undefined ? undefined : labelOf(labels, rule.classLabel)
  const known = named !== undefined && Object.hasOwn(policy.classes, named) ? [named] : []
  const classes = [...new Set([...known, ...rule.classes])]
  const severity = severityIn(labels, rule) ?? rule.severity
  if (severity !== undefined) return { classes, severity }
  return { classes, answers: answersIn(labels, rule, policy) }
}

function severityIn(labels: Seen['labels'], { severityLabel }: DeclareRule): Severity | undefined {
  const value = severityLabel === undefined ? undefined : labelOf(labels, severityLabel)?.toLowerCase()
  return SEVERITIES.find((severity) => severity === value)
}

/** What a label says counts before what the rule says; a label that is no answer leaves the question as it was. */
function answersIn(labels: Seen['labels'], rule: DeclareRule, { triage }: Policy): Record<string, string> {
  const answers = { ...rule.answers }
  for (const [question, name] of Object.entries(rule.answerLabels)) {
    const value = labelOf(labels, name)
    const asked = Object.hasOwn(triage.questions, question) ? triage.questions[question] : undefined
    if (value === undefined || asked === undefined) continue
    if (counted(asked, { [question]: value }, question) === value) answers[question] = value
  }
  return answers
}

function labelOf(labels: Seen['labels'], name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined
}

/** Whether the incident that is wanted will page people by itself, so that the alert need not. */
export function willPage({ severity, answers = {}, classes }: Declaring, policy: Policy): boolean {
  const found = severity ?? classify(policy, answers, classes).severity
  return promisesFor({ severity: found, classes }, policy).ladder !== undefined
}
