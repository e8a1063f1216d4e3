import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { POLICY_NAME_MAX, WHO_MAX, WHY_MAX } from '../../src/core/limits.ts'
import type { Behind, Mate } from '../../src/core/on-call/shift.ts'
import { timelineLine } from '../../src/core/timeline/timeline-line.ts'
import { briefing } from '../../src/slack/views/briefing.ts'
import { onCallHelp, onCallMessage } from '../../src/slack/views/on-call.ts'
import { storyMessage } from '../../src/slack/views/story.ts'
import { aPromisingPolicy } from '../core/a-policy.ts'
import { declared } from '../core/incident/story.ts'
import { faultsIn } from './block-rules.ts'
import { nasty } from './hostile.ts'

const AT = 1_718_000_000_000
const policy = aPromisingPolicy()
const mate = fc.record(
  { name: nasty(WHO_MAX), user: fc.constant('U1') },
  { requiredKeys: ['name'] },
) as fc.Arbitrary<Mate>
const turn = mate.map((one) => ({ ...one, from: AT, until: AT + 1 }))
const behind: fc.Arbitrary<Behind> = fc.oneof(
  fc.record({
    reference: fc.constantFrom('@on-call', 'S1'),
    kind: fc.constant('people' as const),
    now: fc.array(mate),
  }),
  fc.record({
    reference: fc.constant('role:x'),
    kind: fc.constant('role' as const),
    role: fc.constant('commander'),
  }),
  fc.record({ reference: fc.constant('@a'), kind: fc.constant('unknown' as const), why: nasty(WHY_MAX) }),
  fc.record({
    reference: fc.constant('pagerduty:schedule:PGR0VU2'),
    kind: fc.constant('shift' as const),
    title: nasty(300),
    now: fc.array(turn, { maxLength: 5 }),
    next: fc.array(turn, { maxLength: 5 }),
    asOf: fc.record({ at: fc.constant(AT), why: nasty(WHY_MAX) }),
  }),
)

describe('what is shown of who is on call', () => {
  it('is taken by Slack, whatever people and schedules are called', () => {
    const rung = fc.record({
      key: fc.constant('on-call'),
      name: nasty(POLICY_NAME_MAX),
      behind: fc.array(behind, { minLength: 1, maxLength: 6 }),
    })
    fc.assert(
      fc.property(fc.array(rung, { maxLength: 12 }), (rungs) => {
        expect(faultsIn(onCallMessage(rungs, policy, true))).toEqual([])
      }),
      { numRuns: 60 },
    )
    expect(faultsIn(onCallHelp(policy))).toEqual([])
  })

  it('is told and summed up in words that Slack takes, and notifies nobody by accident', () => {
    fc.assert(
      fc.property(
        fc.array(mate, { maxLength: 4 }),
        fc.array(mate, { maxLength: 4 }),
        nasty(500),
        (before, now, said) => {
          const story = declared('sev1', policy).given(
            { type: 'page', to: { rung: 'on-call' }, text: 'x' },
            { type: 'note', text: said },
          )
          const look = (people: Mate[]) => ({ type: 'record-on-call' as const, rung: 'on-call', people })
          story.given(look(before), look(now))
          for (const entry of story.entries) {
            const told = storyMessage(entry, story.state, policy)
            expect(faultsIn(told)).toEqual([])
            expect(JSON.stringify(told)).not.toMatch(/<!(channel|here|everyone)/)
          }
          const lines = story.entries.map((entry) => timelineLine(entry))
          const last = story.entries.at(-1)
          if (last === undefined) throw new Error('nothing happened')
          const summary = briefing(last.event, story.state, policy, lines)
          expect(faultsIn(summary)).toEqual([])
          expect(JSON.stringify(summary)).not.toMatch(/<!(channel|here|everyone)/)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('says what is not known, and why', () => {
    const why = 'PagerDuty is not connected'
    const rungs = [
      {
        key: 'on-call',
        name: 'On-call',
        behind: [{ reference: 'pagerduty:schedule:PX', kind: 'unknown' as const, why }],
      },
    ]
    expect(JSON.stringify(onCallMessage(rungs, policy, false))).toContain(
      'not known for pagerduty:schedule:PX: PagerDuty is not',
    )
    expect(JSON.stringify(onCallMessage([], policy, true))).toContain('nobody is on call for anything')
  })
})
