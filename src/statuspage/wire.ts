import { z } from 'zod'

/** As much of Statuspage's API as public incidents need; what else it answers is not looked at. */

export const publicIncident = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  status: z.string(),
  impact: z.string().nullish(),
  impact_override: z.string().nullish(),
  shortlink: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  incident_updates: z
    .array(
      z.looseObject({
        id: z.string().min(1),
        status: z.string().nullish(),
        body: z.string().nullish(),
        created_at: z.string().nullish(),
      }),
    )
    .nullish(),
  components: z.array(z.looseObject({ id: z.string(), name: z.string(), status: z.string() })).nullish(),
})
export type PublicIncident = z.infer<typeof publicIncident>

export const publicIncidents = z.array(publicIncident)

export const statusPage = z.looseObject({ id: z.string(), name: z.string().nullish() })

export const components = z.array(
  z.looseObject({ id: z.string(), name: z.string(), group: z.boolean().nullish() }),
)

/** What is sent to create or change a public incident. */
export type IncidentRequest = {
  name?: string
  status?: string
  impact_override?: string
  body?: string
  deliver_notifications?: boolean
  component_ids?: string[]
  components?: Record<string, string>
  metadata?: Record<string, unknown>
}
