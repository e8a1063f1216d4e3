import type { Instant } from '../decider.ts'

/** A stretch of time during which something was so. */
export type Span<What> = { from: Instant; to: Instant; what: What }

/** What keeps changing back and forth is kept as this many stretches; the last one then takes the rest. */
const SPANS_MAX = 500

/**
 * One thing that is always one way or another, with pauses: the severity, the status. Told in order of time; a change
 * to what it is already begins nothing new.
 */
export function createSpans<What>() {
  const spans: Span<What>[] = []
  let since: Instant | undefined
  let what: What | undefined

  function close(at: Instant): void {
    if (since === undefined || what === undefined) return
    const last = spans.at(-1)
    const to = Math.max(since, at)
    if (spans.length >= SPANS_MAX && last) last.to = Math.max(last.to, to)
    else if (last?.what === what && last.to === since) last.to = to
    else if (to > since) spans.push({ from: since, to, what })
    since = undefined
  }

  return {
    begin(at: Instant, next: What): void {
      close(at)
      since = at
      what = next
    },
    /** It is no way at all from here, until it is resumed or begun anew. */
    end: close,
    resume(at: Instant): void {
      if (since === undefined) since = at
    },
    /** All of it; what is still so ends at `until`. */
    done(until: Instant): Span<What>[] {
      close(until)
      return spans
    },
  }
}
