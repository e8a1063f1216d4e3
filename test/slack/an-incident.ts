import { NOTHING_AMENDED } from '../../src/core/amend/amend.ts'
import { NOTHING_CAPTURED } from '../../src/core/capture/capture.ts'
import { NOTHING_TOLD } from '../../src/core/comms/comms.ts'
import type { Actor, Entry, Via } from '../../src/core/decider.ts'
import { UNWOUND } from '../../src/core/incident/clock.ts'
import type { Incident, IncidentEvent } from '../../src/core/incident/incident.ts'
import { NO_LEVERS } from '../../src/core/incident/levers.ts'
import { NO_ALERTS } from '../../src/core/incident/linked-alerts.ts'
import { NOTHING_TALLIED } from '../../src/core/incident/tally.ts'
import { UNREPORTED } from '../../src/core/report/delivery.ts'
import { UNREVIEWED } from '../../src/core/review/review.ts'

export const AT = Date.UTC(2026, 0, 15, 9, 30)

/** An open SEV2 without commander, its card posted. */
export function anIncident(changes: Partial<Incident> = {}): Incident {
  return {
    number: 7,
    id: 'INC-7',
    title: 'Orders API answers 500',
    severity: 'sev2',
    severityAt: AT,
    classes: [],
    doubts: {},
    doubted: [],
    status: 'investigating',
    declaredBy: 'U0DANA',
    declaredAt: AT,
    openSince: AT,
    roles: {},
    room: 'incident-room',
    card: { channel: 'C0ROOM', ts: '1768469400.000100' },
    channelAwaited: false,
    updates: 0,
    failures: 0,
    comms: NOTHING_TOLD,
    policy: 'p1',
    tally: NOTHING_TALLIED,
    reported: UNREPORTED,
    ...UNWOUND,
    ...NO_LEVERS,
    ...NO_ALERTS,
    ...NOTHING_CAPTURED,
    moments: { declared: { at: AT, how: 'recorded', by: 'U0DANA' } },
    ...NOTHING_AMENDED,
    ...UNREVIEWED,
    outage: { ...UNWOUND.outage, since: AT },
    ...changes,
  }
}

export function anEntry(
  event: IncidentEvent,
  by: { actor?: Actor; via?: Via; seq?: number; at?: number } = {},
): Entry<IncidentEvent> {
  const { actor = { kind: 'user', id: 'U0DANA' }, via = 'command', seq = 3, at = AT } = by
  return { seq, event, actor, via, at, recordedAt: at }
}
