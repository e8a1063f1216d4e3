import { z } from 'zod'
import type { HeardKind } from '../core/pagerduty/pages.ts'

/** Webhooks v3, as far as they are read. */
const reference = z.object({
  id: z.string(),
  type: z.string(),
  summary: z.string().nullish(),
  html_url: z.string().nullish(),
})

const incident = z.object({
  id: z.string(),
  type: z.literal('incident'),
  html_url: z.string().nullish(),
  incident_key: z.string().nullish(),
  title: z.string().default(''),
  status: z.enum(['triggered', 'acknowledged', 'resolved']),
  urgency: z.string().nullish(),
  service: reference.nullish(),
  assignees: z.array(reference).nullish(),
  escalation_policy: reference.nullish(),
  created_at: z.string().nullish(),
})
export type WebhookIncident = z.infer<typeof incident>

const about = { incident: reference }
const note = z.object({ type: z.literal('incident_note'), ...about, content: z.string().default('') })
const responder = z.object({
  type: z.literal('incident_responder'),
  ...about,
  state: z.string().nullish(),
  user: reference.nullish(),
})

/** The envelope of every event, whatever it is about. */
export const webhookEnvelope = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    event_type: z.string(),
    occurred_at: z.string(),
    agent: reference.nullish(),
    data: z.unknown(),
  }),
})
export type WebhookEnvelope = z.infer<typeof webhookEnvelope>['event']

export const webhookData = z.discriminatedUnion('type', [incident, note, responder])
export type WebhookData = z.infer<typeof webhookData>

/** Those events that mean something here; the others are taken and left. */
export const EVENT_KINDS: Record<string, HeardKind | 'replied'> = {
  'incident.triggered': 'triggered',
  'incident.acknowledged': 'acknowledged',
  'incident.unacknowledged': 'unacknowledged',
  'incident.resolved': 'resolved',
  'incident.reopened': 'reopened',
  'incident.escalated': 'escalated',
  'incident.reassigned': 'reassigned',
  'incident.delegated': 'reassigned',
  'incident.annotated': 'annotated',
  'incident.responder.replied': 'replied',
}
