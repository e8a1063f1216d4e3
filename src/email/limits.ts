/** One conversation with a mail server in all: less than a performer may take, so that its outcome is still known. */
export const TALK_MS = 25_000
export const CONNECT_MS = 10_000
/** A server that says nothing for so long is given up for now. */
export const SILENCE_MS = 12_000
/** The longest answer that is read. */
export const ANSWER_BYTES_MAX = 16_384
/** How much of what a server said is passed on. */
export const SAID_MAX = 200
/** A mail that cannot be handed over is tried for so long; then people have to know, while it still matters. */
export const TRIED_FOR_MS = 10 * 60_000
/** Mails of a thread that the next one names. */
export const REFERENCES_MAX = 20
/** Longest address that SMTP knows. */
export const ADDRESS_MAX = 254
export const SENDER_NAME_MAX = 100
