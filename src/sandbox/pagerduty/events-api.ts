import { z } from 'zod'
import { type Account, newKey } from './account.ts'

/** Events API v2: what monitors and the app send to make phones ring. Answers as PagerDuty does. */

const DEDUP_KEY_CHARS = 255
const SUMMARY_CHARS = 1_024
const ROUTING_KEY_CHARS = 32

const webAddress = z.string().refine((text) => /^https?:\/\//.test(text), 'is not an address')
const links = z.array(z.strictObject({ href: webAddress, text: z.string().optional() }))
const images = z.array(
  z.strictObject({
    src: z.string().startsWith('https://'),
    href: webAddress.optional(),
    alt: z.string().optional(),
  }),
)
const key = z.string().min(1).max(DEDUP_KEY_CHARS)
const routingKey = z.string().length(ROUTING_KEY_CHARS)

const payload = z.strictObject({
  summary: z.string().min(1).max(SUMMARY_CHARS),
  source: z.string().min(1),
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  component: z.string().optional(),
  group: z.string().optional(),
  class: z.string().optional(),
  custom_details: z.record(z.string(), z.unknown()).optional(),
})

const change = { routing_key: routingKey, dedup_key: key }
/** What stands beside a change of state is allowed and does nothing, as at PagerDuty. */
const ignored = {
  payload: payload.partial().optional(),
  client: z.string().optional(),
  client_url: webAddress.optional(),
  links: links.optional(),
  images: images.optional(),
}

export const eventRequest = z.discriminatedUnion('event_action', [
  z.strictObject({
    ...ignored,
    event_action: z.literal('trigger'),
    routing_key: routingKey,
    dedup_key: key.optional(),
    payload,
  }),
  z.strictObject({ ...ignored, ...change, event_action: z.literal('acknowledge') }),
  z.strictObject({ ...ignored, ...change, event_action: z.literal('resolve') }),
])

export type EventAnswer = { status: number; body: Record<string, unknown> }

/** `services`: which service a routing key belongs to. */
export function enqueue(
  account: Account,
  services: Readonly<Record<string, string>>,
  body: unknown,
): EventAnswer {
  const read = eventRequest.safeParse(body)
  if (!read.success)
    return invalid(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  const event = read.data
  const service = Object.hasOwn(services, event.routing_key) ? services[event.routing_key] : undefined
  if (service === undefined) return invalid(['routing_key: Invalid routing key'])
  const agent = { type: 'integration' as const, id: service }
  const dedupKey = event.dedup_key ?? newKey()
  if (event.event_action === 'trigger') {
    const { payload: said, links: linked = [], client, client_url } = event
    account.trigger(
      {
        key: dedupKey,
        service,
        title: said.summary,
        severity: said.severity,
        source: said.source,
        details: said.custom_details ?? {},
        links: linked.map(({ href, text }) => (text === undefined ? { href } : { href, text })),
        ...(client !== undefined && { client }),
        ...(client_url !== undefined && { clientUrl: client_url }),
      },
      agent,
    )
  } else {
    // A key that nothing is open with is taken all the same, and does nothing.
    const open = account.openWith(dedupKey, service)
    if (open && event.event_action === 'acknowledge') account.acknowledge(open, agent)
    if (open && event.event_action === 'resolve') account.resolve(open, agent)
  }
  return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: dedupKey } }
}

function invalid(errors: string[]): EventAnswer {
  return { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } }
}
