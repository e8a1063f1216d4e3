import type { Instant } from '../decider.ts'

/** The label under which the incidents are found that were declared in the same month (UTC): `month:2024-06`. */
export function monthLabel(at: Instant): string {
  return `month:${new Date(at).toISOString().slice(0, 7)}`
}

/** The labels of every month that begins before `to` and ends after `from`, newest first. */
export function monthLabels(from: Instant, to: Instant): string[] {
  const labels: string[] = []
  const first = new Date(from)
  const cursor = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), 1))
  for (; cursor.getTime() < to; cursor.setUTCMonth(cursor.getUTCMonth() + 1)) {
    labels.unshift(monthLabel(cursor.getTime()))
  }
  return labels
}
