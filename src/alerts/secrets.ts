import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/** Whether what was brought is one of the secrets. Looks at all of them, so that the time it takes says nothing. */
export function isOneOf(brought: string | undefined, secrets: readonly string[]): boolean {
  if (brought === undefined) return false
  return anyEqual(digestOf(brought), secrets.map(digestOf))
}

/** What the header `Authorization` brings: a bearer token, or the password of basic authentication. */
export function broughtBy(authorization: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(.+)$/i.exec(authorization ?? '') ?? []
  if (scheme.toLowerCase() === 'bearer') return value.trim()
  if (scheme === '') return undefined
  const pair = Buffer.from(value.trim(), 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon < 0 ? undefined : pair.slice(colon + 1)
}

/** Whether a header is the HMAC-SHA256 in hex of the body under one of the secrets, after the prefix. */
export function isSignedBy(
  body: Buffer,
  header: string | undefined,
  { secrets, prefix }: { secrets: readonly string[]; prefix: string },
): boolean {
  if (header === undefined || !header.startsWith(prefix)) return false
  const brought = digestOf(header.slice(prefix.length).trim().toLowerCase())
  return anyEqual(
    brought,
    secrets.map((secret) => digestOf(createHmac('sha256', secret).update(body).digest('hex'))),
  )
}

function anyEqual(brought: Buffer, known: readonly Buffer[]): boolean {
  let found = false
  for (const one of known) if (timingSafeEqual(brought, one)) found = true
  return found
}

function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
