/** Every number a person could notice, in one place. */
export const WINDOW_MESSAGES = 120
export const WINDOW_STEP = 150
export const STICK_TO_BOTTOM_PX = 80
export const RECONNECT_FIRST_MS = 400
export const RECONNECT_LAST_MS = 8_000
export const TICK_MS = 15_000
/** How long the app may take to draw its home before the page says that there is nothing. */
export const HOME_WAIT_MS = 4_000
/** A phone that is heard rings so often. */
export const RING_EVERY_MS = 2_400
export const TOAST_MS = 6_000
export const PICKER_EMOJI = 64
export const LONG_TEXT_CHARS = 2_600
export const COMPOSER_MAX_CHARS = 12_000
export const OPTIONS_DEBOUNCE_MS = 150
/** What a reader draws of a long document; the rest is in the download. */
export const READER_CHARS = 200_000
export const READER_ROWS = 500
export const ADVANCE_MINUTES = [1, 5, 15] as const
