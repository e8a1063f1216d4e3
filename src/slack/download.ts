import type { Slack } from './client.ts'
import type { WireFile } from './read-message.ts'

/** It will never be handed out; the message says why, as the end of a sentence. */
export class Refused extends Error {}

/**
 * The bytes of a file in Slack, as they come; never more than `mostBytes`, whatever the file says of its size. The bot
 * token goes to Slack and to nobody else: a file's address may be anywhere.
 */
export async function* download(
  { url_private: address = '' }: WireFile,
  slack: Slack,
  { mostBytes, type, signal }: { mostBytes: number; type: string; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const url = URL.parse(address)
  if (url === null || !isSlacks(url, new URL(slack.slackApiUrl)))
    throw new Refused('it is kept outside of Slack')
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${slack.token ?? ''}` },
    redirect: 'manual', // to a login page, or with our token to somebody else
    signal,
  })
  if (!response.ok || isLogin(response, type)) {
    await response.body?.cancel()
    if (response.status >= 500 || response.status === 429) throw new Error(`HTTP ${response.status}`)
    throw new Refused(`Slack did not hand it out (HTTP ${response.status}); does the app have files:read?`)
  }
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new Refused('it is larger than the policy allows, whatever Slack says of it')
    yield chunk
  }
}

/** Files are at a neighbour of the Web API's address: files.slack.com beside slack.com. */
function isSlacks(url: URL, api: URL): boolean {
  const home = api.hostname.replace(/^(?:www|api)\./, '')
  const near = url.hostname === api.hostname || url.hostname.endsWith(`.${home}`)
  return near && url.protocol === api.protocol && (url.hostname !== api.hostname || url.port === api.port)
}

/** Who is not let in gets a page and not the file. */
function isLogin({ headers }: Response, type: string): boolean {
  return (headers.get('content-type') ?? '').startsWith('text/html') && !type.startsWith('text/html')
}
