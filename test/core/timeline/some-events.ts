import type { IncidentEvent } from '../../../src/core/incident/incident.ts'

const SECRET = 'SECRET'

/** Events of every kind that holds people's words, each with `SECRET` wherever somebody could say something. */
export function someEvents(): IncidentEvent[] {
  const overruled = { severity: 'sev1', reason: SECRET } as const
  const classification = {
    answers: [{ question: 'data', answer: 'lost', name: 'Data', text: 'Lost' }],
    result: 'sev2' as const,
    because: 'the answers say so',
    overruled,
  }
  const rung = { rung: 'on-call', name: 'On-call', ackMinutes: 5 }
  return [
    {
      type: 'declared',
      number: 7,
      title: SECRET,
      severity: 'sev1',
      classification,
      room: 'incident-room',
      policy: 'p1',
    },
    {
      type: 'declared',
      number: 7,
      title: SECRET,
      severity: 'sev1',
      alert: { id: 'ALERT-1', title: SECRET, level: 'critical', rule: 'orders' },
      room: 'incident-room',
      policy: 'p1',
    },
    { type: 'alert-joined', alert: 'ALERT-1', title: SECRET, level: 'critical', firing: true },
    { type: 'alert-ended', alert: 'ALERT-1', title: SECRET, level: 'critical' },
    { type: 'renamed', from: SECRET, title: SECRET },
    { type: 'update-posted', number: 1, update: { summary: SECRET, impact: SECRET, next: SECRET } },
    { type: 'noted', text: SECRET },
    { type: 'status-changed', from: 'investigating', to: 'identified', note: SECRET },
    { type: 'status-changed', from: 'identified', to: 'monitoring' },
    { type: 'reopened', reason: SECRET },
    { type: 'severity-changed', from: 'sev2', to: 'sev1', reason: SECRET },
    { type: 'triaged', classification },
    { type: 'channel-lost', channel: 'C1', why: SECRET },
    { type: 'delivery-failed', effect: 'slack.say', why: SECRET },
    {
      type: 'escalation-started',
      run: 1,
      kind: 'page',
      trigger: 'by-hand',
      why: SECRET,
      ladder: '',
      rungs: [rung],
      rounds: 1,
      alarmEveryMinutes: 5,
      firstAt: 1,
    },
    { type: 'page-failed', run: 1, step: 1, user: 'U1', why: SECRET },
    { type: 'acknowledged', run: 1, afterMs: 1 },
    { type: 'entry-corrected', entry: 1, text: SECRET, reason: SECRET, at: 1 },
    { type: 'entry-withdrawn', entry: 1, reason: SECRET },
    { type: 'entry-redacted', entry: 1, reason: SECRET, recordedAt: 1 },
    { type: 'role-assigned', role: 'commander', user: 'U1' },
    { type: 'gap-noticed', from: 1, to: 2 },
  ]
}
