/** Where a message's own address points, inside the workspace. */
export type Pointed = { channel: string; ts: string; thread?: string }

/** `https://acme.slack.com/archives/C1/p1718000000000100?thread_ts=…` → channel and ts; else undefined. */
export function readPermalink(url: string): Pointed | undefined {
  const match = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?(?:[?#]|$)/.exec(url)
  if (!match?.[1]) return undefined
  const ts = match[2] ? `${match[2]}.${match[3]}` : ''
  const thread = /[?&]thread_ts=(\d{10}\.\d{6})/.exec(url)?.[1]
  return thread ? { channel: match[1], ts, thread } : { channel: match[1], ts }
}
