import { firstWord, plainWord } from './command-words.ts'
import type { Policy } from './policy.ts'

type Known = Pick<Policy, 'classes'>
type Wrong = { wrong: string }

const TAG = /^class:(?=.)/iu
/** What may stand between classes beside white space. */
const BETWEEN = /[,+&]/gu
const FILLERS = ['and', 'also']

/** `class:orders` or `class:orders,returns` at the beginning; undefined when there is none. */
export function readClassTag(
  text: string,
  policy: Known,
): { classes: string[]; rest: string } | Wrong | undefined {
  const first = firstWord(text)
  const plain = first === undefined ? '' : first.word.normalize('NFKC')
  if (first === undefined || !TAG.test(plain)) return undefined
  const read = readClasses(plain.replace(TAG, ''), policy)
  return 'wrong' in read ? read : { classes: read.classes, rest: first.rest }
}

/** Classes of the policy by key or name, each once; `wrong` is the first word that is none. */
export function readClasses(text: string, policy: Known): { classes: string[] } | Wrong {
  const classes = new Set<string>()
  let rest = text.replaceAll('&amp;', ' ').replace(BETWEEN, ' ')
  for (let next = firstWord(rest); next !== undefined; next = firstWord(rest)) {
    const key = classCalled(plainWord(next.word), policy)
    if (key !== undefined) classes.add(key)
    else if (!FILLERS.includes(plainWord(next.word))) return { wrong: next.word }
    rest = next.rest
  }
  return { classes: [...classes] }
}

function classCalled(word: string, { classes }: Known): string | undefined {
  return Object.keys(classes).find((key) => key === word || plainWord(classes[key]?.name ?? '') === word)
}
