/** How often a sign of life goes out unless HEARTBEAT_SECONDS says otherwise. */
export const EVERY_SECONDS = 60
export const EVERY_SECONDS_LEAST = 10
export const EVERY_SECONDS_MOST = 3_600
/** A sign that did not arrive is sent again this much later. */
export const CATCH_UP_MS = 10_000
/** While something does not work, it is looked this often whether it does again. */
export const LOOK_EVERY_MS = 1_000
