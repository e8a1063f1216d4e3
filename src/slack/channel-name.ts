import { LIMITS, SHOWN } from './limits.ts'

/** Letters that do not come apart into a Latin letter and an accent. */
const SPELLED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
}

/**
 * `inc-7-orders-api-500s`: lower case, a few words and at most 80 characters, only what Slack accepts everywhere. Words in other
 * scripts are left out; the number alone is name enough. The `attempt` after a taken name adds `-2`, `-3`…
 */
export function channelName(number: number, title: string, attempt = 1): string {
  const suffix = attempt > 1 ? `-${attempt}` : ''
  const base = [ownPrefix(number), ...readable(wordsOf(title))].join('-')
  return base.slice(0, LIMITS.channelName - suffix.length).replace(/-+$/, '') + suffix
}

/** As many whole words as are read at a glance, and the first one in any case. */
function readable(words: string[]): string[] {
  let length = 0
  return words.filter((word, index) => {
    length += word.length + 1
    return index === 0 || length <= SHOWN.channelWords
  })
}

/** What the names of all channels of one incident begin with. */
export function ownPrefix(number: number): string {
  return `inc-${number}`
}

function wordsOf(title: string): string[] {
  const latin = title
    .toLowerCase()
    .replace(/[ßæœøđðþłħıŋ]/g, (letter) => SPELLED[letter] ?? '')
    .normalize('NFKD')
    .replace(/['’\p{M}]/gu, '')
  return latin.match(/[a-z0-9]+/g) ?? []
}
