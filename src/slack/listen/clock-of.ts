import type { Zoned } from '../../core/calendar.ts'
import { isTimeZone } from '../../core/policy.ts'
import type { Desk } from './desk.ts'

/** The working hours as they are on a person's own clock, so that "friday" is their Friday. */
export async function clockOf({ policy, people }: Desk, user: string): Promise<Zoned> {
  const { calendar, organisation } = policy
  const { zone } = (await people.profile(user)) ?? {}
  const isKnown = zone !== undefined && isTimeZone(zone)
  return { calendar, timeZone: isKnown ? zone : organisation.timeZone }
}
