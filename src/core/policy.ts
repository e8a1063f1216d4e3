import { z } from 'zod'
import { SEVERITIES } from './incident/incident.ts'
import { POLICY_KEY_MAX, POLICY_LIST_MAX, POLICY_NAME_MAX, POLICY_SENTENCE_MAX } from './limits.ts'
import { triageSchema } from './triage-policy.ts'

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
] as const
export type Act = (typeof ACTS)[number]

/** Roles that every policy has, because the bot itself speaks of them. */
export const STANDING_ROLES = ['commander', 'communications', 'scribe'] as const

/** How `may` names the present holder of a role: `role:commander`. */
export const ROLE_REFERENCE = 'role:'

const HANDLE = /^@[^\s@<>,;]+$/
const SLACK_ID = /^[UWS][A-Z0-9]{1,20}$/
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/
const CHANNEL = /^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u
const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

const name = z.string().trim().min(1).max(POLICY_NAME_MAX)
const sentence = z.string().trim().min(1).max(POLICY_SENTENCE_MAX)

/** A person or a group: `@handle` of a user or user group, a Slack id `U…` / `W…` / `S…`, or an e-mail address. */
const reference = z.string().refine((text) => HANDLE.test(text) || SLACK_ID.test(text) || EMAIL.test(text), {
  error: 'is no reference to a person or group',
  params: { allowed: '"@handle" of a person or user group, a Slack id (U…, W…, S…), or an e-mail address' },
})

const permitted = z
  .string()
  .refine((text) => text.startsWith(ROLE_REFERENCE) || reference.safeParse(text).success, {
    error: 'is no reference to a person, group or role',
    params: {
      allowed:
        '"@handle", a Slack id (U…, W…, S…), an e-mail address, or "role:" and the key of a role ("role:commander")',
    },
  })

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
})

function keyOf(what: string, example: string) {
  return z
    .string()
    .max(POLICY_KEY_MAX)
    .refine((text) => KEY.test(text), {
      error: `cannot be the key of a ${what}`,
      params: { allowed: `lower-case words joined by "-", such as "${example}"` },
    })
}

/** What an incident is about. `covers` and `hints` are read by whoever has to tell one from another. */
const incidentClass = z.strictObject({
  name,
  covers: sentence,
  hints: z.array(sentence).max(POLICY_LIST_MAX).default([]),
})

/** The shape of `policy.yml`. What one field has to do with another is checked by `checkPolicy`. */
export const policySchema = z.strictObject({
  organisation: z.strictObject({ name, timeZone }),
  channels: z.strictObject({ room: channel, alerts: channel }),
  severities: z.strictObject({ sev1: severity, sev2: severity, sev3: severity, sev4: severity }),
  classes: z.record(keyOf('class', 'orders'), incidentClass),
  triage: triageSchema,
  roles: z.record(keyOf('role', 'rollback-owner'), z.strictObject({ name, does: sentence })),
  may: z.partialRecord(
    z.enum(ACTS),
    z.union([z.literal('members'), z.array(permitted).max(POLICY_LIST_MAX)]),
  ),
})

export type PolicyContent = z.infer<typeof policySchema>

/** The policy in force. `digest` identifies its content; the loader computes it. */
export type Policy = PolicyContent & { digest: string }

/** Every person and group that the policy names, once each, for the edge that looks them up. Roles are not among them. */
export function referencesOf(policy: PolicyContent): string[] {
  const invited = SEVERITIES.flatMap((severity) => policy.severities[severity].invite)
  const permitted = ACTS.flatMap((act) => {
    const who = policy.may[act] ?? []
    return who === 'members' ? [] : who.filter((reference) => !reference.startsWith(ROLE_REFERENCE))
  })
  return [...new Set([...invited, ...permitted])]
}

function isTimeZone(text: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}
