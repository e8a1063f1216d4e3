import { SEVERITIES } from './incident/incident.ts'
import type { PolicyContent } from './policy.ts'
import type { Problem } from './policy-check.ts'
import { NO_REVIEW } from './policy-review.ts'

/** What is wrong with the calendar and with reviews that no single field shows. */
export function checkReviews(policy: PolicyContent): Problem[] {
  return [
    ...backwardsDay(policy),
    ...repeatedDays(policy),
    ...uselessReminders(policy),
    ...idleManagers(policy),
  ]
}

function backwardsDay({ calendar: { startHour, endHour } }: PolicyContent): Problem[] {
  if (startHour < endHour) return []
  return [
    {
      path: ['calendar', 'endHour'],
      message: 'The working day would end before it begins.',
      allowed: `more than ${startHour}, which is startHour`,
    },
  ]
}

function repeatedDays({ calendar: { workingDays, holidays } }: PolicyContent): Problem[] {
  const days = workingDays.flatMap((day, index) =>
    workingDays.indexOf(day) === index
      ? []
      : [{ path: ['calendar', 'workingDays', index], message: `"${day}" stands here twice.` }],
  )
  const dates = holidays.map(({ date }) => date)
  const again = dates.flatMap((date, index) =>
    dates.indexOf(date) === index
      ? []
      : [{ path: ['calendar', 'holidays', index, 'date'], message: `"${date}" stands here twice.` }],
  )
  return [...days, ...again]
}

/** A reminder so long before that no review has begun by then. */
function uselessReminders({ severities, reviews }: PolicyContent): Problem[] {
  const longest = Math.max(
    0,
    ...SEVERITIES.map((key) => {
      const { review } = severities[key]
      return review === NO_REVIEW ? 0 : review.businessDays
    }),
  )
  if (longest === 0) return []
  return reviews.remindBusinessDaysBefore.flatMap((days, index) =>
    days < longest
      ? []
      : [
          {
            path: ['reviews', 'remindBusinessDaysBefore', index],
            message: 'No review has begun by then.',
            allowed: `less than ${longest}, the most businessDays of a severity's review`,
          },
        ],
  )
}

/** Whoever wrote it believes that managers will be told. */
function idleManagers({ reviews: { managers, managersFromTime, overdue } }: PolicyContent): Problem[] {
  if (managers.length === 0 || managersFromTime <= overdue.times) return []
  return [
    {
      path: ['reviews', 'managersFromTime'],
      message: 'The managers would never be told.',
      allowed: `at most ${overdue.times}, which is overdue.times`,
    },
  ]
}
