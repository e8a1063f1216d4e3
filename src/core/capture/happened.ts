import { type Instant, type Rejection, reject } from '../decider.ts'
import { HAPPENED_BACK_DAYS } from '../limits.ts'
import { DAY } from '../time-units.ts'
import { utcMinute } from '../utc.ts'

/** Times are said by the minute: "now" may well be a few seconds ahead. */
const SAID_BY = 60_000

/** Why something cannot have happened then; undefined when it can. */
export function happenedWrong(at: Instant, now: Instant): Rejection | undefined {
  if (!Number.isFinite(at)) return reject('no-time', 'The time is not clear. Say it like 10:42 or -5m.')
  if (at > now + SAID_BY) {
    return reject(
      'in-future',
      `The time ${utcMinute(at)} is still to come; it is ${utcMinute(now)}. Say when it happened, or leave the time out for now.`,
    )
  }
  if (at < now - HAPPENED_BACK_DAYS * DAY) {
    return reject(
      'too-long-ago',
      `The time ${utcMinute(at)} is too long ago: at most ${HAPPENED_BACK_DAYS} days back can be put on record. Say the time in words instead.`,
    )
  }
  return undefined
}

/** When it happened, as an event says it: nothing when that is now. A few seconds ahead count as now. */
export function happened(at: Instant | undefined, now: Instant): { happenedAt?: Instant } {
  return at === undefined || at >= now ? {} : { happenedAt: at }
}
