import type { Policy } from '../../src/core/policy.ts'
import { alerts } from '../../src/core/policy-alerts.ts'
import type { TriagePolicy } from '../../src/core/triage-policy.ts'

/** A small sound policy: SEV1 and SEV2 have a channel of their own, everybody may do everything. */
export function aPolicy(changes: Partial<Policy> = {}): Policy {
  const severity = (name: string, dedicatedChannel: boolean) => ({
    name,
    criteria: ['It is bad.'],
    dedicatedChannel,
    invite: dedicatedChannel ? ['@on-call'] : [],
    updates: 'none' as const,
    ladder: 'none',
    review: 'none' as const,
    public: 'none' as const,
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
    classes: {
      orders: { name: 'Orders', covers: 'Checkout.', hints: [] },
      returns: { name: 'Returns', covers: 'Refunds.', hints: [] },
      analytics: { name: 'Analytics', covers: 'Numbers.', hints: [] },
    },
    triage: aTriage(),
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
      snooze: 'members',
      escalate: 'members',
      page: 'members',
      acknowledge: 'members',
      correct: 'members',
      withdraw: 'members',
      redact: 'members',
      export: 'members',
      summarise: 'members',
      review: 'members',
      'own-review': 'members',
      'follow-up': 'members',
      log: 'members',
      close: 'members',
      capture: 'members',
      'add-evidence': 'members',
      'correct-moment': 'members',
      'write-message': 'members',
      'send-message': 'members',
      'silence-alert': 'members',
      'link-alert': 'members',
    },
    paging: {
      ackMinutes: 5,
      firstPageAfterSeconds: 30,
      emergencyContacts: [{ name: 'Bridge', phone: '+1 555 0100' }],
    },
    people: {},
    rungs: {},
    ladders: {},
    switches: {},
    bundles: {},
    restoreStages: [],
    switchTrouble: { tell: [], everyMinutes: 15 },
    capture: { reaction: 'pushpin' },
    calendar: {
      workingDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startHour: 9,
      endHour: 17,
      holidays: [],
    },
    reviews: {
      remindBusinessDaysBefore: [2, 0],
      overdue: { everyBusinessDays: 1, times: 5 },
      managers: [],
      managersFromTime: 2,
    },
    followUps: { remindBusinessDaysBefore: [1], overdue: { everyBusinessDays: 2, times: 5 } },
    weeklyDigest: 'none',
    audiences: {},
    wording: { jargon: [], internal: [] },
    alerts: alerts.parse({ levels: { critical: { ladder: 'none' } } }),
    ...changes,
  }
}

/** The same with promises: updates every 15 minutes, a ladder of three rungs, an hour to recover. SEV4 stays quiet. */
export function aPromisingPolicy(changes: Partial<Policy> = {}): Policy {
  const quiet = aPolicy()
  const { sev1, sev2, sev3, sev4 } = quiet.severities
  const updates = {
    everyMinutes: 15,
    everyMinutesWhileMonitoring: 30,
    nudgeBeforeMinutes: 5,
    graceMinutes: 5,
    snooze: { times: 2, minutes: 10 },
  }
  const major = {
    updates,
    ladder: 'major',
    escalateAfterMinutes: 30,
    recovery: { timeMinutes: 60, pointMinutes: 15, escalateAtPercent: [50, 80, 100] },
  }
  return {
    ...quiet,
    severities: {
      sev1: { ...sev1, ...major },
      sev2: { ...sev2, ...major },
      sev3: { ...sev3, updates: { ...updates, everyMinutes: 30 }, ladder: 'minor' },
      sev4,
    },
    rungs: {
      'on-call': { name: 'On-call engineer', page: ['@on-call'] },
      secondary: { name: 'Secondary on-call', page: ['@secondary'] },
      managers: { name: 'Engineering manager', page: ['@engineering-managers'] },
    },
    ladders: {
      minor: { rungs: ['on-call', 'secondary'], rounds: 1, alarmEveryMinutes: 15 },
      major: { rungs: ['on-call', 'secondary', 'managers'], rounds: 2, alarmEveryMinutes: 10 },
    },
    ...changes,
  }
}

/** The same with a review of SEV1 to SEV3 within five working days. */
export function aReviewingPolicy(changes: Partial<Policy> = {}): Policy {
  const quiet = aPolicy()
  const { sev1, sev2, sev3, sev4 } = quiet.severities
  const review = { businessDays: 5 }
  return {
    ...quiet,
    severities: { sev1: { ...sev1, review }, sev2: { ...sev2, review }, sev3: { ...sev3, review }, sev4 },
    ...changes,
  }
}

/** Two questions; each severity can be reached, and a customers' class is worse than analytics. */
export function aTriage(): TriagePolicy {
  const answer = (id: string, text: string, dataLoss = false) => ({ id, text, dataLoss })
  const customers = ['orders', 'returns']
  return {
    questions: {
      data: {
        name: 'data',
        ask: 'Is data lost?',
        answers: [answer('lost', 'Yes', true), answer('safe', 'No')],
      },
      reach: {
        name: 'who feels it',
        ask: 'Who feels it?',
        answers: [answer('all', 'All'), answer('some', 'Some'), answer('nobody', 'Nobody')],
      },
    },
    rules: [
      { severity: 'sev3', because: 'Some feel it.', classes: [], atLeast: { reach: 'some' } },
      { severity: 'sev2', because: 'All feel it.', classes: customers, atLeast: { reach: 'all' } },
    ],
    otherwise: { severity: 'sev4', because: 'Nobody feels it.' },
    doubts: {
      sev2: { outageMinutes: 60, customerSwitch: false },
      sev3: { outageMinutes: 30, classes: 2, customerSwitch: true },
    },
  }
}
