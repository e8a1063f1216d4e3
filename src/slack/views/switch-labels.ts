import { type Standing, standingOf, valueInWords } from '../../core/switch/standing.ts'
import type { Switch } from '../../core/switch/switch.ts'
import { SHOWN } from '../limits.ts'
import { clockTime, dateTime, lineOf, user } from '../mrkdwn.ts'

const SIGNS: Record<Standing, string> = {
  unknown: '❔',
  normal: '🟢',
  pulling: '⏳',
  pulled: '🛑',
  restoring: '⏳',
  stuck: '🚨',
  drifted: '⚠️',
}

export function switchSign(state: Switch): string {
  return SIGNS[standingOf(state)]
}

/** `*Capsule button* ‹capsule_cta›`, as mrkdwn. */
export function switchName({ key, terms }: Pick<Switch, 'key' | 'terms'>): string {
  return `*${lineOf(terms.name, SHOWN.titleInLine)}* \`${key}\``
}

/** How it stands and since when, as mrkdwn. What was not read back is never said to be so. */
export function standingLine(state: Switch, missing?: string): string {
  const { order, wanted, observed, terms } = state
  const is = observed === undefined ? '' : lineOf(valueInWords(observed.value), SHOWN.because)
  const will = lineOf(valueInWords(order?.value ?? wanted?.value ?? terms.normal), SHOWN.because)
  switch (standingOf(state)) {
    case 'unknown':
      return missing === undefined ? 'not read yet' : `⚠️ ${lineOf(missing, SHOWN.because)}`
    case 'normal':
      return `*${is}*, as usual${unreadable(state)}`
    case 'pulling':
    case 'restoring':
      return `being set to *${will}* since ${clockTime(order?.since ?? 0)}, *not confirmed yet*${why(state)}`
    case 'stuck':
      return `should be *${will}* since ${clockTime(order?.since ?? 0)}, but is *not confirmed*; trying on${why(state)}`
    case 'pulled':
      return `*${is}*, ${pulledLine(state)}${unreadable(state)}`
    case 'drifted':
      return `is *${is}*, but *${will}* is wanted: it was changed elsewhere`
  }
}

/** "pulled by @Ana, today at 03:00, for INC-7: wrong replies". */
export function pulledLine({ wanted, pulledAt, incident, kept }: Switch): string {
  const who = wanted === undefined || wanted.by === '' ? 'found so' : `pulled by ${user(wanted.by)}`
  const since = pulledAt === undefined ? '' : ` ${dateTime(pulledAt)}`
  const why = wanted?.reason ? `: ${lineOf(wanted.reason, SHOWN.reason)}` : ''
  const keeping = kept === undefined ? '' : ` · kept on purpose, ${user(kept.owner)} answers for it`
  return `${who}${since}${incident === undefined ? '' : ` for ${incident}`}${why}${keeping}`
}

function why({ order }: Switch): string {
  return order?.why === undefined ? '' : ` (${lineOf(order.why, SHOWN.because)})`
}

function unreadable({ unreadable: trouble }: Switch): string {
  return trouble === undefined ? '' : ` · ⚠️ cannot be read back since ${clockTime(trouble.since)}`
}

/** What matters first: what is wrong, what is under way, what is out. */
export function byUrgency(one: Switch, other: Switch): number {
  return RANK.indexOf(standingOf(one)) - RANK.indexOf(standingOf(other))
}
const RANK: Standing[] = ['stuck', 'drifted', 'pulling', 'restoring', 'pulled', 'unknown', 'normal']
