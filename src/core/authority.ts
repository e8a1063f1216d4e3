import type { Rejection } from './decider.ts'
import { reject } from './decider.ts'
import type { Incident } from './incident/incident.ts'
import type { Act, Policy } from './policy.ts'
import { ROLE_REFERENCE } from './policy.ts'

/** What a person is to the workspace. Only a full `member` ever has authority. */
export const STANDINGS = ['member', 'guest', 'bot', 'outsider', 'deactivated', 'unknown'] as const
export type Standing = (typeof STANDINGS)[number]

/**
 * A person as the edge found them when they acted.
 * `namedBy`: those of the policy's references that name this person, written as the policy writes them
 * (`@on-call` for a member of that group, an e-mail, a group id). The own id need not be repeated.
 * `groupsUnknown`: Slack could not be asked who is in which group just now, and an older answer was not good enough.
 */
export type Person = { id: string; standing: Standing; namedBy?: string[]; groupsUnknown?: true }

/** Why somebody without full membership may do nothing, and what to do instead. */
const NO_AUTHORITY: Record<Exclude<Standing, 'member'>, string> = {
  guest:
    'Guests can read along but not act on incidents. Ask a full member of the workspace to do it for you.',
  bot: 'Apps and bots cannot act on incidents here. A person of the workspace has to do it.',
  outsider:
    'People of other organisations cannot act on incidents here. Ask a member of this workspace to do it for you.',
  deactivated: 'This account is deactivated, so it cannot act on incidents.',
  unknown:
    'I could not find out who you are in this workspace, so I did nothing. Try again in a minute, or ask a colleague to do it.',
}

/** How each act reads after "may" in a sentence. */
const IN_WORDS: Record<Act, string> = {
  declare: 'declare an incident',
  'post-update': 'post an update',
  note: 'add a note',
  'change-status': 'change the status',
  resolve: 'resolve an incident',
  reopen: 'reopen an incident',
  'change-severity': 'change the severity or the class',
  'take-role': 'take a role',
  'assign-role': 'give a role to somebody else',
  rename: 'rename an incident',
  snooze: 'put an update off',
  escalate: 'escalate an incident',
  page: 'page somebody',
  acknowledge: 'answer a page',
  capture: 'put a message on the timeline',
  'add-evidence': 'add evidence',
  'correct-moment': 'correct when something happened',
  correct: 'correct an entry of the timeline',
  withdraw: 'take back an entry of the timeline',
  redact: 'remove the words of an entry',
  export: 'export a timeline',
  summarise: 'sum an incident up',
  review: 'work on a review',
  'own-review': 'take a review',
  'follow-up': 'add or change a follow-up',
  log: 'record a decision or a near miss',
  close: 'close an incident',
  'write-message': 'write a message to customers or colleagues',
  'send-message': 'send a message to customers or colleagues',
  'silence-alert': 'silence an alert',
  'link-alert': 'link an alert to an incident',
}

/** Acts that came after the first policies were written, which therefore do not speak of them. */
const UNLESS_SAID: Partial<Record<Act, 'members' | readonly string[]>> = {
  capture: 'members',
  'add-evidence': 'members',
  'correct-moment': 'members',
  correct: 'members',
  withdraw: 'members',
  redact: ['role:commander'],
  export: 'members',
  summarise: 'members',
  review: 'members',
  'own-review': 'members',
  'follow-up': 'members',
  log: 'members',
  close: 'members',
  'write-message': 'members',
  'send-message': 'members',
  'silence-alert': 'members',
  'link-alert': 'members',
}

/**
 * Whether a person may do something; undefined means yes. What the policy does not name, nobody may do.
 * With an incident, a `role:commander` in the policy lets its present holder through.
 */
export function authorise(
  policy: Policy,
  person: Person,
  act: Act,
  incident?: Pick<Incident, 'roles'>,
): Rejection | undefined {
  const outside = withoutAuthority(person.standing)
  if (outside !== undefined) return outside
  const allowed = policy.may[act] ?? UNLESS_SAID[act] ?? []
  if (allowed === 'members') return undefined
  if (allows(allowed, person, incident)) return undefined
  return reject('not-allowed', refusal(policy, act, allowed))
}

/** Whether a list of the policy names this person. Only a full member is ever let through. */
export function allows(list: readonly string[], person: Person, incident?: Pick<Incident, 'roles'>): boolean {
  return person.standing === 'member' && list.some((reference) => names(reference, person, incident))
}

/** Why somebody may do nothing at all, whatever it is; undefined for full members. */
export function withoutAuthority(standing: Standing): Rejection | undefined {
  return standing === 'member' ? undefined : reject('no-standing', NO_AUTHORITY[standing])
}

function names(reference: string, person: Person, incident: Pick<Incident, 'roles'> | undefined): boolean {
  if (reference.startsWith(ROLE_REFERENCE)) {
    const role = reference.slice(ROLE_REFERENCE.length)
    return incident?.roles[role] === person.id
  }
  return isNamed(reference, person)
}

/** Whether a reference of the policy that is no role means this person. */
export function isNamed(reference: string, person: Person): boolean {
  const wanted = reference.toLowerCase()
  return (
    wanted === person.id.toLowerCase() || (person.namedBy ?? []).some((name) => name.toLowerCase() === wanted)
  )
}

function refusal(policy: Policy, act: Act, allowed: readonly string[]): string {
  const where = `\`may.${act}\` in the policy decides this.`
  if (allowed.length === 0) return `Nobody may ${IN_WORDS[act]} here: ${where}`
  const who = allowed.map((reference) => inWords(policy, reference)).join(', ')
  return `Only these may ${IN_WORDS[act]}: ${who}. Ask one of them; ${where}`
}

function inWords(policy: Policy, reference: string): string {
  if (!reference.startsWith(ROLE_REFERENCE)) return reference
  const role = reference.slice(ROLE_REFERENCE.length)
  return `the incident's ${policy.roles[role]?.name ?? role}`
}
