import { z } from 'zod'
import { SEVERITIES } from './incident/incident.ts'
import { POLICY_LIST_MAX } from './limits.ts'
import { audiences, publicPromised, wording } from './policy-comms.ts'
import {
  keyOf,
  name,
  PAGERDUTY_REFERENCE,
  permitted,
  ROLE_REFERENCE,
  reference,
  sentence,
} from './policy-fields.ts'
import { ladders, paging, promised, promisedByClass, rungs } from './policy-promises.ts'
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
  'write-message',
  'send-message',
] as const
export type Act = (typeof ACTS)[number]

/** Roles that every policy has, because the bot itself speaks of them. */
export const STANDING_ROLES = ['commander', 'communications', 'scribe'] as const

const CHANNEL = /^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u

const channel = z.string().refine((text) => CHANNEL.test(text), {
  error: 'is no channel name',
  params: { allowed: 'the name in lower case, without "#": letters, digits, "-" and "_", at most 80' },
})

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
  channels: z.strictObject({ room: channel, alerts: channel }),
  severities: z.strictObject({ sev1: severity, sev2: severity, sev3: severity, sev4: severity }),
  classes: z.record(keyOf('class', 'orders'), incidentClass),
  triage: triageSchema,
  roles: z.record(keyOf('role', 'rollback-owner'), z.strictObject({ name, does: sentence })),
  paging,
  rungs,
  ladders,
  audiences,
  wording,
  may: z.partialRecord(
    z.enum(ACTS),
    z.union([z.literal('members'), z.array(permitted).max(POLICY_LIST_MAX)]),
  ),
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
  return [...invited, ...permitted, ...paged].flatMap(({ path, list }) =>
    list.flatMap((reference, index) =>
      ELSEWHERE.some((prefix) => reference.startsWith(prefix)) ? [] : [{ path: [...path, index], reference }],
    ),
  )
}

/** What a reference begins with whose people are not looked up in Slack. */
const ELSEWHERE = [ROLE_REFERENCE, PAGERDUTY_REFERENCE]

function isTimeZone(text: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}
