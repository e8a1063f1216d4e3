import type { Policy } from '../../src/core/policy.ts'

/** A small sound policy: SEV1 and SEV2 have a channel of their own, everybody may do everything. */
export function aPolicy(changes: Partial<Policy> = {}): Policy {
  const severity = (name: string, dedicatedChannel: boolean) => ({
    name,
    criteria: ['It is bad.'],
    dedicatedChannel,
    invite: dedicatedChannel ? ['@on-call'] : [],
  })
  return {
    digest: 'p1',
    organisation: { name: 'Example', timeZone: 'UTC' },
    channels: { room: 'incident-room', alerts: 'ops-alerts' },
    severities: {
      sev1: severity('Critical', true),
      sev2: severity('Major', true),
      sev3: severity('Minor', false),
      sev4: severity('Low', false),
    },
    roles: {
      commander: { name: 'Incident commander', does: 'Decides.' },
      communications: { name: 'Communications lead', does: 'Writes.' },
      scribe: { name: 'Scribe', does: 'Notes.' },
      'rollback-owner': { name: 'Rollback owner', does: 'Rolls back.' },
    },
    may: {
      declare: 'members',
      'post-update': 'members',
      note: 'members',
      'change-status': 'members',
      resolve: 'members',
      reopen: 'members',
      'change-severity': 'members',
      'take-role': 'members',
      'assign-role': 'members',
      rename: 'members',
    },
    ...changes,
  }
}
