import type { Instant } from '../decider.ts'
import {
  ALERT_LABEL_MAX,
  ALERT_LABELS_MAX,
  ALERT_LINK_MAX,
  ALERT_LINKS_MAX,
  ALERT_SUMMARY_MAX,
  ALERT_TITLE_MAX,
} from '../limits.ts'
import { clip, line, paragraph } from '../text.ts'
import type { Alert, Member, TakenSignal } from './alert.ts'
import { isNews, memberOf, withSignal } from './members.ts'
import type { AlertSignal } from './signal.ts'

/** Those signals that say anything new, in their order, as they go on record. */
export function newsIn(state: Alert, signals: readonly AlertSignal[], now: Instant): TakenSignal[] {
  const news: TakenSignal[] = []
  let after = state
  for (const signal of signals) {
    const known = memberOf(after, signal.key)
    const taken = shortened(signal, takenAt(signal, known, now))
    if (!isNews(known, taken)) continue
    news.push(taken)
    after = withSignal(after, taken)
  }
  return news
}

/**
 * A source's clock may be ahead; what it says must not outrank for hours all that comes after. Where ours is behind
 * what is known already, it was set back: what the source calls later comes right after that.
 */
function takenAt({ at }: AlertSignal, known: Member | undefined, now: Instant): Instant {
  return Math.min(at, Math.max(now, (known?.at ?? 0) + 1))
}

function shortened(signal: AlertSignal, at: Instant): TakenSignal {
  const { key, level } = signal
  if (signal.state === 'resolved') return { key, at, state: 'resolved', level }
  const title = clip(line(signal.title), ALERT_TITLE_MAX) || key
  const summary = clip(paragraph(signal.summary ?? ''), ALERT_SUMMARY_MAX)
  const labels = Object.entries(signal.labels ?? {}).slice(0, ALERT_LABELS_MAX)
  const links = (signal.links ?? []).filter(({ url }) => isWebAddress(url)).slice(0, ALERT_LINKS_MAX)
  return {
    key,
    at,
    state: 'firing',
    level,
    title,
    ...(summary !== '' && { summary }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels.map(shortLabel)) }),
    ...(links.length > 0 && {
      links: links.map(({ title, url }) => ({ title: clip(line(title), ALERT_LABEL_MAX), url })),
    }),
  }
}

function shortLabel([name, value]: [string, string]): [string, string] {
  return [clip(line(name), ALERT_LABEL_MAX), clip(line(value), ALERT_LABEL_MAX)]
}

/** What is no address would be shown as a link to nowhere, or to worse; cut, it would lead elsewhere. */
function isWebAddress(url: string): boolean {
  return url.length <= ALERT_LINK_MAX && /^https?:\/\/[^\s<>|]+$/.test(url)
}
