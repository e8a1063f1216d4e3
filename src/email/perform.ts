import { type ToTell, toTell, undelivered, undeliveredIfGone } from '../comms/deliver.ts'
import type { Instant } from '../core/decider.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Policy } from '../core/policy.ts'
import type { Outcome, Performer } from '../engine/outcome.ts'
import { composeMail } from './compose.ts'
import type { EmailConfig } from './config.ts'
import { TRIED_FOR_MS } from './limits.ts'
import type { Sent } from './sent.ts'
import { handOver } from './session.ts'

const CUT_OFF = 'Tocsin was stopped while the mail was being sent, so the mail server may have it.'

/**
 * Sends a released text by mail, at most once: a mail server cannot be asked whether it has a mail, so one that it may
 * have is never sent again by itself; people are told instead.
 */
export function sendMail(config: EmailConfig, { now }: { now: () => Instant }): Performer {
  return {
    paces: () => [],
    async perform(owed, signal): Promise<Outcome> {
      const told = toTell(owed)
      if (told === undefined || told === 'gone') return undeliveredIfGone(owed, told)
      const { means } = told.reach
      if (means.by !== 'email') return { outcome: 'give-up', why: `${told.target} is not reached by mail` }
      if (owed.maybeSent) return undelivered(told, CUT_OFF, { maybe: true })
      const mail = await composeMail(
        { told, to: means.to, at: owed.entry.recordedAt, key: owed.key, from: config.from },
        owed.state as Incident,
        owed.policy as Policy,
      ).catch((error: Error) => error)
      // What was never sent cannot have arrived.
      if (mail instanceof Error)
        return { outcome: 'give-up', why: `The mail cannot be written: ${mail.message}` }
      const sent = await handOver(config, mail, signal)
      return outcomeOf(sent, told, mail.messageId, now() - owed.entry.recordedAt >= TRIED_FOR_MS)
    },
  }
}

function outcomeOf(sent: Sent, told: ToTell, ref: string, isLate: boolean): Outcome {
  const { number, target } = told
  switch (sent.sent) {
    case 'taken': {
      const { refused } = sent
      const command = {
        type: 'record-delivered',
        number,
        target,
        ref,
        ...(refused.length > 0 && { refused }),
      }
      return { outcome: 'ok', command }
    }
    case 'refused':
      return undelivered(told, sent.why)
    case 'unknown':
      return undelivered(told, sent.why, { maybe: true })
    case 'not-now':
      return isLate
        ? undelivered(told, `${sent.why} Tried for ${TRIED_FOR_MS / 60_000} minutes.`)
        : { outcome: 'retry', why: sent.why }
  }
}
