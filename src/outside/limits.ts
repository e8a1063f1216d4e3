/** How long one request to an outside system may take in all, its answer included. */
export const ASK_TIMEOUT_MS = 10_000
/** The longest answer that is read, unpacked; a flag with many rules is some 100 kB. */
export const ANSWER_BYTES_MAX = 4 * 1024 * 1024
/** How much of an outside system's own words is passed on. */
export const SAID_MAX = 200
/** Nobody is waited for longer than this before the next try, whatever they ask for. */
export const WAIT_LONGEST_MS = 60 * 60_000
/** How often a change is made anew when somebody else changed the same thing at the same moment. */
export const CONFLICT_TRIES = 5
/** A secret for signing is at least this long. */
export const SIGNING_SECRET_MIN = 16
/** Longest one-line comment that is left in somebody else's records. */
export const COMMENT_MAX = 250
/** Longest name of anything in an outside system. */
export const OUTSIDE_NAME_MAX = 256
export const ADDRESS_MAX = 2_000
