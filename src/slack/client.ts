import { webApi } from '@slack/bolt'
import type { Log } from './log.ts'
import { quiet } from './log.ts'

/** Longest a single Web API call may take; after that its outcome is unknown. */
const API_TIMEOUT_MS = 10_000

export type Slack = webApi.WebClient

export type Address = {
  botToken: string
  /** Base address of a Slack-compatible Web API; Slack's own when absent. */
  apiUrl?: string
}

/**
 * Settings shared by every client here. The library would retry a post for half an hour, also after Slack
 * had accepted it, and a 429 on one method would hold up all others: retrying and pacing are the outbox's work.
 */
export function clientOptions(apiUrl: string | undefined, log: Log): webApi.WebClientOptions {
  return {
    timeout: API_TIMEOUT_MS,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logger: quiet(log, 'web-api'),
    fetch: traced(log),
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  }
}

export function createClient(address: Address, log: Log): Slack {
  return new webApi.WebClient(address.botToken, clientOptions(address.apiUrl, log))
}

/** Slack's support asks for `x-slack-req-id`, so each refused call leaves one. Bodies and tokens are never logged. */
function traced(log: Log): webApi.FetchFunction {
  return async (url, init) => {
    const response = await fetch(url, init)
    const method = new URL(url).pathname.split('/').pop()
    const slackRequestId = response.headers.get('x-slack-req-id') ?? undefined
    if (response.status === 200) log.debug({ method, slackRequestId }, 'slack call')
    else log.warn({ method, slackRequestId, status: response.status }, 'slack refused a call')
    return response
  }
}
