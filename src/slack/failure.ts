import { webApi } from '@slack/bolt'
import type { Instant } from '../core/decider.ts'
import type { Outcome } from '../engine/outcome.ts'

export type Failure = Exclude<Outcome, { outcome: 'ok' }>

/** How long to hold off after a 429 that does not say. */
export const DEFAULT_RETRY_AFTER_SECONDS = 30
/** Slack asks for seconds, a minute at most. What asks for more is broken, or not Slack, and does not silence the bot. */
export const LONGEST_RETRY_AFTER_SECONDS = 5 * 60

/** Slack answered that it is busy or moving: nothing was done. */
const NOT_NOW = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'request_timeout', // it read only part of the request
  'service_unavailable',
  'team_added_to_org',
  'external_channel_migrating',
])

/** Slack's documentation says of these that part of the work may have been done. */
const MAYBE_DONE = new Set(['internal_error', 'fatal_error'])

/** No connection came about, so nothing was sent. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

const PLAIN: Record<string, string> = {
  is_archived: 'the channel is archived',
  is_inactive: 'the channel is archived',
  channel_not_found: 'the channel does not exist, or the bot may not see it',
  not_in_channel: 'the bot is not a member of the channel',
  invalid_auth: 'Slack does not accept the bot token',
  not_authed: 'Slack does not accept the bot token',
  token_revoked: 'the bot token was revoked',
  token_expired: 'the bot token has expired',
  account_inactive: 'the bot was removed from the workspace',
  missing_scope: 'the app lacks a permission; reinstall it from manifest.yml',
  restricted_action: 'a workspace setting forbids it',
  msg_too_long: 'the message is too long',
  user_not_found: 'the person is not in this workspace',
}

/** Slack's error code, when that is what was thrown (`channel_not_found`). */
export function slackCode(error: unknown): string | undefined {
  if (!(error instanceof webApi.WebAPIPlatformError)) return undefined
  const code = error.data.error
  return typeof code === 'string' && /^[a-z0-9_]+$/.test(code) ? code : undefined
}

/** A failed Web API call as the outbox's outcome. Rethrows what is not the world's doing: that is a bug of ours. */
export function outcomeOf(error: unknown, now: Instant): Failure {
  if (error instanceof webApi.WebAPIRateLimitedError) return later('rate limited', now, error.retryAfter)
  if (error instanceof webApi.WebAPIPlatformError) return ofCode(error, now)
  if (error instanceof webApi.WebAPIHTTPError) return ofStatus(error.statusCode, now)
  if (error instanceof webApi.WebAPIRequestError) return ofConnection(error.original)
  if (error instanceof Error) {
    // A 429 without a usable Retry-After header arrives as a bare Error with only this text.
    if (error.message.startsWith('Retry header did not contain')) return later('rate limited', now)
    if (brokeOffWhileReading(error)) return { outcome: 'unknown', why: 'the answer broke off' }
  }
  throw error
}

/** The same, where part of the work is done: what arrived is looked for before the rest is tried again. */
export function afterPart(failure: Failure): Failure {
  return failure.outcome === 'give-up' ? failure : { ...failure, outcome: 'unknown' }
}

function ofCode(error: webApi.WebAPIPlatformError, now: Instant): Failure {
  const code = slackCode(error)
  if (code === undefined) return { outcome: 'unknown', why: 'the answer was not from Slack' } // a proxy's page, or empty
  if (MAYBE_DONE.has(code)) return { outcome: 'unknown', why: code }
  if (NOT_NOW.has(code)) return later(code, now, error.data.response_metadata?.retryAfter)
  const plain = PLAIN[code]
  return { outcome: 'give-up', why: plain === undefined ? code : `${plain} (${code})` }
}

function ofStatus(status: number, now: Instant): Failure {
  if (status >= 500) return { outcome: 'unknown', why: `HTTP ${status}` }
  if (status === 408 || status === 425) return later(`HTTP ${status}`, now)
  return { outcome: 'give-up', why: `HTTP ${status}` }
}

function ofConnection(error: Error): Failure {
  const cause = connectionCause(error)
  const why = cause?.code ?? error.name
  if (cause !== undefined && (NOT_CONNECTED.has(cause.code) || cause.syscall === 'connect')) {
    return { outcome: 'retry', why: `no connection to Slack (${why})` }
  }
  return { outcome: 'unknown', why: `the connection to Slack broke (${why})` }
}

/** fetch hides the system's error one or two causes deep. */
function connectionCause(error: Error): { code: string; syscall?: unknown } | undefined {
  let link: unknown = error
  for (let depth = 0; depth < 4 && link instanceof Error; depth += 1) {
    if ('code' in link && typeof link.code === 'string') {
      return { code: link.code, ...('syscall' in link ? { syscall: link.syscall } : {}) }
    }
    link = link.cause
  }
  return undefined
}

/** Thrown while the body was read, which the library does not wrap. */
function brokeOffWhileReading(error: Error): boolean {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true
  return error instanceof TypeError && error.message === 'terminated'
}

function later(why: string, now: Instant, seconds = DEFAULT_RETRY_AFTER_SECONDS): Failure {
  return { outcome: 'retry', why, notBefore: now + sensible(seconds) * 1000 }
}

/** As long as was asked for, within reason; the default when it makes no sense. */
export function sensible(seconds: number): number {
  const asked = Number.isFinite(seconds) ? seconds : DEFAULT_RETRY_AFTER_SECONDS
  return Math.min(Math.max(1, asked), LONGEST_RETRY_AFTER_SECONDS)
}
