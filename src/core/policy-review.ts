import { z } from 'zod'
import { isDay, WEEKDAYS } from './calendar.ts'
import { HOLIDAYS_MAX, OVERDUE_TIMES_MAX, POLICY_LIST_MAX, REVIEW_BUSINESS_DAYS_MAX } from './limits.ts'
import { channelName, name, reference } from './policy-fields.ts'

/** How a severity says that it needs no review, and a policy that it wants no digest. */
export const NO_REVIEW = 'none'

const count = (least: number, most: number) => z.int().min(least).max(most)
const businessDays = (least: number) => count(least, REVIEW_BUSINESS_DAYS_MAX)
/** 2024 is a leap year, so the 29th of February is a day of every year. */
const A_LEAP_YEAR = '2024'

const date = z
  .string()
  .refine((text) => isDay(text) || (text.length === 5 && isDay(`${A_LEAP_YEAR}-${text}`)), {
    error: 'is no day',
    params: { allowed: 'a day of one year such as 2026-04-03, or of every year such as 12-25' },
  })
  .meta({
    description: 'A day of one year (2026-04-03) or of every year (12-25).',
    pattern: String.raw`^(\d{4}-)?\d{2}-\d{2}$`,
  })

/** When people work, in the time zone of the organisation. */
export const calendar = z
  .strictObject({
    workingDays: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .max(WEEKDAYS.length)
      .default(['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
    startHour: count(0, 23).default(9).describe('When reminders go out on a working day.'),
    endHour: count(1, 24).default(17).describe('When something is due that is due on a day.'),
    holidays: z.array(z.strictObject({ date, name })).max(HOLIDAYS_MAX).default([]),
  })
  .prefault({})

/** Whether a severity is reviewed, and by when. */
export const review = z.union([z.literal(NO_REVIEW), z.strictObject({ businessDays: businessDays(1) })])
const REVIEWED = { businessDays: 5 }
/** What a policy that does not speak of reviews is taken to mean. */
export const REVIEW_BY_DEFAULT = { sev1: REVIEWED, sev2: REVIEWED, sev3: REVIEWED, sev4: NO_REVIEW } as const

const overdue = z.strictObject({
  everyBusinessDays: businessDays(1).default(1),
  times: count(1, OVERDUE_TIMES_MAX).default(5),
})

/** What is said about a review before and after it is due. */
export const reviews = z
  .strictObject({
    remindBusinessDaysBefore: z
      .array(businessDays(0))
      .max(POLICY_LIST_MAX)
      .default([2, 0])
      .describe('On the mornings of which days the owner is reminded; 0 is the day itself.'),
    overdue: overdue.prefault({}).describe('How often the owner is told that it is overdue.'),
    managers: z.array(reference).max(POLICY_LIST_MAX).default([]),
    managersFromTime: count(1, OVERDUE_TIMES_MAX)
      .default(2)
      .describe('From which of these times on the managers are told too.'),
  })
  .prefault({})

/** The same for follow-ups. */
export const followUps = z
  .strictObject({
    remindBusinessDaysBefore: z.array(businessDays(0)).max(POLICY_LIST_MAX).default([1]),
    overdue: overdue.prefault({ everyBusinessDays: 2, times: 5 }),
  })
  .prefault({})
export type Reminding = { remindBusinessDaysBefore: number[]; overdue: z.infer<typeof overdue> }

/** What is overdue and what the week was like, once a week. */
export const weeklyDigest = z
  .union([
    z.literal(NO_REVIEW),
    z.strictObject({
      weekday: z.enum(WEEKDAYS).default('monday'),
      hour: count(0, 23).default(9),
      channel: channelName.optional().describe('The name of a channel; the room when it is not said.'),
    }),
  ])
  .default({ weekday: 'monday', hour: 9 })
