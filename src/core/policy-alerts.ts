import { z } from 'zod'
import { ALERT_LEVELS } from './alert/signal.ts'
import { SEVERITIES } from './incident/incident.ts'
import {
  ALERT_PATH_MAX,
  ALERT_SOURCES_MAX,
  POLICY_LIST_MAX,
  POLICY_NAME_MAX,
  POLICY_SENTENCE_MAX,
  PROMISE_MINUTES_MAX,
  STORM_MORE_MAX,
} from './limits.ts'
import { keyOf, name } from './policy-fields.ts'
import { NONE } from './policy-promises.ts'

/** Sources that need no description in the policy: each has a webhook of its own. */
export const BUILT_IN_SOURCES = ['alertmanager', 'pagerduty'] as const
/** It has paged people already when its alert comes here; paging them again could even come back as another alert. */
const PAGED_ELSEWHERE: readonly string[] = ['pagerduty']

const minutes = (least: number) => z.int().min(least).max(PROMISE_MINUTES_MAX)
const word = z.string().min(1).max(POLICY_NAME_MAX)
const level = z.enum(ALERT_LEVELS)

/** What an alert of a level promises. */
const promised = z.strictObject({
  ladder: z
    .string()
    .optional()
    .describe('Who is paged: the key of a ladder, or none. When it is not said: for critical that of SEV1.'),
  page: z
    .enum(['at-once', 'when-missed'])
    .default('at-once')
    .describe('Whether people are paged at once, or only when nobody acknowledged in time.'),
  acknowledgeMinutes: minutes(1)
    .optional()
    .describe('How soon somebody has to acknowledge it; nothing when nothing is promised.'),
})

/** Plain names joined by full stops, `alert.labels.severity`; a number counts in a list. */
const path = z
  .string()
  .min(1)
  .max(ALERT_PATH_MAX)
  .regex(/^[^.\s]+(\.[^.\s]+)*$/, 'is no path: names joined by full stops, such as "alert.name"')

const mapping = z.strictObject({
  alerts: path.optional().describe('Where the list of alerts stands; the body is one alert when not said.'),
  key: path.describe('What tells one alert from another, the same each time it is sent.'),
  title: path,
  state: path.optional().describe('Where it says whether it fires; every alert fires when not said.'),
  resolved: z
    .array(word)
    .min(1)
    .max(POLICY_LIST_MAX)
    .default(['resolved', 'ok', 'closed', 'up', 'normal', 'recovered'])
    .describe('Which states mean that it is over, in whatever case; all others fire.'),
  level: path.optional(),
  summary: path.optional(),
  service: path.optional(),
  labels: path.optional().describe('Where an object of names and values stands.'),
  link: path.optional(),
  at: path
    .optional()
    .describe('When it began: ISO 8601, or seconds or milliseconds since 1970; when it came if not said.'),
  endedAt: path.optional().describe('When it ended, for one that is over; as `at` if not said.'),
  group: path.optional().describe('Alerts with the same value here are one line.'),
})
export type AlertMapping = z.infer<typeof mapping>

const source = z.strictObject({
  name,
  pages: z
    .boolean()
    .optional()
    .describe('Whether its alerts page people. When it is not said: yes, except for PagerDuty.'),
  signature: z
    .strictObject({
      header: z.string().regex(/^[A-Za-z0-9-]{1,60}$/, 'is no name of a header'),
      prefix: z.string().max(20).default(''),
    })
    .optional()
    .describe('The header with the HMAC-SHA256 in hex of the body. Without it a bearer token is asked for.'),
  mapping: mapping.optional().describe('Where things stand in the JSON that it sends.'),
})
export type AlertSource = z.infer<typeof source>

const rule = z.strictObject({
  when: z
    .strictObject({
      source: z.string().optional(),
      level: level.optional().describe('This level or a worse one.'),
      service: word.optional(),
      labels: z.record(z.string(), word).default({}).describe('Labels that all have to have these values.'),
    })
    .describe('What an alert has to be like.'),
  classes: z.array(z.string()).max(POLICY_LIST_MAX).default([]),
  classLabel: word.optional().describe('The label that names the class, where it names one of the policy.'),
  severity: z.enum(SEVERITIES).optional(),
  severityLabel: word.optional().describe('The label that names the severity (sev1), where it does.'),
  answers: z
    .record(z.string(), z.string())
    .default({})
    .describe('Answers to the questions of triage, where no severity is named; what is missing is unsure.'),
  answerLabels: z
    .record(z.string(), word)
    .default({})
    .describe('Labels that answer questions of triage, by question.'),
})
export type DeclareRule = z.infer<typeof rule>

const LEVEL_WORDS: Record<string, (typeof ALERT_LEVELS)[number]> = {
  critical: 'critical',
  page: 'critical',
  fatal: 'critical',
  emergency: 'critical',
  high: 'critical',
  p1: 'critical',
  error: 'warning',
  warning: 'warning',
  warn: 'warning',
  medium: 'warning',
  normal: 'warning',
  p2: 'warning',
  info: 'info',
  information: 'info',
  low: 'info',
  none: 'info',
}

/** How alerts come in, whom they wake, and which of them are incidents. */
export const alerts = z
  .strictObject({
    levels: z
      .strictObject({
        info: promised.prefault({ ladder: NONE }),
        warning: promised.prefault({ ladder: NONE }),
        critical: promised.prefault({ acknowledgeMinutes: 5 }),
      })
      .prefault({}),
    levelLabels: z.array(word).max(POLICY_LIST_MAX).default(['severity', 'level', 'priority']),
    levelOf: z
      .record(z.string().max(POLICY_SENTENCE_MAX), level)
      .default(LEVEL_WORDS)
      .describe('What the value of such a label means, in lower case.'),
    levelOtherwise: level.default('warning'),
    serviceLabels: z.array(word).max(POLICY_LIST_MAX).default(['service', 'app', 'job']),
    sameLineMinutes: minutes(0)
      .default(60)
      .describe('What fires again within this time after it was over comes back to its line.'),
    storm: z
      .strictObject({
        moreThan: z.int().min(1).max(STORM_MORE_MAX).default(5),
        withinMinutes: minutes(1).default(5),
      })
      .prefault({})
      .describe('More new lines of one service than this in such a time become one line.'),
    silenceMinutesMax: minutes(1).default(24 * 60),
    sources: z
      .record(keyOf('source of alerts', 'grafana'), source)
      .refine(
        (sources) => Object.keys(sources).length <= ALERT_SOURCES_MAX,
        `has more than ${ALERT_SOURCES_MAX} sources`,
      )
      .default({}),
    declare: z.record(keyOf('rule', 'checkout-down'), rule).default({}),
  })
  .prefault({})
export type AlertsPolicy = z.infer<typeof alerts>

/** Whether alerts of a source page people. */
export function sourcePages(source: string, { sources }: AlertsPolicy): boolean {
  const known = Object.hasOwn(sources, source) ? sources[source] : undefined
  return known?.pages ?? !PAGED_ELSEWHERE.includes(source)
}
