import type { AlertSent } from '../outside-world.ts'

/** An alert that is firing, or was and nobody has been told yet that it is over. Times are ms on the workspace's clock. */
export type AlertRecord = { rule: string; startsAt: number; endsAt?: number }

/** What is told of together, and what of it the receiver took last. */
export type GroupRecord = {
  key: string
  alerts: AlertRecord[]
  /** How the receiver knows it: the state that it took, and when. Absent: it has taken nothing. */
  told?: { what: string; at: number }
}

/** Plain data: it goes to disk as it is. `next` numbers what is sent. */
export type AlertingData = { groups: GroupRecord[]; sent: AlertSent[]; next: number }

export function openingAlerting(): AlertingData {
  return { groups: [], sent: [], next: 1 }
}

/** Two states of a group that read the same need not be told twice. */
export function stateOf({ alerts }: GroupRecord): string {
  return alerts.map(({ rule, endsAt }) => `${rule}${endsAt === undefined ? '' : ' over'}`).join(', ')
}
