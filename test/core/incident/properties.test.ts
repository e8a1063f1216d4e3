import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STANDINGS } from '../../../src/core/authority.ts'
import type { Asker } from '../../../src/core/decider.ts'
import { decided } from '../../../src/core/incident/classification.ts'
import { incident as decider } from '../../../src/core/incident/decider.ts'
import { doubtTimers } from '../../../src/core/incident/doubts.ts'
import { INCIDENT_EFFECTS } from '../../../src/core/incident/effects.ts'
import { type IncidentCommand, SEVERITIES, STATUSES } from '../../../src/core/incident/incident.ts'
import { TITLE_MAX } from '../../../src/core/limits.ts'
import { aPolicy } from '../a-policy.ts'
import { DANA, NOON, Story } from './story.ts'

const policy = aPolicy({ may: { ...aPolicy().may, 'change-severity': ['role:commander'], rename: [] } })
const text = fc.oneof(
  fc.string({ maxLength: 200, unit: 'binary' }),
  fc.constantFrom('', ' ', '\u202e', 'ok', '<!channel>', '\ud800', 'x'.repeat(5_000)),
)
const role = fc.constantFrom('commander', 'scribe', 'rollback-owner', 'constructor', '__proto__', '')
const user = fc.constantFrom('UDANA', 'USAM', 'UGUEST')
const id = fc.constantFrom('C1', 'C2')
const effect = fc.constantFrom<string>(...INCIDENT_EFFECTS, 'pagerduty.page')
const instant = fc.integer({ min: 0, max: 2 ** 45 })
/** When one of the incident's own timers may well be due. */
const soon = fc.integer({ min: 0, max: 100 }).map((minutes) => NOON + minutes * 60_000)
const severity = fc.constantFrom(...SEVERITIES)
const classes = fc.array(fc.constantFrom('orders', 'returns', 'analytics', 'constructor'), { maxLength: 3 })
const triage = fc.record(
  {
    answers: fc.dictionary(
      fc.constantFrom('data', 'reach', 'constructor'),
      fc.constantFrom('lost', 'safe', 'all', 'some', 'nobody', 'unsure', ''),
    ),
    overrule: fc.record({ severity, reason: text }),
  },
  { requiredKeys: ['answers'] },
)
const type = <T extends string>(name: T) => fc.constant(name)

const command: fc.Arbitrary<IncidentCommand> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record(
      { type: type('declare'), number: fc.constant(7), title: text, severity, triage, classes },
      { requiredKeys: ['type', 'number', 'title'] },
    ),
  },
  fc.record({ type: type('rename'), title: text }),
  fc.record({
    type: type('post-update'),
    update: fc.record({ summary: text, impact: text }, { requiredKeys: ['summary'] }),
  }),
  fc.record({ type: type('note'), text }),
  { weight: 3, arbitrary: fc.record({ type: type('change-status'), status: fc.constantFrom(...STATUSES) }) },
  fc.record({ type: type('reopen'), reason: text }),
  fc.record({ type: type('change-severity'), severity, reason: text }),
  {
    weight: 2,
    arbitrary: fc.record({ type: type('triage'), triage, classes }, { requiredKeys: ['type', 'triage'] }),
  },
  fc.record({ type: type('change-classes'), classes }),
  fc.record({ type: type('assign-role'), role, user, standing: fc.constantFrom(...STANDINGS) }),
  fc.record({ type: type('assign-role'), role, user }),
  fc.record({ type: type('release-role'), role }),
  fc.record({ type: type('record-card'), channel: id, ts: fc.constantFrom('1.1', '2.2') }),
  fc.record({ type: type('record-channel'), channel: id, name: text }),
  fc.record({ type: type('record-channel-lost'), channel: id, why: text }),
  fc.record({ type: type('record-failure'), effect, why: text }),
  fc.record({ type: type('record-gap'), from: instant, to: instant }),
  fc.record({ type: type('timer-fired'), name: text, due: instant }),
  {
    weight: 2,
    arbitrary: fc.record({ type: type('timer-fired'), name: fc.constant('outage-doubt'), due: soon }),
  },
)
const actor: fc.Arbitrary<Asker> = fc.oneof(
  fc.record({ kind: type('user'), id: user, standing: fc.constantFrom('member', ...STANDINGS) }),
  fc.record({ kind: type('user'), id: user, standing: fc.constant('member' as const) }),
  fc.constant({ kind: 'bot' as const }),
)
const steps = fc.array(fc.tuple(command, actor), { maxLength: 40 })
const declares: [IncidentCommand, Asker] = [
  { type: 'declare', number: 7, title: 'x', severity: 'sev2' },
  DANA,
]
/** Mostly of an incident that was declared; some are about one that was not. */
const life = fc.oneof(
  { weight: 5, arbitrary: steps.map((after): typeof after => [declares, ...after]) },
  { weight: 1, arbitrary: steps },
)

