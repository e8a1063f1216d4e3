import { morningOf, type Zoned } from '../calendar.ts'
import type { Instant } from '../decider.ts'
import type { Policy } from '../policy.ts'
import type { Reminding } from '../policy-review.ts'

/**
 * When something is said about a thing that falls due: reminders before, notices after. All the times are settled
 * when the deadline is, so that wake-ups follow from the state alone. `next` is the index of the first that is still
 * to come; nothing is said twice, and what several steps would have said at once is said once.
 */
export type Schedule = { due: Instant; steps: Instant[]; next: number }

/** The policy's working days, on the organisation's clock. */
export function zoned({ calendar, organisation }: Pick<Policy, 'calendar' | 'organisation'>): Zoned {
  return { calendar, timeZone: organisation.timeZone }
}

/**
 * The steps towards and past a deadline that are still to come at `now`: on the mornings of working days, the day of
 * the deadline itself included when it says so; and no overdue notice before the morning after.
 */
export function stepsFor(due: Instant, now: Instant, reminding: Reminding, where: Zoned): Instant[] {
  const { remindBusinessDaysBefore, overdue } = reminding
  const before = remindBusinessDaysBefore.map((days) => morningOf(due, -days, where))
  const late = Array.from({ length: overdue.times }, (_, nth) =>
    morningOf(due, 1 + nth * overdue.everyBusinessDays, where),
  )
  const steps = [...before.filter((at) => at < due), ...late.filter((at) => at > due)]
  return [...new Set(steps)].filter((at) => at > now).sort((one, other) => one - other)
}

export function scheduled(due: Instant, steps: Instant[]): Schedule {
  return { due, steps, next: 0 }
}

export function nextStep({ steps, next }: Schedule): Instant | undefined {
  return steps[next]
}

/** The last step whose time has come; those before it that were not taken are taken with it. */
export function stepReached({ steps, next }: Schedule, now: Instant): number | undefined {
  const reached = steps.findLastIndex((at) => at <= now)
  return reached >= next ? reached : undefined
}

export function isOverdueStep({ due, steps }: Schedule, step: number): boolean {
  return (steps[step] ?? due) > due
}

/** How often it has been said by this step that it is overdue; what was missed counts. */
export function overdueTimes(schedule: Schedule, step = schedule.next - 1): number {
  return schedule.steps.filter((_, index) => index <= step && isOverdueStep(schedule, index)).length
}
