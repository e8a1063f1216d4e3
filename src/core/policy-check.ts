import { z } from 'zod'
import { SEVERITIES } from './incident/incident.ts'
import { CLASSES_MAX, ROLES_MAX } from './limits.ts'
import { nearest } from './nearest.ts'
import {
  ACTS,
  approverLists,
  heldLists,
  type Policy,
  type PolicyContent,
  policySchema,
  ROLE_REFERENCE,
  STANDING_ROLES,
  switchLists,
} from './policy.ts'
import { checkAlerts } from './policy-alerts-check.ts'
import { checkComms } from './policy-comms-check.ts'
import { sharedAccounts } from './policy-people.ts'
import { checkPromises } from './policy-promises-check.ts'
import { checkReviews } from './policy-review-check.ts'
import { checkSwitches } from './policy-switches-check.ts'
import { triageProblems } from './triage-check.ts'

/** A mistake in a policy: where (keys from the root), what, and what would be right. All in words for its editor. */
export type Problem = { path: (string | number)[]; message: string; allowed?: string }

/** Every mistake in a policy as read from YAML; empty when it is sound. */
export function checkPolicy(value: unknown): Problem[] {
  const parsed = policySchema.safeParse(value)
  if (parsed.success) return crossChecks(parsed.data)
  return parsed.error.issues.flatMap((issue) => explain(issue, value))
}

/** The policy, with defaults filled in, or every mistake in it. */
export function readPolicy(
  value: unknown,
  digest: (content: PolicyContent) => string,
): { policy: Policy } | { problems: Problem[] } {
  const parsed = policySchema.safeParse(value)
  if (!parsed.success) return { problems: checkPolicy(value) }
  const problems = crossChecks(parsed.data)
  return problems.length > 0 ? { problems } : { policy: { ...parsed.data, digest: digest(parsed.data) } }
}

/** What no field shows by itself. */
function crossChecks(policy: PolicyContent): Problem[] {
  return [
    ...missingRoles(policy),
    ...tooMany('classes', 'class', Object.keys(policy.classes).length, CLASSES_MAX),
    ...triageProblems(policy),
    ...tooMany('roles', 'role', Object.keys(policy.roles).length, ROLES_MAX),
    ...unknownRoleReferences(policy),
    ...idleInvites(policy),
    ...repeated(policy),
    ...checkPromises(policy),
    ...checkReviews(policy),
    ...checkComms(policy),
    ...checkSwitches(policy),
    ...checkAlerts(policy),
    ...sharedAccounts(policy),
  ]
}

function missingRoles(policy: PolicyContent): Problem[] {
  return STANDING_ROLES.filter((role) => !Object.hasOwn(policy.roles, role)).map((role) => ({
    path: ['roles'],
    message: `The role "${role}" is missing: the bot itself speaks of it.`,
    allowed: `at least ${STANDING_ROLES.join(', ')}`,
  }))
}

function tooMany(section: string, what: string, count: number, max: number): Problem[] {
  if (count > 0 && count <= max) return []
  const message =
    count === 0 ? `There is no ${what}.` : `There are ${count} ${section}; a form cannot offer so many.`
  return [{ path: [section], message, allowed: `1 to ${max}` }]
}

function unknownRoleReferences(policy: PolicyContent): Problem[] {
  return lists(policy).flatMap(({ path, list }) =>
    list.flatMap((reference, index) => {
      if (!reference.startsWith(ROLE_REFERENCE)) return []
      const role = reference.slice(ROLE_REFERENCE.length)
      if (Object.hasOwn(policy.roles, role)) return []
      return [
        {
          path: [...path, index],
          message: `There is no role "${role}".`,
          allowed: Object.keys(policy.roles).join(', '),
        },
      ]
    }),
  )
}

/** Nobody would ever be invited, and whoever wrote it believes otherwise. */
function idleInvites(policy: PolicyContent): Problem[] {
  return SEVERITIES.filter(
    (key) => !policy.severities[key].dedicatedChannel && policy.severities[key].invite.length > 0,
  ).map((key) => ({
    path: ['severities', key, 'invite'],
    message: `${key.toUpperCase()} has no channel of its own to invite anybody to.`,
    allowed: 'dedicatedChannel: true, or no invite',
  }))
}

function repeated(policy: PolicyContent): Problem[] {
  return lists(policy).flatMap(({ path, list }) =>
    list.flatMap((reference, index) =>
      list.indexOf(reference) === index
        ? []
        : [{ path: [...path, index], message: `"${reference}" stands here twice.` }],
    ),
  )
}

function lists(policy: PolicyContent): { path: (string | number)[]; list: string[] }[] {
  const invites = SEVERITIES.map((key) => ({
    path: ['severities', key, 'invite'],
    list: policy.severities[key].invite,
  }))
  const permitted = ACTS.flatMap((act) => {
    const who = policy.may[act] ?? 'members'
    return who === 'members' ? [] : [{ path: ['may', act], list: who }]
  })
  return [...invites, ...permitted, ...heldLists(policy), ...switchLists(policy), ...approverLists(policy)]
}

type Issue = z.core.$ZodIssue

