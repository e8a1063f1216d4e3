/**
 * What the workspace keeps and for how long. The first group is Slack's own behaviour and can be shortened
 * by a test (`SandboxOptions.timing`); the rest bounds memory.
 */

export type Timing = {
  /** An app has this long to acknowledge before the person is told that it did not respond. */
  ackTimeoutMs: number
  /** A trigger id opens one view within this time. */
  triggerLifeMs: number
  /** Events that were not acknowledged are sent again after these delays on the workspace's clock. */
  redeliverAfterMs: readonly number[]
  /** How often each socket is asked to reconnect; 0 means never. */
  socketRefreshMs: number
}

export const SLACK_TIMING: Timing = {
  ackTimeoutMs: 3_000,
  triggerLifeMs: 3_000,
  redeliverAfterMs: [0, 60_000, 300_000],
  socketRefreshMs: 0,
}

export const RESPONSE_URL_USES = 5
export const RESPONSE_URL_LIFE_MS = 30 * 60_000
export const RESPONSE_URLS_KEPT = 5_000
export const TRIGGERS_KEPT = 1_000

export const SOCKETS_PER_APP = 10
export const SOCKET_PING_MS = 5_000
export const SOCKET_TICKET_LIFE_MS = 30_000
export const SOCKET_GOODBYE_MS = 10_000
export const SOCKET_CLOSE_MS = 500
export const SOCKET_MESSAGE_BYTES = 1_000_000

export const MESSAGES_PER_CHANNEL = 5_000
export const EPHEMERALS_PER_CHANNEL = 200
export const CHANNELS = 10_000
export const PINS_PER_CHANNEL = 100
export const BOOKMARKS_PER_CHANNEL = 100
export const REACTIONS_PER_MESSAGE = 50
export const USERS_PER_INVITE = 100
export const FILES_KEPT = 1_000
export const FILE_BYTES = 10_000_000
export const FILE_BYTES_KEPT = 100_000_000
export const FILES_PER_MESSAGE = 10
export const CHANNELS_PER_SHARE = 100
/** Larger texts are files, not snippets. */
export const SNIPPET_BYTES = 1_000_000
export const PREVIEW_LINES = 8
export const PREVIEW_CHARS = 600
export const CANVASES_KEPT = 200
export const CANVAS_CHARS = 1_000_000

export const CALLS_RECORDED = 20_000
export const DELIVERIES_RECORDED = 5_000
export const PENDING_REDELIVERIES = 5_000
export const PAGE_STREAMS = 100
export const STREAM_HEARTBEAT_MS = 15_000
/** How often the shop asks for its switches while somebody looks at it; one that is pulled is to be seen within a second. */
export const STOREFRONT_ASK_MS = 200
export const EVALUATION_TIMEOUT_MS = 1_000

export const API_BODY_BYTES = 8_000_000
export const CONTROL_BODY_BYTES = 8_000_000
export const TYPED_CHARS = 12_000
export const ADVANCE_MINUTES = 60 * 24 * 60
export const FAULTS = 50
export const FAULT_DELAY_MS = 60_000
export const ARGOCD_BODY_BYTES = 1_000_000
export const STATUSPAGE_BODY_BYTES = 1_000_000
export const STATUS_INCIDENTS_KEPT = 200
export const STATUS_UPDATES_KEPT = 200
export const SYNC_WINDOW_MS = 31 * 24 * 3_600_000
export const PAGERDUTY_BODY_BYTES = 512 * 1_024
export const PAGERDUTY_INCIDENTS = 200
/** Lines of what became of one incident. */
export const PAGERDUTY_STORY = 50
/** Webhooks that wait for another try; beyond that the oldest are lost. */
export const PAGERDUTY_OWED = 2_000
export const QUIET_WAIT_MS = 30_000
export const MAILS_KEPT = 200
export const MAIL_BYTES = 1_000_000
export const MAIL_PREVIEW_CHARS = 140

export const PERSIST_AFTER_MS = 5
/** Writing the state file takes at most this share of the time, however large the state has become. */
export const PERSIST_SHARE = 0.5

/** Alertmanager's own: what is said again while it fires, and when something refused is tried anew. */
export const ALERT_REPEAT_MS = 4 * 3_600_000
export const ALERT_GROUP_INTERVAL_MS = 5 * 60_000
export const ALERT_RETRY_FIRST_MS = 500
export const ALERT_RETRY_FACTOR = 1.5
export const ALERT_RETRY_LONGEST_MS = 60_000
export const ALERT_TIMEOUT_MS = 10_000
export const ALERT_ANSWER_CHARS = 300
export const ALERTS_SENT_KEPT = 60
/** Between one notification of a growing storm and the next; minutes in the world, where nobody waits for it. */
export const STORM_WAVE_MS = 250
