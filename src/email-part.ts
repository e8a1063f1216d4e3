import { notConnected } from './comms/deliver.ts'
import type { Config } from './config.ts'
import { sendMail } from './email/perform.ts'
import type { Clock } from './engine/clock.ts'
import type { Part } from './part.ts'

const NO_EMAIL = 'E-mail is not connected: set SMTP_URL and MAIL_FROM and start again'

/** Tells audiences by e-mail; where that is not set up, every message to one says so. */
export function createEmailPart({ email }: Pick<Config, 'email'>, clock: Clock): Part {
  return { performers: { 'email.send': email ? sendMail(email, clock) : notConnected(NO_EMAIL) } }
}
