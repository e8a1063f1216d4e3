import { z } from 'zod'
import type { PagerdutyConfig } from '../pagerduty/call.ts'
import { address } from './address.ts'

/** How PagerDuty is reached, and with what its webhooks are signed: several secrets while one is being replaced. */
export type PagerdutySettings = PagerdutyConfig & { webhookSecrets: string[] }

const API = 'https://api.pagerduty.com'
const EVENTS = 'https://events.pagerduty.com'

const word = (name: string) =>
  z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]+$/, `${name} holds a space or a character that it cannot have`)

export const pagerdutyVariables = {
  PAGERDUTY_ROUTING_KEY: z
    .string()
    .trim()
    .regex(
      /^[A-Za-z0-9]{32}$/,
      'PAGERDUTY_ROUTING_KEY must have 32 letters and digits: it is the integration key of a service (Events API v2)',
    )
    .optional(),
  PAGERDUTY_API_TOKEN: word('PAGERDUTY_API_TOKEN').optional(),
  PAGERDUTY_FROM: z.email('PAGERDUTY_FROM must be the e-mail address of a user in PagerDuty').optional(),
  PAGERDUTY_WEBHOOK_SECRET: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))),
  PAGERDUTY_API_URL: address('PAGERDUTY_API_URL').optional(),
  PAGERDUTY_EVENTS_URL: address('PAGERDUTY_EVENTS_URL')
    .refine(
      isBareHttps,
      'PAGERDUTY_EVENTS_URL must be https:// and a host, without a path: events go to /v2/enqueue there',
    )
    .optional(),
}
const variables = z.object(pagerdutyVariables)
type Variables = z.infer<typeof variables>

/** What is half there is told to `fail`, which throws. Undefined: PagerDuty is not set up. */
export function pagerdutyConfig(
  values: Variables,
  fail: (sentence: string) => never,
): PagerdutySettings | undefined {
  const { PAGERDUTY_ROUTING_KEY: routingKey, PAGERDUTY_API_TOKEN: apiToken, PAGERDUTY_FROM: from } = values
  const { PAGERDUTY_API_URL: apiUrl, PAGERDUTY_EVENTS_URL: eventsUrl } = values
  const webhookSecrets = values.PAGERDUTY_WEBHOOK_SECRET
  if (apiToken === undefined && (from ?? apiUrl) !== undefined)
    fail(
      `${from === undefined ? 'PAGERDUTY_API_URL' : 'PAGERDUTY_FROM'} is set, but PAGERDUTY_API_TOKEN is not: set both to look people up in PagerDuty, or neither.`,
    )
  if (routingKey === undefined && eventsUrl !== undefined)
    fail(
      'PAGERDUTY_EVENTS_URL is set, but PAGERDUTY_ROUTING_KEY is not: set both to page through PagerDuty, or neither.',
    )
  if (routingKey === undefined && apiToken === undefined && webhookSecrets.length === 0) return undefined
  return {
    ...(routingKey && { routingKey }),
    ...(apiToken && { apiToken }),
    ...(from && { from }),
    apiUrl: apiUrl ?? API,
    eventsUrl: eventsUrl ?? EVENTS,
    webhookSecrets,
  }
}

function isBareHttps(text: string): boolean {
  if (!URL.canParse(text)) return true // said already
  const { protocol, pathname, search, hash } = new URL(text)
  return protocol === 'https:' && pathname === '/' && search === '' && hash === ''
}
