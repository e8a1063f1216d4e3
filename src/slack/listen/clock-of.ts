import type { Zoned } from '../../core/calendar.ts'
import type { Desk } from './desk.ts'

/** The working hours as they are on a person's own clock, so that "friday" is their Friday. */
export async function clockOf({ policy, people }: Desk, user: string): Promise<Zoned> {
  const { calendar, organisation } = policy
  const { timeZone = organisation.timeZone } = (await people.profile(user)) ?? {}
  return { calendar, timeZone }
}
