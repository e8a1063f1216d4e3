import { z } from 'zod'

/** What crosses the line to and from PagerDuty, as far as it is read here. */
const reference = z.object({
  id: z.string(),
  type: z.string(),
  summary: z.string().nullish(),
  html_url: z.string().nullish(),
})

export const enqueued = z.object({ status: z.string(), dedup_key: z.string().optional() })

const page = { more: z.boolean().nullish() }

export const oncalls = z.object({
  ...page,
  oncalls: z.array(
    z.object({
      user: reference.extend({ name: z.string().optional(), email: z.string().optional() }),
      schedule: reference.nullish(),
      escalation_policy: reference,
      escalation_level: z.number(),
      start: z.string().nullish(),
      end: z.string().nullish(),
    }),
  ),
})
export type Oncall = z.infer<typeof oncalls>['oncalls'][number]

const when = { at: z.string().nullish() }

const incident = z.object({
  id: z.string(),
  status: z.enum(['triggered', 'acknowledged', 'resolved']),
  incident_key: z.string().nullish(),
  html_url: z.string().nullish(),
  created_at: z.string().nullish(),
  last_status_change_at: z.string().nullish(),
  last_status_change_by: reference.nullish(),
  assigned_via: z.string().nullish(),
  acknowledgements: z.array(z.object({ ...when, acknowledger: reference })).default([]),
  assignments: z.array(z.object({ ...when, assignee: reference })).default([]),
})
export const incidents = z.object({ ...page, incidents: z.array(incident) })
export const keyOfIncident = z.object({ incident: z.object({ incident_key: z.string().nullish() }) })
export const oneIncident = z.object({ incident: z.object({ id: z.string() }) })
export type WireIncident = z.infer<typeof incident>

export const notes = z.object({ notes: z.array(z.object({ content: z.string() })) })
export const oneNote = z.object({ note: z.object({ id: z.string() }) })
export const oneResponderRequest = z.object({ responder_request: z.object({}) })

export const users = z.object({
  ...page,
  users: z.array(
    z.object({ id: z.string(), name: z.string(), email: z.string(), html_url: z.string().nullish() }),
  ),
})

export const oneSchedule = z.object({ schedule: z.object({ id: z.string(), name: z.string() }) })
export const oneEscalationPolicy = z.object({
  escalation_policy: z.object({ id: z.string(), name: z.string() }),
})
