import { SEVERITIES, type Severity, STATUSES, type Status } from './incident/incident.ts'
import type { Policy } from './policy.ts'

/** A word is what stands between white space; Slack's own brackets (`<@U1|Dana Li>`) are never torn apart. */
const WORD = /^\s*((?:<[^<>]*>|[^\s<]|<)+)\s*/u
const DASHES = /\p{Pd}/gu
const QUOTES_AROUND = /^["'“”„‘’«»]+|["'“”„‘’«»]+$/gu
const TITLE_QUOTES = /^(?:"([^"]+)"|'([^']+)'|“([^“”]+)”|„([^„“”]+)[“”]|‘([^‘’]+)’|«([^«»]+)»)$/su
const REFERENCE = /^(?:inc-?|#)(\d{1,9})$/u
const SEVERITY = /^(?:sev-?)?(\d{1,2})$/u

/** How people call the roles that every policy has. */
const ROLE_NICKNAMES: Record<string, string> = {
  command: 'commander',
  ic: 'commander',
  comms: 'communications',
  communication: 'communications',
}
/** Longest name of a role, in words. */
const ROLE_WORDS_MAX = 5

/** The first word and what follows it; undefined when there is none. */
export function firstWord(text: string): { word: string; rest: string } | undefined {
  const match = WORD.exec(text)
  return match === null ? undefined : { word: match[1] ?? '', rest: text.slice(match[0].length) }
}

/** A word as commands are compared: lower case, plain letters, no quotes around it, no punctuation after it. */
export function plainWord(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(DASHES, '-')
    .replace(QUOTES_AROUND, '')
    .replace(/(?<=.)[:,.!]+$/u, '')
}

/** 3 for `INC-3`, `inc3` and `#3`. */
export function readReference(word: string): number | undefined {
  const match = REFERENCE.exec(plainWord(word))
  return match === null ? undefined : Number(match[1])
}

/** `sev2`, `SEV-2`, `2` and `sev 2` at the beginning. `wrong` is a severity that does not exist, as it was written. */
export function readSeverity(
  text: string,
): { severity: Severity; rest: string } | { wrong: string } | undefined {
  const first = firstWord(text)
  if (first === undefined) return undefined
  const second = plainWord(first.word) === 'sev' ? firstWord(first.rest) : undefined
  const { word, rest } = second ?? first
  const plain = plainWord(word)
  const level = SEVERITY.exec(plain)?.[1]
  if (level === undefined) return undefined
  const severity = SEVERITIES[Number(level) - 1]
  if (severity !== undefined) return { severity, rest }
  // A bare number may well begin a title: "500 errors".
  return second !== undefined || plain.startsWith('sev') ? { wrong: `SEV${level}` } : undefined
}

export function readStatus(word: string): Status | undefined {
  const plain = plainWord(word)
  return STATUSES.find((status) => status === plain)
}

/** A role of the policy at the beginning, by key or name, in one word or several; the longest that fits. */
export function readRole(
  text: string,
  { roles }: Pick<Policy, 'roles'>,
): { role: string; rest: string } | undefined {
  let found: { role: string; rest: string } | undefined
  let rest = text
  const words: string[] = []
  while (words.length < ROLE_WORDS_MAX) {
    const next = firstWord(rest)
    if (next === undefined) break
    words.push(plainWord(next.word))
    rest = next.rest
    const role = roleCalled(words.join('-'), roles)
    if (role !== undefined) found = { role, rest }
  }
  return found
}

function roleCalled(words: string, roles: Policy['roles']): string | undefined {
  const nickname = Object.hasOwn(ROLE_NICKNAMES, words) ? ROLE_NICKNAMES[words] : undefined
  return Object.keys(roles).find(
    (key) =>
      key === words || key === nickname || plainWord(roles[key]?.name ?? '').replace(/\s+/gu, '-') === words,
  )
}

/** A title without the quotation marks that somebody used to a command line put around it. */
export function unquoted(title: string): string {
  const inside = TITLE_QUOTES.exec(title)
    ?.slice(1)
    .find((part) => part !== undefined)
  return inside ?? title
}
