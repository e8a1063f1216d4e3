import { firstWord, plainWord } from '../command-words.ts'
import { COMMAND_TEXT_MAX, QUOTE_BACK_MAX } from '../limits.ts'
import { nearest } from '../nearest.ts'
import type { Policy } from '../policy.ts'
import { clip, line, paragraph } from '../text.ts'
import { asTyped } from '../typed-text.ts'

/** What a person asked for with `/oncall`; `rung` is a key of the policy. */
export type OnCallIntent =
  | { intent: 'list'; rung?: string }
  | { intent: 'help' }
  | { intent: 'unclear'; sentence: string; examples: string[] }

/** The one source of help, completion and the hint in the manifest. `<rung>` stands for each rung of the policy. */
export const ON_CALL_COMMANDS = [
  { name: '', usage: '', what: 'Who is on call for what, now and next' },
  { name: '', usage: '<rung>', what: 'The same for one rung of the policy' },
  { name: 'help', usage: '', what: 'This list' },
] as const

const HELP = new Set(['help', '?', '-h', '--help'])
const ALL = new Set(['', 'all', 'list', 'now', 'who'])

/** Total: whatever is not clear comes back as `unclear`. */
export function readOnCallCommand(text: string, { rungs }: Pick<Policy, 'rungs'>): OnCallIntent {
  if (text.length > COMMAND_TEXT_MAX) return unclear('That is too long for one command.', ['help'])
  const said = asTyped(paragraph(text))
  const word = plainWord(firstWord(said)?.word ?? '')
  if (ALL.has(plainWord(said))) return { intent: 'list' }
  if (HELP.has(word)) return { intent: 'help' }
  const keys = Object.keys(rungs)
  const rung = keys.find(
    (key) => normal(key) === normal(said) || normal(rungs[key]?.name ?? '') === normal(said),
  )
  if (rung !== undefined) return { intent: 'list', rung }
  const near = nearest(normal(said), keys)
  const quoted = `“${clip(line(said), QUOTE_BACK_MAX)}”`
  return near === undefined
    ? unclear(`There is no rung ${quoted} in the policy. The rungs are: ${keys.join(', ')}.`, [
        keys[0] ?? 'help',
      ])
    : unclear(`There is no rung ${quoted} in the policy. Did you mean \`${near}\`?`, [near])
}

function normal(words: string): string {
  return plainWord(words).replace(/[\s_-]+/gu, '-')
}

function unclear(sentence: string, examples: string[]): OnCallIntent {
  return { intent: 'unclear', sentence, examples }
}
