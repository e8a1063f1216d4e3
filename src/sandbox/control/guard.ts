import type { IncomingMessage } from 'node:http'

/** Names that always mean this machine. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host) || host === '::1'
}

/**
 * Why a request to the control interface is refused; undefined: let it in. A page of another site must not
 * act in the workspace: its requests carry its origin, or (by DNS rebinding) its name as the host.
 */
export function crossOriginProblem(request: IncomingMessage): string | undefined {
  const host = request.headers.host ?? ''
  if (!isLoopback(host)) return 'The workspace answers only on this machine.'
  const { origin } = request.headers
  if (origin !== undefined && origin !== `http://${host}`) return `Requests from ${origin} are refused.`
  const site = request.headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site') return 'Requests from other sites are refused.'
  return undefined
}
