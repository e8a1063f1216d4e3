import { z } from 'zod'
import { CONTACTS_MAX, LADDER_RUNGS_MAX, POLICY_LIST_MAX, PROMISE_MINUTES_MAX, ROUNDS_MAX } from './limits.ts'
import { keyOf, name, pageable, sentence } from './policy-fields.ts'

/** How a severity says that it makes no promise of a kind. */
export const NONE = 'none'

const PHONE = /^\+?[0-9][0-9 ()./-]{2,29}$/

const count = (least: number, most: number) => z.int().min(least).max(most)
const minutes = (least: number) => count(least, PROMISE_MINUTES_MAX)

/** How often people are told, and what happens around the time when they should be. */
const updates = z.strictObject({
  everyMinutes: minutes(1).describe('From one update to the next.'),
  everyMinutesWhileMonitoring: minutes(1).optional().describe('The same while the status is monitoring.'),
  nudgeBeforeMinutes: minutes(0).describe('How long before it is due the commander is reminded.'),
  graceMinutes: minutes(0).describe('How late an update may be before it counts as missed.'),
  snooze: z
    .strictObject({ times: count(0, 10), minutes: minutes(1) })
    .describe('How often, and by how much at a time, one update may be put off.'),
})
export type UpdatesPromise = z.infer<typeof updates>

/** How soon service is to be back, and how much data at most may be lost. */
const recovery = z.strictObject({
  timeMinutes: minutes(1).describe('Recovery time objective: how soon service is to be back.'),
  pointMinutes: minutes(0)
    .optional()
    .describe('Recovery point objective: how much data at most may be lost.'),
  escalateAtPercent: z
    .array(count(1, 1_000))
    .max(POLICY_LIST_MAX)
    .default([50, 80, 100])
    .describe('At which shares of the recovery time the ladder is climbed.'),
})
export type RecoveryPromise = z.infer<typeof recovery>

/** What a severity promises; part of each severity in the policy. */
export const promised = {
  updates: z.union([z.literal(NONE), updates]).describe('How often people are told, or none.'),
  ladder: z.string().describe('Who is paged: the key of a ladder, or none.'),
  escalateAfterMinutes: minutes(1)
    .optional()
    .describe('An outage that lasts longer climbs the ladder, acknowledged or not.'),
  recovery: recovery.optional().describe('How soon service is to be back; nothing when nothing is promised.'),
}

/** Where the severity pages and promises recovery at all, what an incident is mainly about may say how. */
export const promisedByClass = {
  ladder: z.string().optional().describe('Who is paged instead of the severity’s ladder.'),
  recovery: recovery
    .optional()
    .describe('How soon service is to be back, instead of what the severity says.'),
}

export const paging = z.strictObject({
  ackMinutes: minutes(1).describe('How long whoever is paged has to acknowledge.'),
  firstPageAfterSeconds: count(0, 600).describe(
    'How long a new incident waits for a commander before it pages.',
  ),
  emergencyContacts: z
    .array(
      z.strictObject({
        name,
        phone: z.string().refine((text) => PHONE.test(text), {
          error: 'is no telephone number',
          params: { allowed: 'a number in quotes, such as "+49 30 1234567"' },
        }),
        for: sentence.optional(),
      }),
    )
    .min(1)
    .max(CONTACTS_MAX),
})

export const rungs = z.record(
  keyOf('rung', 'on-call'),
  z.strictObject({
    name,
    page: z.array(pageable).min(1).max(POLICY_LIST_MAX),
    ackMinutes: minutes(1).optional(),
  }),
)

export const ladders = z.record(
  keyOf('ladder', 'major'),
  z.strictObject({
    rungs: z.array(z.string()).min(1).max(LADDER_RUNGS_MAX),
    /** The ladder that goes on where this one ends. */
    next: z.string().optional(),
    ackMinutes: minutes(1).optional(),
    rounds: count(1, ROUNDS_MAX),
    alarmEveryMinutes: minutes(1),
  }),
)
