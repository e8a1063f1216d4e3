import type { Instant } from '../decider.ts'
import { recordPageFailed, recordRungEmpty } from '../ladder/answers.ts'
import type { Climber, RunEvent } from '../ladder/climber.ts'
import { decidePagerduty } from './decide.ts'
import type { PagerdutyEvent } from './pages.ts'

/** A page whose delivery was given up reached nobody, by whatever way it went: the ladder goes on without waiting. */
export function pageGivenUp(
  state: Climber,
  effect: string,
  args: Record<string, unknown>,
  why: string,
  now: Instant,
): (RunEvent | PagerdutyEvent)[] {
  const at = { run: Number(args.run), step: Number(args.step) }
  switch (effect) {
    case 'slack.page':
      return recordPageFailed(state, { type: 'record-page-failed', ...at, user: String(args.user), why }, now)
    case 'slack.page-rung':
      return recordRungEmpty(
        state,
        { type: 'record-rung-empty', ...at, skipped: [{ who: 'this rung', why }] },
        now,
      )
    case 'pagerduty.trigger': {
      const failed = { type: 'record-pagerduty-failed', ...at, why, again: false } as const
      return decidePagerduty(state, failed, now, false)
    }
    default:
      return []
  }
}
