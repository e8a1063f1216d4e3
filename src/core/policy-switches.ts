import { z } from 'zod'
import { SEVERITIES } from './incident/incident.ts'
import {
  POLICY_LIST_MAX,
  PROMISE_MINUTES_MAX,
  SWITCH_KEY_MAX,
  SWITCH_TEXT_MAX,
  SWITCHES_MAX,
  TAKES_SECONDS_MAX,
} from './limits.ts'
import { keyOf, name, permitted, sentence } from './policy-fields.ts'

/** Where a switch can live. What `at` has to say is up to each. */
export const PROVIDERS = ['built-in', 'launchdarkly', 'unleash', 'webhook', 'argocd'] as const
export type ProviderName = (typeof PROVIDERS)[number]

/** How each is spoken of, after "in". */
export const PROVIDER_NAMES: Record<ProviderName, string> = {
  'built-in': 'the bot’s own flags',
  launchdarkly: 'LaunchDarkly',
  unleash: 'Unleash',
  webhook: 'the system behind its webhook',
  argocd: 'Argo CD',
}

/** The two things that are done to a switch. */
export const SWITCH_ACTS = ['pull', 'restore'] as const
export type SwitchAct = (typeof SWITCH_ACTS)[number]

/** As flags are called everywhere: it travels in addresses. */
const SWITCH_KEY = /^[a-z][a-z0-9]*([._-][a-z0-9]+)*$/

const minutes = (least: number) => z.int().min(least).max(PROMISE_MINUTES_MAX)

const switchKey = z
  .string()
  .max(SWITCH_KEY_MAX)
  .refine((text) => SWITCH_KEY.test(text), {
    error: 'cannot be the key of a kill switch',
    params: { allowed: 'lower-case words joined by "_", "-" or ".", such as "automation_enabled"' },
  })

const value = z.union([z.boolean(), z.number(), z.string().max(SWITCH_TEXT_MAX)])

const who = z.union([z.literal('members'), z.array(permitted).max(POLICY_LIST_MAX)])
/** Who may pull or restore. */
export type Who = z.infer<typeof who>

const approval = z.strictObject({
  for: z.array(z.enum(SWITCH_ACTS)).min(1).describe('What takes a second person who may do it as well.'),
  withinMinutes: minutes(1).describe('How long the second person has.'),
  override: z
    .array(permitted)
    .max(POLICY_LIST_MAX)
    .default([])
    .describe('Who may go without a second person in an emergency; it is announced.'),
})

const killSwitch = z.strictObject({
  name,
  does: sentence.describe('What pulling it does, in one sentence.'),
  blastRadius: sentence.describe('Who notices, and how.'),
  costs: sentence.optional().describe('What it costs as long as it is pulled.'),
  normal: value.describe('Its value in daily life; says also of which type it is.'),
  safe: value.describe('Its value when it is pulled.'),
  provider: z.enum(PROVIDERS).default('built-in').describe('The system that it lives in.'),
  at: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Where in that system; what is needed depends on it.'),
  mayPull: who,
  mayRestore: who,
  approval: approval.optional(),
  needsIncident: z.boolean().default(false).describe('Whether it is pulled for an open incident only.'),
  customers: z.boolean().default(false).describe('Whether customers notice.'),
  confirm: z.boolean().optional().describe('Ask again before pulling; as `customers` when not said.'),
  takesSeconds: z
    .int()
    .min(0)
    .max(TAKES_SECONDS_MAX)
    .default(5)
    .describe('How soon it shows; what is faster is offered first.'),
  suggestedFor: z
    .strictObject({
      classes: z.array(z.string()).max(POLICY_LIST_MAX).default([]),
      severities: z.array(z.enum(SEVERITIES)).default([]).describe('Only these; all when none is named.'),
    })
    .default({ classes: [], severities: [] })
    .describe('Which incidents it is offered for.'),
  remindAfterMinutes: minutes(1).default(30),
  remindEveryMinutes: minutes(1).default(60),
  checkEveryMinutes: minutes(1).default(5).describe('How often it is read back, pulled or not.'),
  stuckAfterMinutes: minutes(1)
    .default(2)
    .describe('An order that is not confirmed by then is told to managers.'),
})

/** What the policy says of one kill switch. */
export type SwitchRules = z.infer<typeof killSwitch>

export const switches = z
  .record(switchKey, killSwitch)
  .refine((all) => Object.keys(all).length <= SWITCHES_MAX, {
    error: 'has too many kill switches',
    params: { allowed: `at most ${SWITCHES_MAX}` },
  })
  .default({})

export const bundles = z
  .record(
    switchKey,
    z.strictObject({
      name,
      does: sentence,
      switches: z
        .array(z.string())
        .min(1)
        .max(POLICY_LIST_MAX)
        .describe('In the order in which they are pulled.'),
    }),
  )
  .default({})

/** Several switches at once come back step by step, each watched for a while before the next. */
export const restoreStages = z
  .array(
    z.strictObject({
      name,
      switches: z.array(z.string()).min(1).max(POLICY_LIST_MAX),
      observeMinutes: minutes(0).default(0).describe('How long to watch before the next step.'),
    }),
  )
  .max(POLICY_LIST_MAX)
  .default([])

export const switchTrouble = z
  .strictObject({
    tell: z.array(keyOf('rung', 'engineering-manager')).max(POLICY_LIST_MAX).describe('Rungs of the paging.'),
    everyMinutes: minutes(1),
  })
  .default({ tell: [], everyMinutes: 15 })
  .describe('Who is told when a switch does not do what it should, or is pulled without a second person.')
