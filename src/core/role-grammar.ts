import { firstWord, plainWord, readReference, readRole } from './command-words.ts'
import type { Command } from './commands.ts'
import type { Intent } from './intent.ts'
import type { Policy } from './policy.ts'
import { asTyped, mentionsGroup, userMentioned } from './typed-text.ts'
import { leftOver, noSuchRole, unfitting } from './unclear.ts'

/** What a command about roles is made of, in whatever order it was said. */
type Parts = { incident?: number; role?: string; user?: string; me?: true }

/** `take`, `role`, `assign`, `handover` and `release`. */
export function readRoleCommand(
  said: { command: Command; incident?: number; rest: string },
  policy: Pick<Policy, 'roles'>,
): Intent {
  const parts = readParts(said, policy)
  if ('intent' in parts) return parts
  const { me, user, ...about } = parts
  const forOneself = me === true || user === undefined
  switch (said.command.name) {
    case 'take':
      return user === undefined
        ? { intent: 'take', role: 'commander', ...about }
        : takenForAnother(about.role)
    case 'release':
      return user === undefined ? { intent: 'release', ...about } : leftOver(said.command, said.rest)
    case 'handover':
      return { intent: 'handover', ...about, ...(user === undefined ? {} : { user }) }
    case 'role':
      if (forOneself)
        return about.role === undefined ? { intent: 'assign', ...about } : { intent: 'take', ...about }
      return { intent: 'assign', ...about, user }
    default:
      if (me === true) return { intent: 'take', ...about }
      return { intent: 'assign', ...about, ...(user === undefined ? {} : { user }) }
  }
}

/** Role, person and incident may come in any order, each once; anything else is not understood. */
function readParts(
  { command, incident, rest }: { command: Command; incident?: number; rest: string },
  policy: Pick<Policy, 'roles'>,
): Parts | Extract<Intent, { intent: 'unclear' }> {
  const parts: Parts = incident === undefined ? {} : { incident }
  let left = rest
  for (let next = firstWord(left); next !== undefined; next = firstWord(left)) {
    const role = parts.role === undefined ? readRole(left, policy) : undefined
    const user = userMentioned(next.word)
    const number = readReference(next.word)
    if (role !== undefined) parts.role = role.role
    else if (user !== undefined && parts.user === undefined && parts.me === undefined) parts.user = user
    else if (number !== undefined && parts.incident === undefined) parts.incident = number
    else if (plainWord(next.word) === 'me' && parts.user === undefined) parts.me = true
    else if (!['to', 'as'].includes(plainWord(next.word)))
      return misread(command, next.word, left, parts, policy)
    left = role?.rest ?? next.rest
  }
  return parts
}

function misread(command: Command, word: string, left: string, parts: Parts, policy: Pick<Policy, 'roles'>) {
  if (mentionsGroup(word))
    return unfitting(command.name, 'A role is held by one person, not by a group', 'Name one person.')
  if (asTyped(word).startsWith('@')) {
    return unfitting(
      command.name,
      `I do not know who ${asTyped(word)} is`,
      'Choose the person from the list that Slack offers after @.',
    )
  }
  return parts.role === undefined ? noSuchRole(command.name, word, policy) : leftOver(command, left)
}

function takenForAnother(role = 'commander') {
  return unfitting(
    'assign',
    'Taking is for yourself',
    'To give a role to somebody else:',
    `assign ${role} @dana`,
  )
}
