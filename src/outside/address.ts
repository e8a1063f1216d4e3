const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Why secrets cannot be sent to an address, to be put after its name; undefined when they can. */
export function addressProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is no address: it has to begin with https://'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return 'must hold no user and password: they would be told to whoever reads it'
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))) return undefined
  return 'must begin with https://, since a secret is sent there; http:// is only for this machine'
}

/** The address that paths are put behind: without a slash at the end, query and fragment. */
export function baseAddress(text: string): string {
  const { origin, pathname } = new URL(text)
  return `${origin}${pathname}`.replace(/\/+$/, '')
}
