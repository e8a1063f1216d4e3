import { createHmac } from 'node:crypto'

export const SECRET = 'webhook-secret-of-the-subscription'

/** A webhook v3 as PagerDuty sends it, about an incident. */
export function anEvent(changes: {
  id?: string
  type?: string
  key?: string
  incident?: string
  at?: string
  agent?: { id: string; type: string; summary?: string } | null
  data?: object
}) {
  const { id = '01EVENT', type = 'incident.acknowledged', key = 'k', incident = 'PINC1', data } = changes
  const {
    at = '2026-01-15T03:00:00.000Z',
    agent = { id: 'PBEN', type: 'user_reference', summary: 'Ben Okafor' },
  } = changes
  const url = `https://example.pagerduty.com/incidents/${incident}`
  const about = {
    id: incident,
    type: 'incident',
    self: `https://api.pagerduty.com/incidents/${incident}`,
    html_url: url,
    number: 7,
    status:
      type === 'incident.resolved'
        ? 'resolved'
        : type === 'incident.acknowledged'
          ? 'acknowledged'
          : 'triggered',
    incident_key: key,
    created_at: '2026-01-15T02:58:00Z',
    title: 'SEV1 INC-7: the checkout answers 500',
    service: { id: 'PSERVICE', type: 'service_reference', summary: 'Checkout', html_url: null },
    assignees: [{ id: 'PCHLOE', type: 'user_reference', summary: 'Chloe Martin', html_url: null }],
    escalation_policy: { id: 'PPOLICY1', type: 'escalation_policy_reference', summary: 'Engineering' },
    teams: [],
    priority: null,
    urgency: 'high',
    conference_bridge: null,
    resolve_reason: null,
  }
  return {
    event: {
      id,
      event_type: type,
      resource_type: 'incident',
      occurred_at: at,
      agent,
      client: null,
      data: data ?? about,
    },
  }
}

export function signed(body: string, ...secrets: string[]): string {
  return secrets.map((secret) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`).join(',')
}
