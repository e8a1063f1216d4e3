import { z } from 'zod'
import { addressProblem } from '../outside/address.ts'
import { ADDRESS_MAX, OUTSIDE_NAME_MAX } from '../outside/limits.ts'

/** What crosses between the bot and a receiver of signed webhooks; docs/signed-webhook.md is its contract. */

export const TIMESTAMP_HEADER = 'x-tocsin-timestamp'
export const SIGNATURE_HEADER = 'x-tocsin-signature'
export const KEY_HEADER = 'idempotency-key'

/** Where a switch lives: a receiver, and how it calls the switch. */
export const webhookPlace = z.strictObject({
  url: z
    .string('must be an address')
    .max(ADDRESS_MAX, 'is too long')
    .superRefine((text, context) => {
      const problem = addressProblem(text)
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
    }),
  name: z
    .string('must be a name')
    .max(OUTSIDE_NAME_MAX, 'is too long')
    .regex(/^[\x21-\x7e]+$/, 'must be a name without spaces'),
})

const value = z.union([z.boolean(), z.number(), z.string()])

/** The body of a POST. */
export type WebhookOrder = {
  switch: string
  value: z.infer<typeof value>
  key: string
  comment: string
  /** When it was sent, ISO 8601 in UTC. */
  at: string
}

/** What a receiver answers to both: the switch, and the value that is in force now. */
export const webhookState = z.looseObject({ switch: z.string(), value })
