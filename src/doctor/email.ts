import type { Policy } from '../core/policy.ts'
import type { EmailConfig } from '../email/config.ts'
import { TALK_MS } from '../email/limits.ts'
import { tryConnection } from '../email/session.ts'
import type { Finding } from './checks.ts'

/** Whether mail can be handed over, and whether anybody is to be reached by it. Nothing is sent by looking. */
export async function examineEmail(
  config: EmailConfig | undefined,
  audiences: Policy['audiences'],
  { hasOwn }: { hasOwn: boolean },
): Promise<Finding> {
  const check = 'e-mail'
  const named = Object.entries(audiences).filter(([, { reach }]) => reach.by === 'email')
  const keys = named.map(([key]) => key).join(', ')
  if (config === undefined) {
    if (hasOwn) return { check, found: 'sound', say: 'the embedded workspace has a mailbox of its own' }
    if (named.length === 0)
      return { check, found: 'skipped', say: 'not set up, and nobody is to be reached by it' }
    const problem = `E-mail is not set up: set SMTP_URL and MAIL_FROM. The policy tells these audiences by e-mail: ${keys}.`
    return { check, found: 'wrong', problems: [problem] }
  }
  const { smtp, from } = config
  const tried = await tryConnection(config, AbortSignal.timeout(TALK_MS))
  if (tried.sent !== 'taken')
    return { check, found: 'wrong', problems: [`${smtp.host}:${smtp.port}: ${tried.why}`] }
  const login = smtp.auth === undefined ? 'without a login' : `as ${smtp.auth.user}`
  const reached = named.length === 0 ? 'no audience of the policy is reached by it' : `reaches ${keys}`
  return {
    check,
    found: 'sound',
    say: `${smtp.host}:${smtp.port} ${login}, from ${from.address}; ${reached}`,
  }
}
