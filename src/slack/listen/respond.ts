import type { Message } from '../blocks.ts'
import type { Log } from '../log.ts'

/** Slack's response addresses answer at once or not at all. */
const RESPOND_TIMEOUT_MS = 5_000

/** Tells one person something through the address that came with their request (good for 30 minutes, 5 times). */
export async function respond(
  url: string,
  message: Message,
  log: Log,
  how: { replace?: boolean } = {},
): Promise<void> {
  const body = { response_type: 'ephemeral', replace_original: how.replace === true, ...message }
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(RESPOND_TIMEOUT_MS),
    })
    await response.body?.cancel()
    if (!response.ok) log.warn({ status: response.status }, 'an answer was refused by its response address')
  } catch (error) {
    log.warn({ err: error }, 'an answer could not be delivered')
  }
}
