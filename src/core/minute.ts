/** Milliseconds in a minute: the policy counts in minutes, deadlines are instants. */
export const MINUTE = 60_000
