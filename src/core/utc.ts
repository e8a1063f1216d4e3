import type { Instant } from './decider.ts'

/** Swedish order is ISO's. */
const MINUTE = Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' })

/** `2024-06-10 06:13 UTC`, for sentences that know nothing of who reads them. */
export function utcMinute(at: Instant): string {
  return `${MINUTE.format(at)} UTC`
}

const SECOND = Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' })

/** `2024-06-10 06:13:20`, in UTC without saying so. */
export function utcSecond(at: Instant): string {
  return SECOND.format(at)
}
