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

/** The file that a permalink or private address names. */
export function fileIdIn(url: string): string | undefined {
  return /\/files(?:-pri\/[A-Z0-9]+-|\/[A-Z0-9]+\/)(F[A-Z0-9]+)(?:[/?#]|$)/.exec(url)?.[1]
}

export function canvasIdIn(url: string): string | undefined {
  return /\/docs\/[A-Z0-9]+\/(F[A-Z0-9]+)(?:[/?#]|$)/.exec(url)?.[1]
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/

/** Whether an address is one of this very server, under any of this machine's names. */
export function isHere(url: string, here: { hostname: string; port: string } = location): boolean {
  const at = URL.canParse(url) ? new URL(url) : undefined
  if (!at || at.port !== here.port) return false
  return at.hostname === here.hostname || (LOOPBACK.test(at.hostname) && LOOPBACK.test(here.hostname))
}
