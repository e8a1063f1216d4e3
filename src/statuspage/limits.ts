/** Statuspage takes one request a second for each key. */
export const REQUEST_EVERY_MS = 1_000
/** One request, its answer included. Three of them, with the pauses between, fit into the time of one delivery. */
export const REQUEST_WITHIN_MS = 8_000
/** How long to hold off after a refusal for too many requests that does not say. */
export const HOLD_OFF_MS = 10_000
/** A notice that could not be put up for so long is said not to have arrived: people may have to tell them otherwise. */
export const TRY_FOR_MS = 10 * 60_000
/** How often an open public incident is looked at, to see whether somebody changed it there. */
export const LOOK_EVERY_MS = 2 * 60_000
/** Open public incidents that are looked at. */
export const WATCHED_MAX = 200
/** Newest incidents that are looked through for one of ours that is over already. */
export const RECENT_LOOKED_AT = 25
/** Messages whose numbers are kept with a public incident, the newest. */
export const MARKED_MAX = 60
