import { instantOf, type When } from '../../core/capture/when.ts'
import type { Instant, Rejection } from '../../core/decider.ts'
import type { Desk } from './desk.ts'

/** Which instant a person means. Times are said in their own time zone; where Slack does not tell it, in the organisation's. */
export async function meant(desk: Desk, user: string, when: When): Promise<Instant | Rejection> {
  const profile = await desk.people.profile(user)
  return instantOf(when, { now: desk.now(), zone: profile?.timeZone ?? desk.policy.organisation.timeZone })
}