/** Goes through a life; `see` looks at every step. */
function live(
  steps: [IncidentCommand, Asker][],
  see: (
    story: Story,
    step: ReturnType<Story['do']>,
    actor: Asker,
    command: IncidentCommand,
  ) => void = () => {},
) {
  const story = new Story(policy)
  for (const [command, actor] of steps) see(story, story.do(command, actor), actor, command)
  return story
}

describe('any life of an incident', () => {
  it('keeps status and resolvedAt in agreement, and roles, title and labels within bounds', () => {
    fc.assert(
      fc.property(life, (steps) => {
        live(steps, ({ state }) => {
          expect(state.resolvedAt !== undefined).toBe(state.status === 'resolved')
          expect(Object.keys(state.roles).every((key) => Object.hasOwn(policy.roles, key))).toBe(true)
          expect(state.title.length).toBeLessThanOrEqual(TITLE_MAX)
          expect(state.channel !== undefined && state.channelAwaited && state.number === 0).toBe(false)
          const labels = decider.labels(state)
          expect(new Set(labels).size).toBe(labels.length)
          expect(labels.includes('open')).toBe(state.number !== 0 && state.status !== 'resolved')
        })
      }),
    )
  })

  it('is the fold of its entries, also after they went through storage', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const story = live(steps)
        const stored: typeof story.entries = JSON.parse(JSON.stringify(story.entries))
        expect(stored.reduce(decider.evolve, decider.initial)).toEqual(story.state)
        expect(JSON.parse(JSON.stringify(story.state))).toEqual(story.state)
      }),
    )
  })

  it('changes nothing and owes nothing when a command is rejected, and says why in a sentence', () => {
    fc.assert(
      fc.property(life, (steps) => {
        let before = decider.initial
        live(steps, (_, { rejection, state, events, effects }) => {
          if (rejection !== undefined) {
            expect(state).toBe(before)
            expect([...events, ...effects]).toEqual([])
            expect(rejection.rejected).toMatch(/^[A-Z].{10,}[.]$/su)
          }
          before = state
        })
      }),
    )
  })

  it('never lets anybody without full membership do anything, nor people and the bot do each other’s part', () => {
    fc.assert(
      fc.property(life, (steps) => {
        live(steps, (_, { events }, actor, command) => {
          const own = command.type === 'timer-fired' || command.type.startsWith('record-')
          const may = actor.kind === 'bot' ? own : !own && actor.standing === 'member'
          if (!may) expect(events).toEqual([])
        })
      }),
    )
  })

  it('owes only known work, the same work each time, and never two of the same for one entry', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const first: unknown[] = []
        live(steps, (_, { effects }) => {
          first.push(effects)
          for (const { kind, subject } of effects) {
            expect(INCIDENT_EFFECTS).toContain(kind)
            expect(subject).toMatch(/^(room|card|incident|channel|invite|report|topic|user):.+$/u)
          }
        })
        let state = decider.initial
        for (const entry of live(steps).entries) {
          state = decider.evolve(state, entry)
          const named = decider.react(entry, state).map(({ kind, subject }) => `${kind} ${subject}`)
          expect(new Set(named).size).toBe(named.length)
        }
        const second: unknown[] = []
        live(steps, (_, { effects }) => second.push(effects))
        expect(second).toEqual(first)
      }),
    )
  })

  it('has a classification only for the severity that it has, and a reason for every overruling', () => {
    fc.assert(
      fc.property(life, (steps) => {
        live(steps, (_, { state, events }) => {
          const { classification } = state
          if (classification !== undefined) expect(decided(classification)).toBe(state.severity)
          for (const event of events) {
            if (event.type !== 'triaged' && event.type !== 'declared') continue
            const overruled = event.classification?.overruled
            if (overruled !== undefined) {
              expect(overruled.reason).not.toBe('')
              expect(overruled.severity).not.toBe(event.classification?.result)
            }
          }
        })
      }),
    )
  })

  it('offers a new triage at most once for each cause, and never for SEV1 or after the end', () => {
    fc.assert(
      fc.property(life, (steps) => {
        live(steps, (_, { state, events }) => {
          if (events.some(({ type }) => type === 'triage-offered')) expect(state.severity).not.toBe('sev1')
          expect(new Set(state.doubted.map((doubt) => JSON.stringify(doubt))).size).toBe(state.doubted.length)
          if (state.status === 'resolved' || state.severity === 'sev1') expect(doubtTimers(state)).toEqual([])
          for (const { due } of doubtTimers(state)) expect(due).toBeGreaterThan(state.severityAt)
        })
      }),
    )
  })

  it('has at most one channel on its way', () => {
    fc.assert(
      fc.property(life, (steps) => {
        let awaited = 0
        live(steps, (_, { events, effects }) => {
          for (const event of events) {
            if (event.type === 'channel-opened') awaited = 0
            if (event.type === 'delivery-failed' && event.effect === 'slack.open-channel') awaited = 0
          }
          awaited += effects.filter(({ kind }) => kind === 'slack.open-channel').length
          expect(awaited).toBeLessThanOrEqual(1)
        })
      }),
    )
  })
})