/** zod's finding as sentences for somebody who has never heard of zod. */
function explain(issue: Issue, root: unknown): Problem[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  const where = path.length === 0 ? 'The policy' : `\`${path.join('.')}\``
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key))
    case 'invalid_union':
      return explainAlternative(issue, path, where, root)
    case 'invalid_key':
      return issue.issues.flatMap((inner) => explain({ ...inner, path: issue.path }, root))
    case 'invalid_type':
      return [{ path, ...wrongType(where, issue.expected, valueAt(root, path)) }]
    case 'too_small':
      return [{ path, ...tooSmall(where, issue.origin, issue.minimum) }]
    case 'too_big': {
      const message = `${where} is too ${issue.origin === 'array' || issue.origin === 'string' ? 'long' : 'large'}.`
      return [{ path, message, allowed: `at most ${issue.maximum}${UNITS[issue.origin] ?? ''}` }]
    }
    case 'invalid_value':
      return [{ path, message: `${where} is none of those there are.`, allowed: issue.values.join(', ') }]
    default:
      return [{ path, message: `${where} ${issue.message}.`, ...allowedBy(issue) }]
  }
}

const UNITS: Record<string, string> = { array: ' entries', string: ' characters' }

function tooSmall(where: string, origin: string, minimum: number | bigint) {
  if (origin === 'string') return { message: `${where} is empty.`, allowed: 'at least one character' }
  if (origin !== 'array') return { message: `${where} is too small.`, allowed: `at least ${minimum}` }
  const message = minimum === 1 ? `${where} is empty.` : `${where} has too few entries.`
  return { message, allowed: minimum === 1 ? 'at least one entry' : `at least ${minimum} entries` }
}

function unknownKey(path: (string | number)[], key: string): Problem {
  const known = knownKeysAt(path)
  const meant = nearest(key, known)
  const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`
  return {
    path: [...path, key],
    message: `\`${[...path, key].join('.')}\` is not a setting that exists.${hint}`,
    ...(known.length === 0 ? {} : { allowed: known.join(', ') }),
  }
}

/** Settings with alternatives: who may do something, how often people are told, what is not wanted, what a switch is set to. */
function explainAlternative(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: (string | number)[],
  where: string,
  root: unknown,
): Problem[] {
  const inside = issue.errors
    .flat()
    .filter((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys')
  if (inside.length > 0)
    return inside.flatMap((inner) => explain({ ...inner, path: [...issue.path, ...inner.path] }, root))
  const { lacks, allowed } = alternativesAt(path)
  const isMissing = valueAt(root, path) === undefined && path[0] !== 'may'
  return [{ path, message: isMissing ? `${where} is missing.` : `${where} ${lacks}.`, allowed }]
}

function alternativesAt(path: (string | number)[]): { lacks: string; allowed: string } {
  const last = path.at(-1)
  if (path[0] === 'may' || last === 'mayPull' || last === 'mayRestore') return ALTERNATIVES.may
  if (path[0] === 'switches') return ALTERNATIVES.value
  if (path[0] === 'weeklyDigest') return ALTERNATIVES.weeklyDigest
  return last === 'review' ? ALTERNATIVES.review : ALTERNATIVES.updates
}

const ALTERNATIVES = {
  may: {
    lacks: 'does not say who may',
    allowed: 'members, or a list of people, groups and roles; [] for nobody',
  },
  updates: {
    lacks: 'does not say how often',
    allowed: 'none, or a group of settings: everyMinutes, nudgeBeforeMinutes, graceMinutes, snooze',
  },
  review: {
    lacks: 'does not say by when',
    allowed: 'none, or a group of settings: businessDays',
  },
  weeklyDigest: {
    lacks: 'does not say when',
    allowed: 'none, or a group of settings: weekday, hour, channel',
  },
  value: {
    lacks: 'is nothing that a switch can be set to',
    allowed: 'true or false, a number, or text in quotes',
  },
}

const TYPE_NAMES: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings',
  record: 'a group of settings',
  number: 'a number',
  int: 'a whole number',
}

function wrongType(where: string, expected: string, value: unknown): { message: string; allowed: string } {
  const allowed = TYPE_NAMES[expected] ?? expected
  if (value === undefined) return { message: `${where} is missing.`, allowed }
  if (value === null) return { message: `${where} has no value.`, allowed }
  if (expected === 'int' && typeof value === 'number')
    return { message: `${where} is no whole number.`, allowed }
  const found = Array.isArray(value) ? 'a list' : (TYPE_NAMES[typeof value] ?? typeof value)
  return { message: `${where} is ${found}.`, allowed }
}

function allowedBy(issue: Issue): { allowed?: string } {
  const allowed: unknown = issue.code === 'custom' ? issue.params?.allowed : undefined
  return typeof allowed === 'string' ? { allowed } : {}
}

function valueAt(root: unknown, path: (string | number)[]): unknown {
  let value = root
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string | number, unknown>)[key]
  }
  return value
}

/** The keys that may stand at a path, by the schema. */
function knownKeysAt(path: (string | number)[]): string[] {
  let schema: unknown = policySchema
  for (const key of path) {
    schema = groupIn(schema)
    if (schema instanceof z.ZodObject) schema = schema.shape[key]
    else if (schema instanceof z.ZodRecord) schema = schema.valueType
    else if (schema instanceof z.ZodArray) schema = schema.element
    else return []
  }
  schema = groupIn(schema)
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  if (schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum)
    return schema.keyType.options.map(String)
  return []
}

/** The group of settings within what may be left out, or may be a single word instead. */
function groupIn(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return groupIn(schema.unwrap())
  if (schema instanceof z.ZodUnion) return schema.options.find((option) => option instanceof z.ZodObject)
  return schema
}
