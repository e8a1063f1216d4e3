/** How often it is looked who is on call while an incident is open, beside the ends of shifts, which are known. */
export const LOOK_EVERY_MS = 2 * 60_000
/** How often everybody whom the policy in force names is asked for, incident or not. */
export const KEEP_WARM_MS = 60 * 60_000
/** Longest that one look may take. */
export const LOOK_WITHIN_MS = 10_000
/** Open incidents that are watched; more at a time than an organisation can work on. */
export const INCIDENTS_WATCHED = 1_000
