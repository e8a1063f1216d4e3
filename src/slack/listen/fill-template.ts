import { PUBLIC_STATUSES, type PublicStatus, type Text } from '../../core/comms/comms.ts'
import { factsOf, nextWordBy } from '../../core/comms/facts.ts'
import type { Answers, CommsTemplate, Filled } from '../../core/comms/template.ts'
import type { Instant } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { MESSAGE_TITLE_MAX } from '../../core/limits.ts'
import { clip } from '../../core/text.ts'
import { askField, type Entered, entered, enteredAll, FIELDS } from '../fields.ts'
import { SHOWN } from '../limits.ts'
import { lineOf } from '../mrkdwn.ts'
import type { Desk } from './desk.ts'

/** A text as it was made, by when it says that more follows, and what its writer should know about it. */
export type Made = { text: Text; nextBy?: Instant; notice?: string }

/** What was answered in a template's form, as a text. */
export async function filledFor(
  desk: Desk,
  incident: Incident,
  template: CommsTemplate,
  values: Entered,
): Promise<Made> {
  const policy = await desk.policyOf(incident.policy)
  const audiences = enteredAll(values, FIELDS.audiences)
  const outside = audiences.some((key) => policy.audiences[key]?.outside === true)
  const answers = Object.fromEntries(
    Object.keys(template.asks).map((variable) => [variable, entered(values, askField(variable))]),
  )
  return filledWith(desk, incident, template, { answers, outside })
}

/** `outside`: whether readers outside get it. */
export async function filledWith(
  desk: Desk,
  incident: Incident,
  template: CommsTemplate,
  { answers, outside }: { answers: Answers; outside: boolean },
): Promise<Made> {
  if (template.clears) return { text: { title: '', body: '', clears: true } }
  const policy = await desk.policyOf(incident.policy)
  const facts = factsOf(incident, policy, desk.now(), {
    commander: await commanderName(desk, incident),
    outside,
  })
  const out = template.fill(answers, facts)
  const nextBy = nextWordBy(incident, desk.now(), outside)
  return { text: textOf(out), ...(nextBy !== undefined && { nextBy }), ...noticeOf(template, out) }
}

async function commanderName({ people }: Desk, { roles: { commander } }: Incident): Promise<string> {
  if (commander === undefined) return ''
  return (await people.names([commander])).get(commander) ?? ''
}

function noticeOf({ name }: CommsTemplate, { problem }: Filled): { notice?: string } {
  if (problem === undefined) return {}
  return {
    notice: `⚠️ The template “${lineOf(name, SHOWN.titleInLine)}” could not be filled (${lineOf(problem, SHOWN.reason)}), so this is only what you wrote. Read it closely.`,
  }
}

function textOf({ title, status, body }: Filled): Text {
  return { title: clip(title, MESSAGE_TITLE_MAX), body, ...statusOf(status) }
}

export function statusOf(word: string): { status?: PublicStatus } {
  const status = PUBLIC_STATUSES.find((known) => known === word)
  return status === undefined ? {} : { status }
}
