/** An evaluation's context is small; whoever sends more has a mistake or no good intent. */
export const BODY_BYTES_MAX = 64 * 1024
/** Longest text that a flag can hold, in UTF-16 code units. */
export const TEXT_VALUE_MAX = 2_000
export const FLAG_KEY_MAX = 100

/** Browsers and services that listen for changes at a time; the server takes 1,000 connections in all. */
export const LISTENERS_MAX = 500
/** Proxies drop streams that say nothing for a minute or less. */
export const HEARTBEAT_EVERY_MS = 15_000
/** What a listener is asked to wait before it connects again. */
export const RECONNECT_MS = 1_000
/** After how many seconds in a hidden tab a listener may hang up. */
export const INACTIVITY_SEC = 120
/** When there are too many listeners, how long one should wait before it tries again. */
export const RETRY_AFTER_SEC = 30
/** How long a browser may remember that another origin is allowed. */
export const PREFLIGHT_KEPT_SEC = 600

/** How often a replica looks whether another has changed a flag; a change is to be seen within a second. */
export const LOOK_EVERY_MS = 300
