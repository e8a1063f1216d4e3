import fc from 'fast-check'
import { KINDS } from '../../src/core/capture/capture.ts'
import { MOMENTS } from '../../src/core/capture/moments.ts'
import {
  type Classification,
  type Doubt,
  type Incident,
  type IncidentEvent,
  SEVERITIES,
  STATUSES,
} from '../../src/core/incident/incident.ts'
import {
  ANSWER_TEXT_MAX,
  CLASSES_MAX,
  COMMENT_MAX,
  EVIDENCE_AT_ONCE,
  EVIDENCE_ID_MAX,
  EVIDENCE_LINK_MAX,
  EVIDENCE_TEXT_MAX,
  FILE_NAME_MAX,
  NOTE_MAX,
  POLICY_KEY_MAX,
  POLICY_NAME_MAX,
  POLICY_SENTENCE_MAX,
  QUESTIONS_MAX,
  REASON_MAX,
  STATUS_NOTE_MAX,
  TITLE_MAX,
  UPDATE_DETAIL_MAX,
  UPDATE_SUMMARY_MAX,
} from '../../src/core/limits.ts'
import { AT, anIncident } from './an-incident.ts'

const WORST = [
  '<!channel>',
  '<!here|x>',
  '<@U1>',
  '<#C1|x>',
  '<https://evil|ok>',
  '&',
  '&amp;',
  '<',
  '>',
  '*',
  '`',
  '\n',
  '```',
  '> ',
  '👩‍👩‍👧‍👦',
  'שלום',
  'e\u0301\u0301\u0301',
  '{{ x }}',
  "'; drop table",
  '|',
  '\t',
  ' ',
]

/** Text that people really or spitefully type, up to `max` long, never blank. */
export function nasty(max: number): fc.Arbitrary<string> {
  const piece = fc.oneof(fc.constantFrom(...WORST), fc.string({ unit: 'grapheme', maxLength: 12 }))
  const long = fc
    .tuple(fc.constantFrom(...WORST), fc.integer({ min: 1, max }))
    .map(([text, times]) => text.repeat(times))
  const any = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
    long,
  )
  return any.map((text) => `x${text}`.slice(0, max).toWellFormed())
}

const userId = fc.constantFrom('U0ANA', 'U0BEN', 'W0CY')
const severity = fc.constantFrom(...SEVERITIES)
const status = fc.constantFrom(...STATUSES)

const update = fc.record(
  { summary: nasty(UPDATE_SUMMARY_MAX), impact: nasty(UPDATE_DETAIL_MAX), next: nasty(UPDATE_DETAIL_MAX) },
  { requiredKeys: ['summary'] },
)

const classifications: fc.Arbitrary<Classification> = fc.record(
  {
    answers: fc.array(
      fc.record({
        question: nasty(POLICY_KEY_MAX),
        answer: nasty(POLICY_KEY_MAX),
        name: nasty(POLICY_NAME_MAX),
        text: nasty(ANSWER_TEXT_MAX),
      }),
      { maxLength: QUESTIONS_MAX },
    ),
    result: severity,
    because: nasty(POLICY_SENTENCE_MAX + QUESTIONS_MAX * POLICY_NAME_MAX),
    overruled: fc.record({ severity, reason: nasty(REASON_MAX) }),
  },
  { requiredKeys: ['answers', 'result', 'because'] },
)

export const doubts: fc.Arbitrary<Doubt> = fc.oneof(
  fc.record({ doubt: fc.constant('outage' as const), minutes: fc.integer({ min: 1, max: 10_080 }) }),
  fc.record({ doubt: fc.constant('classes' as const), count: fc.integer({ min: 2, max: 20 }) }),
  fc.record({ doubt: fc.constant('switch' as const), switch: nasty(200) }),
)

const classes = fc.uniqueArray(fc.oneof(fc.constantFrom('orders', 'returns'), nasty(POLICY_KEY_MAX)), {
  maxLength: CLASSES_MAX,
})

export const incidents: fc.Arbitrary<Incident> = fc
  .record({
    title: nasty(TITLE_MAX),
    severity,
    status,
    roles: fc.dictionary(
      fc.constantFrom(
        'commander',
        'scribe',
        'communications',
        ...Array.from({ length: 17 }, (_, n) => `role-${n}`),
      ),
      userId,
    ),
    updates: fc.integer({ min: 0, max: 9999 }),
    failures: fc.integer({ min: 0, max: 99 }),
    lastUpdate: fc.option(update, { nil: undefined }),
    channel: fc.option(fc.constant({ id: 'C0INC', name: 'inc-7' }), { nil: undefined }),
    channelAwaited: fc.boolean(),
    classes,
    classification: fc.option(classifications, { nil: undefined }),
  })
  .map(({ lastUpdate, channel, classification, ...rest }) =>
    anIncident({
      ...rest,
      ...(lastUpdate && { lastUpdate: { ...lastUpdate, at: AT, by: 'U0ANA', entry: 3 } }),
      ...(channel && { channel }),
      ...(classification && { classification }),
      ...(rest.status === 'resolved' && { resolvedAt: AT + 5_000_000 }),
    }),
  )

