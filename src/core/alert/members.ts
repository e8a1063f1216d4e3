import type { Instant } from '../decider.ts'
import { ALERT_TITLES_KEPT } from '../limits.ts'
import type { Alert, Member, TakenSignal } from './alert.ts'
import { type AlertLevel, isWorse, worse } from './signal.ts'

type Members = Pick<Alert, 'members'>

export function memberOf({ members }: Members, key: string): Member | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined
}

/** Whether a signal is later than what is known of its alert. At the very same time the end comes after the beginning. */
export function isLater(
  known: Member | undefined,
  { at, state }: Pick<TakenSignal, 'at' | 'state'>,
): boolean {
  if (known === undefined || at > known.at) return true
  return at === known.at && known.firing && state === 'resolved'
}

/** Whether a signal says anything new. A late one does when it fired earlier, or later, than is known. */
export function isNews(known: Member | undefined, signal: TakenSignal): boolean {
  if (isLater(known, signal)) return true
  if (known === undefined || signal.state === 'resolved') return false
  const { since = Number.POSITIVE_INFINITY } = known
  return signal.at < since || signal.at > (lastOf(known) ?? Number.NEGATIVE_INFINITY)
}

/** The line with one more signal. The order in which signals come makes no difference to what they end in. */
export function withSignal(state: Alert, signal: TakenSignal): Alert {
  const known = memberOf(state, signal.key)
  if (!isNews(known, signal)) return state
  const member = memberAfter(state, known, signal)
  const was = known?.firing === true ? 1 : 0
  const counted = {
    ...state,
    members: { ...state.members, [signal.key]: member },
    firing: state.firing - was + (member.firing ? 1 : 0),
    lastAt: Math.max(state.lastAt, signal.at),
    ...(signal.state === 'firing' && { firstAt: Math.min(state.firstAt || signal.at, signal.at) }),
  }
  return signal.state === 'firing' && isLatest(state, signal) ? withWords(counted, signal) : counted
}

function memberAfter(state: Alert, known: Member | undefined, signal: TakenSignal): Member {
  const { at, firing } = isLater(known, signal)
    ? { at: signal.at, firing: signal.state === 'firing' }
    : { at: known?.at ?? signal.at, firing: known?.firing === true }
  if (signal.state === 'resolved') {
    const last = known && lastOf(known)
    if (known === undefined || last === undefined) return { ...known, level: signal.level, at, firing }
    return { ...known, at, firing, last }
  }
  const title = known?.title ?? titleKept(state, signal)
  const { since = signal.at, level } = known ?? { level: signal.level }
  const last = (known && lastOf(known)) ?? signal.at
  return {
    at,
    firing,
    // What its end alone said of its level counts for nothing once it is known how it fired.
    level: signal.at >= last ? signal.level : level,
    since: Math.min(since, signal.at),
    ...(!firing && { last: Math.max(last, signal.at) }),
    ...(title !== undefined && { title }),
  }
}

/** When it fired last, as far as that is known. */
function lastOf({ firing, at, last }: Member): Instant | undefined {
  return firing ? at : last
}

function titleKept(
  { members }: Alert,
  signal: Extract<TakenSignal, { state: 'firing' }>,
): string | undefined {
  if (Object.keys(members).length >= ALERT_TITLES_KEPT) return undefined
  return signal.title
}

/** The latest signal speaks for the line; of two of one moment the one whose key sorts first. */
function isLatest({ latest }: Alert, { at, key }: TakenSignal): boolean {
  return latest === undefined || at > latest.at || (at === latest.at && key <= latest.key)
}

function withWords(state: Alert, signal: Extract<TakenSignal, { state: 'firing' }>): Alert {
  const { summary: _, ...rest } = state
  const { at, key, title, summary, labels = {}, links = [] } = signal
  return { ...rest, title, labels, links, latest: { at, key }, ...(summary !== undefined && { summary }) }
}

/** The worst that fires; when nothing does, the worst there was. */
export function levelOf({ members, firing }: Pick<Alert, 'members' | 'firing'>): AlertLevel {
  let level: AlertLevel = 'info'
  for (const member of Object.values(members)) {
    if (firing > 0 && !member.firing) continue
    level = worse(level, member.level)
    if (!isWorse('critical', level)) break
  }
  return level
}
