/** Longest summary of an event, and longest key under which events belong together, in characters (Events API v2). */
export const SUMMARY_MAX = 1_024
export const DEDUP_KEY_MAX = 255
/** Longest note that is mirrored; PagerDuty takes more, a reader at night does not. */
export const NOTE_MAX = 2_000
/** How long one request may take in all, its answer included. */
export const REQUEST_TIMEOUT_MS = 8_000
/** The longest answer that is read. */
export const ANSWER_BYTES_MAX = 4 * 1024 * 1024
/** Entries on one page of an answer, which is the most that PagerDuty gives. */
export const PAGE_SIZE = 100
/** Pages of a list that are read. */
export const PAGES_MAX = 20
/** Events one routing key takes a minute, and how many at once after a quiet time. */
export const EVENTS_PER_MINUTE = 120
export const EVENTS_BURST = 20
/** Calls of REST that the account takes a minute (960), with room left for others who use the same token. */
export const REST_PER_MINUTE = 480
export const REST_BURST = 20
/** How long an answer about who is on call is used without asking again. */
export const ON_CALL_FRESH_MS = 60_000
/** After a failure, how long the last answer is used without asking again. */
export const ON_CALL_PAUSE_MS = 15_000
/** How far ahead it is looked for who comes next. */
export const ON_CALL_AHEAD_MS = 7 * 24 * 60 * 60_000
/** How long the list of people is used without asking again; somebody who is missing in it makes it be read anew. */
export const PEOPLE_FRESH_MS = 10 * 60_000
export const PEOPLE_REREAD_MS = 60_000
/** Longest body of a webhook that is read; PagerDuty's are a few kB. */
export const WEBHOOK_BYTES_MAX = 512 * 1024
/** What happened there longer ago was done long since: by then it is not remembered any more which events were taken. */
export const HEARD_WITHIN_MS = 6 * 24 * 60 * 60_000
/** How long it is looked for who somebody is: PagerDuty waits five seconds for an answer, and a page must not wait. */
export const MATCH_BUDGET_MS = 2_000
/** How long a page that may have arrived waits to be looked for, before it is sent again. */
export const ARRIVED_BUDGET_MS = 2_000
/** How long a page waits for the address of its message in Slack, which it can do without. */
export const LINK_BUDGET_MS = 1_500
