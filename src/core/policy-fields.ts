import { z } from 'zod'
import { POLICY_KEY_MAX, POLICY_NAME_MAX, POLICY_SENTENCE_MAX } from './limits.ts'

/** How a policy names the present holder of a role: `role:commander`. */
export const ROLE_REFERENCE = 'role:'
/** How a policy names whom PagerDuty has on call: `pagerduty:schedule:PGR0VU2`, `pagerduty:policy:PUS0KTE`. */
export const PAGERDUTY_REFERENCE = 'pagerduty:'

const HANDLE = /^@[^\s@<>,;]+$/
const SLACK_ID = /^[UWS][A-Z0-9]{1,20}$/
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/
const PAGERDUTY = /^pagerduty:(?:schedule|policy):[A-Z0-9]{7,14}$/
const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

const ROLE_START = /^role:/

/** For editors; the messages of the checks say more. */
function anyOf(...patterns: RegExp[]): string {
  return patterns.map(({ source }) => `(?:${source})`).join('|')
}

const CHANNEL = /^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u

export const channelName = z.string().refine((text) => CHANNEL.test(text), {
  error: 'is no channel name',
  params: { allowed: 'the name in lower case, without "#": letters, digits, "-" and "_", at most 80' },
})

export const name = z.string().trim().min(1).max(POLICY_NAME_MAX)
export const sentence = z.string().trim().min(1).max(POLICY_SENTENCE_MAX)

/** A person or a group: `@handle` of a user or user group, a Slack id `U…` / `W…` / `S…`, or an e-mail address. */
export const reference = z
  .string()
  .refine((text) => HANDLE.test(text) || SLACK_ID.test(text) || EMAIL.test(text), {
    error: 'is no reference to a person or group',
    params: {
      allowed: '"@handle" of a person or user group, a Slack id (U…, W…, S…), or an e-mail address',
    },
  })
  .meta({
    description: 'A person or a group: "@handle", a Slack id (U…, W…, S…), or an e-mail address.',
    pattern: anyOf(HANDLE, SLACK_ID, EMAIL),
  })

/** Who may do something: people, groups, and the holders of roles. */
export const permitted = z
  .string()
  .refine((text) => text.startsWith(ROLE_REFERENCE) || reference.safeParse(text).success, {
    error: 'is no reference to a person, group or role',
    params: {
      allowed:
        '"@handle", a Slack id (U…, W…, S…), an e-mail address, or "role:" and the key of a role ("role:commander")',
    },
  })
  .meta({
    description: 'Who may: a person, a group, or the holder of a role ("role:commander").',
    pattern: anyOf(HANDLE, SLACK_ID, EMAIL, ROLE_START),
  })

/** Who can be paged: whoever may be permitted, and whom PagerDuty has on call. */
export const pageable = z
  .string()
  .refine((text) => PAGERDUTY.test(text) || permitted.safeParse(text).success, {
    error: 'is no reference to anybody who can be paged',
    params: {
      allowed:
        '"@handle", a Slack id (U…, W…, S…), an e-mail address, "role:" and the key of a role, "pagerduty:schedule:ID" or "pagerduty:policy:ID"',
    },
  })
  .meta({
    description: 'Who is paged: a person, a group, the holder of a role, or whoever PagerDuty has on call.',
    pattern: anyOf(HANDLE, SLACK_ID, EMAIL, ROLE_START, PAGERDUTY),
  })

/** The key under which the policy itself names a thing: a role, a rung, a ladder. */
export function keyOf(what: string, example: string) {
  return z
    .string()
    .max(POLICY_KEY_MAX)
    .refine((text) => KEY.test(text), {
      error: `cannot be the key of a ${what}`,
      params: { allowed: `lower-case words joined by "-", such as "${example}"` },
    })
}
