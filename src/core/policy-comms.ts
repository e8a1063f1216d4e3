import { z } from 'zod'
import { POLICY_LIST_MAX, PROMISE_MINUTES_MAX } from './limits.ts'
import { keyOf, name, permitted } from './policy-fields.ts'
import { NONE } from './policy-promises.ts'

const minutes = (least: number) => z.int().min(least).max(PROMISE_MINUTES_MAX)
const address = z.string().regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/, 'is no e-mail address')
const channelName = z.string().regex(/^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u, 'is no channel name (without "#")')

/** A part of the service as the status page has it: its id there, and what it is called in forms. */
const component = z
  .union([z.string().min(1).max(60), z.strictObject({ id: z.string().min(1).max(60), name })])
  .transform((given) => (typeof given === 'string' ? { id: given, name: given } : given))

/** By what means an audience is reached; each with what that takes. */
const means = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('statuspage'),
    components: z
      .array(component)
      .max(POLICY_LIST_MAX)
      .default([])
      .describe('Parts of the service that a message may show as affected.'),
  }),
  z.strictObject({ by: z.literal('email'), to: z.array(address).min(1).max(POLICY_LIST_MAX) }),
  z.strictObject({ by: z.literal('slack'), channels: z.array(channelName).min(1).max(POLICY_LIST_MAX) }),
  z.strictObject({
    by: z.literal('banner'),
    flag: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, 'is no key of a flag'),
  }),
])
export type Means = z.infer<typeof means>

/**
 * Somebody who is told: customers, stakeholders, support. What goes to one with `approve` is sent only after one of
 * those has approved the exact text; `none` needs no approval.
 */
const audience = z.strictObject({
  name,
  outside: z
    .boolean()
    .default(false)
    .describe('Whether people outside of the organisation read it: stricter checks of the text.'),
  reach: means,
  approve: z.union([z.literal(NONE), z.array(permitted).min(1).max(POLICY_LIST_MAX)]).default(NONE),
  /** Whether who wrote a text may also be the one who approves it. */
  approveOwn: z.boolean().default(false),
})
export type Audience = z.infer<typeof audience>

export const audiences = z.record(keyOf('audience', 'customers'), audience).default({})

/** What the public is promised for a severity; part of each severity in the policy. */
const publicPromise = z.strictObject({
  audience: z.string().describe('The key of the audience that has to be told.'),
  firstWithinMinutes: minutes(1).describe('How soon after declaring the first notice is due.'),
  everyMinutes: minutes(1).describe('From one notice to the next.'),
  nudgeBeforeMinutes: minutes(0).default(2),
  graceMinutes: minutes(0).default(5),
})
export type PublicPromise = z.infer<typeof publicPromise>
export const publicPromised = {
  public: z
    .union([z.literal(NONE), publicPromise])
    .default(NONE)
    .describe('When the public is told, or none.'),
}

/** What a text is looked through for before it goes out. */
export const wording = z
  .strictObject({
    jargon: z
      .array(z.string().min(1).max(60))
      .max(200)
      .default([])
      .describe('Words that readers outside do not know.'),
    internal: z
      .array(z.string().min(1).max(120))
      .max(200)
      .default([])
      .describe('Names of hosts and systems that stay inside.'),
  })
  .default({ jargon: [], internal: [] })
