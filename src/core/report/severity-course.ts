import type { Severity } from '../incident/incident.ts'

/** More changes than this are told by the worst and the last. */
const STEPS_MAX = 4

/** "SEV2 → SEV1 → SEV3", or just "SEV3" when it never was anything else. */
export function severityCourse(course: readonly Severity[], last: Severity): string {
  if (course.length > 0 && course.length <= STEPS_MAX) {
    return course.map((severity) => severity.toUpperCase()).join(' → ')
  }
  const worst = course.toSorted()[0] ?? last
  return worst === last
    ? last.toUpperCase()
    : `${worst.toUpperCase()} at worst, ${last.toUpperCase()} at the end`
}
