import fc from 'fast-check'
import type { Incident } from '../../src/core/incident/incident.ts'
import {
  CAUSE_MAX,
  FINDING_MAX,
  FOLLOW_UP_MAX,
  FOLLOW_UPS_MAX,
  LOG_TEXT_MAX,
  REASON_MAX,
  SUMMARY_PART_MAX,
} from '../../src/core/limits.ts'
import {
  DATA_LOSS,
  FINDING_KINDS,
  type FollowUp,
  type ReviewEvent,
  STAGES,
} from '../../src/core/review/review.ts'
import { AT } from './an-incident.ts'
import { incidents, nasty } from './hostile.ts'

const user = fc.constantFrom('U0ANA', 'U0BEN', 'W0CY')
const due = fc.constantFrom(AT - 1, AT + 1, AT + 90 * 24 * 3_600_000)
const steps = fc.constant<number[]>([])
const number = fc.integer({ min: 1, max: 999 })
const type = <T extends string>(name: T) => fc.constant(name)

const summary = fc.record(
  {
    cause: nasty(CAUSE_MAX),
    fix: nasty(SUMMARY_PART_MAX),
    impact: nasty(SUMMARY_PART_MAX),
    dataLoss: fc.constantFrom(...DATA_LOSS),
    lostMinutes: fc.nat(10_000),
  },
  { requiredKeys: [] },
)
const terms = fc.record({ text: nasty(FOLLOW_UP_MAX), owner: user, due }, { requiredKeys: ['text'] })

/** Everything that can happen after an incident, in the worst words. */
export const reviewEvents: fc.Arbitrary<ReviewEvent> = fc.oneof(
  fc.record({ type: type('summarised'), summary }),
  fc.record(
    {
      type: type('review-started'),
      due,
      steps,
      managersFrom: fc.constant(2),
      asked: user,
      owner: user,
    },
    { requiredKeys: ['type', 'due', 'steps', 'managersFrom', 'asked'] },
  ),
  fc.record({ type: type('review-owned'), user, from: user }, { requiredKeys: ['type', 'user'] }),
  fc.record({
    type: type('review-moved'),
    from: fc.constantFrom(...STAGES),
    to: fc.constantFrom(...STAGES),
    onTime: fc.boolean(),
  }),
  fc.record({ type: fc.constantFrom('review-cancelled' as const, 'closed' as const) }),
  fc.record({ type: type('review-reminded'), due, step: fc.nat(5) }),
  fc.record({ type: type('review-overdue'), due, step: fc.nat(5), times: number, managers: fc.boolean() }),
  fc.record({ type: type('contributed'), kind: fc.constantFrom(...FINDING_KINDS), text: nasty(FINDING_MAX) }),
  terms.map((given) => ({ type: 'follow-up-added' as const, number: 1, steps: [], ...given })),
  fc.record({ type: type('follow-up-changed'), number, from: terms, to: terms, steps }),
  fc.record({ type: type('follow-up-done'), number, text: nasty(FOLLOW_UP_MAX) }),
  fc.record({
    type: type('follow-up-dropped'),
    number,
    text: nasty(FOLLOW_UP_MAX),
    reason: nasty(REASON_MAX),
  }),
  fc.record({ type: type('follow-up-reminded'), number, text: nasty(FOLLOW_UP_MAX), due, step: fc.nat(5) }),
  fc.record({
    type: type('follow-up-overdue'),
    number,
    text: nasty(FOLLOW_UP_MAX),
    due,
    step: fc.nat(5),
    times: number,
  }),
  fc.record({
    type: type('follow-up-linked'),
    number,
    ref: fc.record({
      system: nasty(20),
      key: nasty(80),
      url: nasty(400).map((text) => `https://x.example/${text}`),
    }),
  }),
  fc.record({
    type: fc.constantFrom('decision-logged' as const, 'near-miss-logged' as const),
    text: nasty(LOG_TEXT_MAX),
  }),
)

const followUps: fc.Arbitrary<FollowUp> = fc
  .record({
    terms,
    number,
    state: fc.constantFrom('open' as const, 'done' as const, 'dropped' as const),
    reason: nasty(REASON_MAX),
    url: nasty(100),
    linked: fc.boolean(),
  })
  .map(({ terms: given, number: which, state, reason, url, linked }) => ({
    number: which,
    ...given,
    state,
    by: 'U0ANA',
    at: AT,
    ...(given.due !== undefined &&
      state === 'open' && { schedule: { due: given.due, steps: [given.due + 1], next: 1 } }),
    ...(state !== 'open' && { end: { by: 'U0BEN', at: AT, ...(state === 'dropped' && { reason }) } }),
    ...(linked && { ref: { system: 'jira', key: `K ${url}`.slice(0, 80), url: `https://x.example/${url}` } }),
  }))

/** Incidents that are over, with everything that may be said of them. */
export const overIncidents: fc.Arbitrary<Incident> = fc
  .record({
    incident: incidents,
    summary: fc.option(summary, { nil: undefined }),
    stage: fc.option(fc.constantFrom(...STAGES), { nil: undefined }),
    owner: fc.option(user, { nil: undefined }),
    due,
    findings: fc.array(fc.record({ kind: fc.constantFrom(...FINDING_KINDS), text: nasty(FINDING_MAX) }), {
      maxLength: 20,
    }),
    followUps: fc.array(followUps, { maxLength: FOLLOW_UPS_MAX }),
    closed: fc.boolean(),
  })
  .map(({ incident, summary: said, stage, owner, due: until, findings, followUps: owed, closed }) => ({
    ...incident,
    status: 'resolved' as const,
    resolvedAt: AT,
    ...(said && { summary: said }),
    ...(stage && {
      review: {
        begunAt: AT,
        stage,
        asked: 'U0ANA',
        schedule: { due: until, steps: [until + 1], next: 1 },
        managersFrom: 2,
        ...(owner && { owner }),
        ...(stage === 'reviewed' && { reviewedAt: AT, onTime: false }),
      },
    }),
    findings: findings.map((finding, index) => ({ ...finding, by: 'U0ANA', at: AT, seq: index + 1 })),
    followUps: owed.map((followUp, index) => ({ ...followUp, number: index + 1 })),
    ...(closed && { closed: { by: 'U0ANA', at: AT } }),
  }))
