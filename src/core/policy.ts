import { z } from 'zod'
import { SEVERITIES } from './incident/incident.ts'
import { POLICY_LIST_MAX } from './limits.ts'
import { alerts } from './policy-alerts.ts'
import { captureSchema } from './policy-capture.ts'
import { audiences, publicPromised, wording } from './policy-comms.ts'
import {
  channelName,
  keyOf,
  name,
  PAGERDUTY_REFERENCE,
  permitted,
  ROLE_REFERENCE,
  reference,
  sentence,
} from './policy-fields.ts'
import { people } from './policy-people.ts'
import { ladders, NONE, paging, promised, promisedByClass, rungs } from './policy-promises.ts'
import { calendar, followUps, REVIEW_BY_DEFAULT, review, reviews, weeklyDigest } from './policy-review.ts'
import { bundles, restoreStages, switches, switchTrouble } from './policy-switches.ts'
import { triageSchema } from './triage-policy.ts'

export { ROLE_REFERENCE } from './policy-fields.ts'

/** What a person can be allowed to do. `take-role` is for oneself; `assign-role` moves somebody else. */
export const ACTS = [
  'declare',
  'post-update',
  'note',
  'change-status',
  'resolve',
  'reopen',
  'change-severity',
  'take-role',
  'assign-role',
  'rename',
  'snooze',
  'escalate',
  'page',
  'acknowledge',
  'capture',
  'add-evidence',
  'correct-moment',
  'correct',
  'withdraw',
  'redact',
  'export',
  'summarise',
  'review',
  'own-review',
  'follow-up',
  'log',
  'close',
  'write-message',
  'send-message',
  'silence-alert',
  'link-alert',
] as const
export type Act = (typeof ACTS)[number]

/** Roles that every policy has, because the bot itself speaks of them. */
export const STANDING_ROLES = ['commander', 'communications', 'scribe'] as const

const timeZone = z.string().refine(isTimeZone, {
  error: 'is no time zone that this machine knows',
  params: { allowed: 'an IANA name such as "Europe/Berlin", "America/New_York" or "UTC"' },
})

const severity = z.strictObject({
  name,
  criteria: z.array(sentence).min(1).max(POLICY_LIST_MAX),
  dedicatedChannel: z.boolean(),
  invite: z.array(reference).max(POLICY_LIST_MAX).default([]),
  ...promised,
  ...publicPromised,
})

/** What an incident is about. `covers` and `hints` are read by whoever has to tell one from another. */
const incidentClass = z.strictObject({
  name,
  covers: sentence,
  hints: z.array(sentence).max(POLICY_LIST_MAX).default([]),
  ...promisedByClass,
})

/** The shape of `policy.yml`. What one field has to do with another is checked by `checkPolicy`. */
export const policySchema = z.strictObject({
  organisation: z.strictObject({ name, timeZone }),
  channels: z.strictObject({ room: channelName, alerts: channelName }),
  severities: z.strictObject({
    sev1: severity.extend({ review: review.default(REVIEW_BY_DEFAULT.sev1) }),
    sev2: severity.extend({ review: review.default(REVIEW_BY_DEFAULT.sev2) }),
    sev3: severity.extend({ review: review.default(REVIEW_BY_DEFAULT.sev3) }),
    sev4: severity.extend({ review: review.default(REVIEW_BY_DEFAULT.sev4) }),
  }),
  classes: z.record(keyOf('class', 'orders'), incidentClass),
  triage: triageSchema,
  roles: z.record(
    keyOf('role', 'rollback-owner'),
    z.strictObject({
      name,
      does: sentence,
      heldBy: z
        .array(reference)
        .min(1)
        .max(POLICY_LIST_MAX)
        .optional()
        .describe('Who may hold it; every full member when nobody is named.'),
    }),
  ),
  paging,
  rungs,
  ladders,
  capture: captureSchema,
  calendar,
  reviews,
  followUps,
  weeklyDigest,
  people,
  pagerduty: z
    .strictObject({ notes: z.boolean().default(true).describe('Whether notes and updates go there too.') })
    .optional(),
  audiences,
  wording,
  may: z.partialRecord(
    z.enum(ACTS),
    z.union([z.literal('members'), z.array(permitted).max(POLICY_LIST_MAX)]),
  ),
  switches,
  bundles,
  restoreStages,
  switchTrouble,
  alerts,
})

export type PolicyContent = z.infer<typeof policySchema>

/** The policy in force. `digest` identifies its content; the loader computes it. */
export type Policy = PolicyContent & { digest: string }

/** A person or group that the policy names, and where: keys from the root. */
export type PlacedReference = { path: (string | number)[]; reference: string }

/** Every person and group that the policy names, wherever it does. Roles and PagerDuty's are not among them. */
export function placedReferences(policy: PolicyContent): PlacedReference[] {
  const invited = SEVERITIES.map((severity) => ({
    path: ['severities', severity, 'invite'],
    list: policy.severities[severity].invite,
  }))
  const permitted = ACTS.flatMap((act) => {
    const who = policy.may[act] ?? 'members'
    return who === 'members' ? [] : [{ path: ['may', act], list: who }]
  })
  const paged = Object.entries(policy.rungs).map(([rung, { page }]) => ({
    path: ['rungs', rung, 'page'],
    list: page,
  }))
  const named = Object.keys(policy.people).map((who) => ({ path: ['people', who], reference: who }))
  const told = [{ path: ['reviews', 'managers'], list: policy.reviews.managers }, ...approverLists(policy)]
  const all = [...invited, ...permitted, ...paged, ...told, ...heldLists(policy), ...switchLists(policy)]
  const listed = all.flatMap(({ path, list }) =>
    list.flatMap((reference, index) =>
      ELSEWHERE.some((prefix) => reference.startsWith(prefix)) ? [] : [{ path: [...path, index], reference }],
    ),
  )
  return [...listed, ...named]
}

/** Who may hold which role, and where the policy says so. */
export function heldLists({ roles }: Pick<PolicyContent, 'roles'>) {
  return Object.entries(roles).flatMap(([role, { heldBy }]) =>
    heldBy === undefined ? [] : [{ path: ['roles', role, 'heldBy'], list: heldBy }],
  )
}

/** Who may do what with each switch, and where the policy says so. */
export function switchLists({ switches }: Pick<PolicyContent, 'switches'>) {
  return Object.entries(switches).flatMap(([key, { mayPull, mayRestore, approval }]) => {
    const at = (path: string[], who: 'members' | string[] | undefined) =>
      who === undefined || who === 'members' ? [] : [{ path: ['switches', key, ...path], list: who }]
    return [
      ...at(['mayPull'], mayPull),
      ...at(['mayRestore'], mayRestore),
      ...at(['approval', 'override'], approval?.override),
    ]
  })
}

/** Who approves what an audience is told, and where the policy says so. */
export function approverLists({ audiences }: Pick<PolicyContent, 'audiences'>) {
  return Object.entries(audiences).flatMap(([key, { approve }]) =>
    approve === NONE ? [] : [{ path: ['audiences', key, 'approve'], list: approve }],
  )
}

/** What a reference begins with whose people are not looked up in Slack. */
const ELSEWHERE = [ROLE_REFERENCE, PAGERDUTY_REFERENCE]

/** Whether this machine knows the zone: `Europe/Berlin`, `UTC`. */
export function isTimeZone(text: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}
