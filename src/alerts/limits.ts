/** A group of a thousand alerts with many labels is about 1 MB. */
export const BODY_BYTES_MAX = 4 * 1024 * 1024
/** When a signal could not be stored, how soon it is to be sent again. */
export const RETRY_AFTER_SEC = 5
/** Shorter secrets can be guessed. */
export const ALERT_SECRET_MIN = 16
