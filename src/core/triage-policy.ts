import { z } from 'zod'
import { SEVERITIES } from './incident/incident.ts'
import {
  ANSWER_TEXT_MAX,
  ANSWERS_MAX,
  OUTAGE_MINUTES_MAX,
  POLICY_KEY_MAX,
  POLICY_LIST_MAX,
  POLICY_NAME_MAX,
  POLICY_SENTENCE_MAX,
} from './limits.ts'

/** The answer that every question has beside its own. It counts as the worst of them. */
export const UNSURE = 'unsure'

/** Severities that facts can speak against: there is nothing above SEV1. */
export const DOUBTFUL = ['sev2', 'sev3', 'sev4'] as const

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const sentence = z.string().trim().min(1).max(POLICY_SENTENCE_MAX)
const severity = z.enum(SEVERITIES)

const id = z
  .string()
  .max(POLICY_KEY_MAX)
  .refine((text) => ID.test(text) && text !== UNSURE, {
    error: 'cannot be the id of a question or an answer',
    params: { allowed: `lower-case words joined by "-"; "${UNSURE}" is there without being written` },
  })

const answer = z.strictObject({
  id,
  text: z.string().trim().min(1).max(ANSWER_TEXT_MAX),
  dataLoss: z.boolean().default(false),
})

const question = z.strictObject({
  name: z.string().trim().min(1).max(POLICY_NAME_MAX),
  ask: sentence,
  answers: z.array(answer).min(2).max(ANSWERS_MAX),
})

const rule = z.strictObject({
  severity,
  because: sentence,
  classes: z.array(z.string()).max(POLICY_LIST_MAX).default([]),
  atLeast: z.record(z.string(), z.string()).default({}),
})

const doubt = z.strictObject({
  outageMinutes: z.number().int().min(1).max(OUTAGE_MINUTES_MAX).optional(),
  classes: z.number().int().min(2).optional(),
  customerSwitch: z.boolean().default(false),
})

/**
 * How a severity is found.
 *
 * - `questions`: the answers of each from the worst to the mildest; `dataLoss` marks those that mean that data
 *   is lost or exposed.
 * - `rules`: one applies when every question that `atLeast` names was answered so or worse, and when the incident
 *   is of one of its `classes` (none: of any). Of those that apply, the highest severity counts, whatever their order.
 * - `otherwise`: what applies always.
 * - `doubts`: what speaks against a severity later: an outage of so many minutes, so many classes affected, or a
 *   kill switch that customers notice.
 */
export const triageSchema = z.strictObject({
  questions: z.record(id, question),
  rules: z.array(rule).min(1).max(POLICY_LIST_MAX),
  otherwise: z.strictObject({ severity, because: sentence }),
  doubts: z.partialRecord(z.enum(DOUBTFUL), doubt).default({}),
})

export type TriagePolicy = z.infer<typeof triageSchema>
export type Question = TriagePolicy['questions'][string]
/** What speaks against a severity; snapshotted into the incident, whose timers follow from it. */
export type Doubts = TriagePolicy['doubts']