const file = fc.record({
  id: fc.constant('F1'),
  name: nasty(FILE_NAME_MAX),
  type: nasty(50),
  bytes: fc.nat(),
  permalink: fc.constantFrom('', 'https://x.slack.com/files/a b|<!channel>', 'javascript:alert(1)'),
})
const evidence = fc.oneof(
  fc.record({ evidence: fc.constant('link' as const), url: nasty(EVIDENCE_LINK_MAX) }),
  fc.record({ evidence: fc.constant('request' as const), id: nasty(EVIDENCE_ID_MAX) }),
  fc.record({ evidence: fc.constant('text' as const), text: nasty(EVIDENCE_TEXT_MAX) }),
)
const captured = fc.record(
  {
    channel: fc.constant('C0INC'),
    ts: fc.constant('1768469400.000200'),
    text: nasty(9_000),
    author: userId,
    authorName: nasty(100),
    permalink: fc.constantFrom('https://x.slack.com/archives/C1/p1?a=1&b=2', 'https://evil/|<!here>'),
    by: userId,
    how: fc.constantFrom('reaction' as const, 'shortcut' as const),
    kind: fc.constantFrom(...KINDS),
    comment: nasty(COMMENT_MAX),
    cut: fc.nat(),
    files: fc.array(file, { maxLength: 10 }),
    happenedAt: fc.constant(AT - 600_000),
  },
  { requiredKeys: ['channel', 'ts', 'text', 'how', 'happenedAt'] },
)
const ref = { channel: fc.constant('C0INC'), ts: fc.constant('1768469400.000200') }

export const events: fc.Arbitrary<IncidentEvent> = fc.oneof(
  captured.map((message) => ({ type: 'message-captured' as const, ...message })),
  captured.map((message) => ({
    type: 'message-corrected' as const,
    of: 3,
    because: 'edited' as const,
    ...message,
  })),
  fc.record({ type: fc.constant('message-withdrawn' as const), of: fc.nat(), ...ref }),
  fc.record({
    type: fc.constant('evidence-added' as const),
    items: fc.array(evidence, { minLength: 1, maxLength: EVIDENCE_AT_ONCE }),
    known: fc.array(fc.record({ item: evidence, since: fc.constant(AT) }), { maxLength: 5 }),
  }),
  fc.record({ type: fc.constant('file-shared' as const), file, happenedAt: fc.constant(AT), ...ref }),
  fc.record({
    type: fc.constant('file-not-kept' as const),
    file: fc.constant('F1'),
    name: nasty(FILE_NAME_MAX),
    why: nasty(REASON_MAX),
  }),
  fc.record({
    type: fc.constant('moment-corrected' as const),
    moment: fc.constantFrom(...MOMENTS),
    at: fc.constant(AT),
    from: fc.constant(AT - 1),
    reason: nasty(REASON_MAX),
    happenedAt: fc.constant(AT),
  }),
  fc.record({ type: fc.constant('update-posted' as const), number: fc.nat(), update }),
  fc.record({ type: fc.constant('noted' as const), text: nasty(NOTE_MAX) }),
  fc.record({ type: fc.constant('renamed' as const), from: nasty(TITLE_MAX), title: nasty(TITLE_MAX) }),
  fc.record({
    type: fc.constant('status-changed' as const),
    from: status,
    to: status,
    note: nasty(STATUS_NOTE_MAX),
  }),
  fc.record({ type: fc.constant('reopened' as const), reason: nasty(REASON_MAX) }),
  fc.record({
    type: fc.constant('severity-changed' as const),
    from: severity,
    to: severity,
    reason: nasty(REASON_MAX),
  }),
  fc.record({ type: fc.constant('triaged' as const), classification: classifications }),
  fc.record({ type: fc.constant('classes-changed' as const), from: classes, to: classes }),
  fc.record({ type: fc.constant('triage-offered' as const), doubt: doubts }),
  fc.record({
    type: fc.constant('role-assigned' as const),
    role: fc.constantFrom('commander', 'scribe', 'gone'),
    user: userId,
    from: userId,
  }),
  fc.record({
    type: fc.constant('delivery-failed' as const),
    effect: fc.constantFrom('slack.say', 'x.y'),
    why: nasty(REASON_MAX),
  }),
  fc.record({ type: fc.constant('gap-noticed' as const), from: fc.constant(AT), to: fc.constant(AT + 1) }),
)
