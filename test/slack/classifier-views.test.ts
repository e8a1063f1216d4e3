import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SEVERITIES } from '../../src/core/incident/incident.ts'
import {
  ANSWERS_MAX,
  CLASSES_MAX,
  POLICY_KEY_MAX,
  POLICY_NAME_MAX,
  POLICY_SENTENCE_MAX,
  QUESTIONS_MAX,
  REASON_MAX,
  TITLE_MAX,
} from '../../src/core/limits.ts'
import { LIMITS } from '../../src/slack/limits.ts'
import { classes } from '../../src/slack/views/answers.ts'
import { cardMessage } from '../../src/slack/views/card.ts'
import {
  type Classifying,
  declareByAnswers,
  knownOf,
  triageModal,
} from '../../src/slack/views/classifier-modal.ts'
import { offerTriageMessage } from '../../src/slack/views/offer-triage.ts'
import { aPolicy, aTriage } from '../core/a-policy.ts'
import { anIncident } from './an-incident.ts'
import { faultsIn, faultsInMrkdwn } from './block-rules.ts'
import { doubts, incidents, nasty } from './hostile.ts'

const policy = aPolicy()
const KEY = 'k'.repeat(POLICY_KEY_MAX - 2)
const LONG = '&<'.repeat(POLICY_SENTENCE_MAX / 2)
const many = <T>(count: number, make: (key: string) => T): Record<string, T> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${KEY}${String.fromCharCode(97 + n)}`, make(`${n}`)]),
  )

/** As large as a policy may be, with text that needs escaping everywhere. */
const largest = aPolicy({
  classes: many(CLASSES_MAX, () => ({ name: LONG.slice(0, POLICY_NAME_MAX), covers: LONG, hints: [LONG] })),
  triage: {
    ...aTriage(),
    questions: many(QUESTIONS_MAX, () => ({
      name: LONG.slice(0, POLICY_NAME_MAX),
      ask: LONG,
      answers: Array.from({ length: ANSWERS_MAX }, (_, n) => ({
        id: `${KEY}${n}`,
        text: LONG.slice(0, 75),
        dataLoss: false,
      })),
    })),
    rules: [{ severity: 'sev1', because: LONG, classes: [], atLeast: {} }],
  },
})

const text = (view: unknown) => JSON.stringify(view)
const answersOf = (policy: typeof largest) =>
  Object.fromEntries(
    Object.entries(policy.triage.questions).map(([key, { answers }]) => [key, answers[0]?.id ?? '']),
  )

const given: fc.Arbitrary<Classifying> = fc
  .record({
    title: nasty(TITLE_MAX),
    classes: fc.subarray(['orders', 'returns', 'gone']),
    answers: fc.constantFrom({}, { data: 'safe' }, { data: 'safe', reach: 'unsure' }, { gone: 'x' }),
    severity: fc.option(fc.constantFrom(...SEVERITIES), { nil: undefined }),
    reason: nasty(REASON_MAX),
  })
  .map(({ severity, ...rest }) => (severity ? { ...rest, severity } : rest))

describe('the questions', () => {
  it('are within Slack’s limits, whatever is typed', () => {
    fc.assert(
      fc.property(incidents, given, (incident, known) => {
        for (const view of [
          declareByAnswers(policy, known, { channel: 'C1', alert: 'ALERT-7' }),
          triageModal(incident, policy, known),
          triageModal(incident, policy, knownOf(incident)),
        ]) {
          expect(faultsIn(view, 100)).toEqual([])
          expect(view.title.text.length).toBeLessThanOrEqual(24)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('are within Slack’s limits under the largest policy', () => {
    const known = {
      classes: Object.keys(largest.classes),
      answers: answersOf(largest),
      severity: 'sev4',
    } as const
    for (const view of [declareByAnswers(largest, known), triageModal(anIncident(), largest, known)]) {
      expect(faultsIn(view, 100)).toEqual([])
      expect(text(view).length).toBeLessThan(250_000)
    }
    const about = classes(anIncident(), largest)
    expect(faultsIn(about)).toEqual([])
    expect(about.text.length).toBeLessThanOrEqual(LIMITS.messageText)
  })

  it('show what the answers come to, and what is only assumed', () => {
    const answered = (answers: Record<string, string>) =>
      text(declareByAnswers(policy, { classes: ['orders'], answers }))
    expect(answered({})).toContain('shows here as you answer')
    expect(answered({ data: 'safe' })).toContain(
      '🟠 *SEV2 Major* so far. All feel it. Not sure about who feels it, so the worse is assumed.',
    )
    expect(answered({ data: 'safe', reach: 'nobody' })).toContain('🔵 *SEV4 Low*. Nobody feels it.')
    expect(answered({ data: 'lost', reach: 'nobody' })).toContain('🔴 *SEV1 Critical*. Data may be lost')
  })

  it('ask for a reason only when a person’s word goes against the answers', () => {
    const asks = (severity: 'sev1' | 'sev2', answers: Record<string, string>) =>
      /"block_id":"reason"/.test(text(declareByAnswers(policy, { classes: [], answers, severity })))
    expect(asks('sev1', { data: 'safe', reach: 'all' })).toBe(true)
    expect(asks('sev2', { data: 'safe', reach: 'all' })).toBe(false)
    expect(asks('sev1', {})).toBe(false)
    const again = { classes: [], answers: {}, severity: 'sev2' } as const
    expect(text(triageModal(anIncident(), policy, again))).toContain('Why SEV2, when the answers say SEV1?')
  })

  it('begin with what was answered before', () => {
    const classification = {
      answers: [{ question: 'reach', answer: 'unsure', name: 'x', text: 'Unsure' }],
      result: 'sev2',
      because: 'x',
    } as const
    const incident = anIncident({
      classes: ['returns'],
      classification: { ...classification, answers: [...classification.answers] },
    })
    const view = text(triageModal(incident, policy, knownOf(incident)))
    expect(view).toMatch(/"initial_option":\{"text":\{[^}]*"text":"Unsure"/)
    expect(view).toMatch(/"initial_options":\[\{"text":\{[^}]*"text":"Returns"/)
  })
})

describe('the card', () => {
  it('says what it is about, and quietly why it has this severity', () => {
    const because = 'All <feel> it.'
    const found = { answers: [], result: 'sev2', because } as const
    const card = text(
      cardMessage(
        anIncident({ classes: ['orders', 'returns'], classification: { ...found, answers: [] } }),
        policy,
      ),
    )
    expect(card).toContain('*About*\\nOrders, Returns')
    expect(card).toMatch(
      /"type":"context","elements":\[\{"type":"mrkdwn","text":"SEV2: All &lt;feel&gt; it\."/,
    )
    const overruled = { ...found, answers: [], overruled: { severity: 'sev2', reason: 'Ben knows' } } as const
    expect(
      text(
        cardMessage(anIncident({ classification: { ...overruled, answers: [], result: 'sev4' } }), policy),
      ),
    ).toContain('SEV2, where the answers say SEV4: Ben knows')
    expect(text(cardMessage(anIncident(), policy))).not.toContain('SEV2: ')
  })
})

describe('the offer to look again', () => {
  it('says why, and is within Slack’s limits', () => {
    fc.assert(
      fc.property(incidents, doubts, (incident, doubt) => {
        const message = offerTriageMessage(incident, doubt)
        expect(faultsIn(message)).toEqual([])
        expect(faultsInMrkdwn(message.text)).toEqual([])
        expect(message.text.length).toBeLessThanOrEqual(LIMITS.messageText)
      }),
    )
    expect(offerTriageMessage(anIncident(), { doubt: 'outage', minutes: 60 }).text).toBe(
      '🤔 Is INC-7 still 🟠 SEV2? The outage has lasted longer than 60 minutes.',
    )
  })
})
