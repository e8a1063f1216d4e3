import { type Answers, classify, counted } from '../classify.ts'
import { isRejection, type Rejection, reject } from '../decider.ts'
import { REASON_MAX } from '../limits.ts'
import type { Policy } from '../policy.ts'
import { paragraph, unfit } from '../text.ts'
import { UNSURE } from '../triage-policy.ts'
import type { Classification, Severity, Triage } from './incident.ts'

/** The severity to begin with: by answers when there are any, else as somebody said. */
export function judge(
  { severity, triage }: { severity?: Severity; triage?: Triage },
  classes: string[],
  policy: Policy,
): { severity: Severity; classification?: Classification } | Rejection {
  if (triage !== undefined) {
    const classification = classified(triage, classes, policy)
    return isRejection(classification)
      ? classification
      : { severity: decided(classification), classification }
  }
  if (severity !== undefined) return { severity }
  return reject(
    'no-severity',
    'Say how bad it is: name a severity, SEV1 to SEV4, or answer the questions that decide it.',
  )
}

/** Classes of the policy, each once, in the order given. */
export function knownClasses(classes: readonly string[], policy: Policy): string[] | Rejection {
  if (classes.every((key) => Object.hasOwn(policy.classes, key))) return [...new Set(classes)]
  return reject('unknown-class', `There is no such class. The classes are: ${keysOf(policy)}.`)
}

/** What answers come to. Overruling to what they come to anyway is none. */
export function classified(
  { answers, overrule }: Triage,
  classes: string[],
  policy: Policy,
): Classification | Rejection {
  const strange = unknownAnswer(answers, policy)
  if (strange !== undefined) return strange
  const { severity: result, because } = classify(policy, answers, classes)
  const found = { answers: inWords(answers, policy), result, because }
  if (overrule === undefined || overrule.severity === result) return found
  const reason = paragraph(overrule.reason)
  return (
    unfit('The reason for overruling', reason, REASON_MAX) ?? {
      ...found,
      overruled: { severity: overrule.severity, reason },
    }
  )
}

/** A form may be older than what it asks for; taking its answers for unsure would raise the severity unseen. */
function unknownAnswer(answers: Answers, { triage: { questions } }: Policy): Rejection | undefined {
  const known = Object.entries(answers).every(([key, answer]) => {
    const question = Object.hasOwn(questions, key) ? questions[key] : undefined
    return question !== undefined && (answer === UNSURE || counted(question, answers, key) === answer)
  })
  if (known) return undefined
  return reject(
    'unknown-answer',
    'The questions have changed in the meantime. Close the form and open it again.',
  )
}

function inWords(answers: Answers, { triage: { questions } }: Policy): Classification['answers'] {
  return Object.entries(questions).map(([key, question]) => {
    const answer = counted(question, answers, key)
    const text = question.answers.find(({ id }) => id === answer)?.text ?? 'Unsure'
    return { question: key, answer, name: question.name, text }
  })
}

/** The severity that a classification came to, by its answers or by a person's word. */
export function decided({ result, overruled }: Classification): Severity {
  return overruled?.severity ?? result
}

export function keysOf({ classes }: Policy): string {
  return Object.keys(classes).join(', ')
}
