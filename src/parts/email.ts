import { notConnected } from '../comms/deliver.ts'
import type { Config } from '../config/config.ts'
import type { Policy } from '../core/policy.ts'
import { sendMail } from '../email/perform.ts'
import type { Clock } from '../engine/clock.ts'
import type { Log } from '../log.ts'
import type { Part } from './part.ts'

const NO_EMAIL = 'E-mail is not connected: set SMTP_URL and MAIL_FROM and start again'

/** Tells audiences by e-mail; where that is not set up, every message to one says so, and the log does at the start. */
export function createEmailPart({
  config: { email },
  policy,
  clock,
  log,
}: {
  config: Pick<Config, 'email'>
  policy: Pick<Policy, 'audiences'>
  clock: Clock
  log: Log
}): Part {
  if (email !== undefined) return { performers: { 'email.send': sendMail(email, clock) } }
  for (const { name, reach } of Object.values(policy.audiences))
    if (reach.by === 'email') log.warn(`"${name}" cannot be told. ${NO_EMAIL}.`)
  return { performers: { 'email.send': notConnected(NO_EMAIL) } }
}
