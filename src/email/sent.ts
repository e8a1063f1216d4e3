import type { Refused } from '../core/comms/comms.ts'
import { clip, line } from '../core/text.ts'
import { SAID_MAX } from './limits.ts'

/**
 * What became of a mail. `taken`: by the server, but for those whom it refused. `refused`: it will not be taken as it
 * is. `not-now`: surely not taken, and may be later. `unknown`: the server had the text, and its answer was lost.
 */
export type Sent =
  | { sent: 'taken'; refused: Refused[] }
  | { sent: 'refused' | 'not-now' | 'unknown'; why: string }

/** An error of a conversation by SMTP, as far as it says something. */
export type SmtpTrouble = Error & {
  code?: string | undefined
  originalCode?: string | undefined
  command?: string | undefined
  response?: string | undefined
  responseCode?: number | undefined
  recipient?: string | undefined
  rejectedErrors?: SmtpTrouble[] | undefined
}

/** `hadText`: the server had asked for the text and may have all of it. */
export function afterTrouble(error: SmtpTrouble, { hadText }: { hadText: boolean }): Sent {
  const { responseCode, rejectedErrors = [] } = error
  if (responseCode === undefined)
    return hadText
      ? {
          sent: 'unknown',
          why: `The connection ended before the mail server said whether it took it (${cause(error)}).`,
        }
      : beforeText(error)
  const sent = responseCode >= 500 ? 'refused' : 'not-now'
  if (rejectedErrors.length > 0) return { sent, why: everybodyRefused(rejectedErrors) }
  return { sent, why: `${STEPS[stepOf(error)]}: ${saidIn(error)}` }
}

/** Whom the server refused while it took the mail for others. */
export function refusedIn(errors: readonly SmtpTrouble[] = []): Refused[] {
  return errors.map((error) => ({ address: error.recipient ?? '', said: saidIn(error) }))
}

const STEPS = {
  greeting: 'The mail server does not take any mail now',
  tls: 'The mail server did not begin TLS, without which nothing is sent',
  login: 'The mail server did not accept the login in SMTP_URL',
  sender: 'The mail server did not accept the sender in MAIL_FROM',
  text: 'The mail server refused the mail',
} as const

function stepOf({ code, command = '' }: SmtpTrouble): keyof typeof STEPS {
  if (code === 'EAUTH') return 'login'
  if (code === 'ETLS' || command === 'STARTTLS') return 'tls'
  if (command.startsWith('MAIL')) return 'sender'
  return command.startsWith('DATA') ? 'text' : 'greeting'
}

function beforeText(error: SmtpTrouble): Sent {
  const reason = cause(error)
  if (CERTIFICATE.test(reason))
    return {
      sent: 'refused',
      why: `The mail server's certificate cannot be verified (${reason}). If a company's own authority made it, name that in NODE_EXTRA_CA_CERTS.`,
    }
  if (error.code === 'EAUTH')
    return { sent: 'refused', why: `${STEPS.login}: ${clip(line(error.message), SAID_MAX)}` }
  return { sent: 'not-now', why: `The mail server could not be reached, or did not answer (${reason}).` }
}

/** How Node names what can be wrong with a certificate. */
const CERTIFICATE = /CERT|SELF_SIGNED|ALTNAME|ISSUER|VERIFY/

function cause({ code, originalCode, message }: SmtpTrouble): string {
  const known = originalCode ?? code
  if (known === undefined) return clip(line(message), SAID_MAX)
  const words = Object.hasOwn(CAUSES, known) ? CAUSES[known] : undefined
  return words ?? known
}

const CAUSES: Record<string, string> = {
  ECONNECTION: 'the connection was closed',
  ECONNRESET: 'the connection was cut',
  ECONNREFUSED: 'nobody listens there, ECONNREFUSED',
  ENOTFOUND: 'nobody knows its name, ENOTFOUND',
  ETIMEDOUT: 'no answer in time',
}

function everybodyRefused(errors: readonly SmtpTrouble[]): string {
  const each = refusedIn(errors).map(({ address, said }) => `${address}: ${said}`)
  const [only = ''] = each
  return each.length === 1
    ? `The mail server refused the address ${only}`
    : `The mail server refused all ${each.length} addresses. ${each.join('; ')}`
}

/** `550 5.1.1 No such mailbox`, on one line. */
function saidIn({ response, message }: SmtpTrouble): string {
  return clip(line(response ?? message), SAID_MAX)
}
