import { z } from 'zod'
import type { EmailConfig, Sender, SmtpConfig } from '../email/config.ts'
import { ADDRESS_MAX, SENDER_NAME_MAX } from '../email/limits.ts'

/** Checked as a whole below: what is wrong with an address that holds a password must not be repeated. */
export const emailVariables = {
  SMTP_URL: z.string().trim().optional(),
  MAIL_FROM: z.string().trim().optional(),
}
type Variables = z.infer<z.ZodObject<typeof emailVariables>>

/** What is half there, or cannot be, is told to `fail`, which throws. Undefined: e-mail is not set up. */
export function emailConfig(
  { SMTP_URL, MAIL_FROM }: Variables,
  fail: (sentence: string) => never,
): EmailConfig | undefined {
  if (SMTP_URL === undefined && MAIL_FROM === undefined) return undefined
  if (SMTP_URL === undefined || MAIL_FROM === undefined) {
    const [there, absent] = SMTP_URL === undefined ? ['MAIL_FROM', 'SMTP_URL'] : ['SMTP_URL', 'MAIL_FROM']
    return fail(`${there} is set, but ${absent} is not: set both to send e-mail, or neither.`)
  }
  const smtp = smtpFrom(SMTP_URL)
  if (smtp === undefined)
    return fail(
      'SMTP_URL must look like smtp://user:password@mail.example.com:587, or smtps:// where the port speaks TLS from the beginning; what is no letter or digit in the password is written in percent code, such as %40 for @.',
    )
  const from = senderFrom(MAIL_FROM)
  if (from === undefined)
    return fail('MAIL_FROM must be one address, such as status@example.com or Example <status@example.com>.')
  return { smtp, from }
}

const PORTS: Record<string, number> = { 'smtp:': 587, 'smtps:': 465 }
const THIS_MACHINE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i

function smtpFrom(text: string): SmtpConfig | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text)
  const usual = PORTS[protocol]
  if (usual === undefined || hostname === '' || port === '0') return undefined
  if (!['', '/'].includes(pathname) || search !== '' || hash !== '') return undefined
  if ((username === '') !== (password === '')) return undefined
  const user = decoded(username)
  const pass = decoded(password)
  if (user === undefined || pass === undefined) return undefined
  const tls = protocol === 'smtps:' ? 'wrapped' : THIS_MACHINE.test(hostname) ? 'local' : 'starttls'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? usual : Number(port),
    tls,
    ...(user !== '' && { auth: { user, pass } }),
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i
const NAMED = /^(?:"([^"\\]*)"|([^"<>]*?))\s*<([^<>]*)>$/

function senderFrom(text: string): Sender | undefined {
  const named = NAMED.exec(text)
  const name = (named?.[1] ?? named?.[2] ?? '').trim()
  const address = named?.[3] ?? text
  const isFit = address.length <= ADDRESS_MAX && name.length <= SENDER_NAME_MAX && !/\p{Cc}/u.test(text)
  return isFit && ADDRESS.test(address) ? { name, address } : undefined
}
