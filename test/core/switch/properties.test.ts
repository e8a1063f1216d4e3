import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STANDINGS } from '../../../src/core/authority.ts'
import type { Asker } from '../../../src/core/decider.ts'
import type { Policy } from '../../../src/core/policy.ts'
import type { SwitchAct, SwitchRules, Who } from '../../../src/core/policy-switches.ts'
import { killSwitch } from '../../../src/core/switch/decider.ts'
import type { SwitchValue } from '../../../src/core/switch/provider.ts'
import { standingOf } from '../../../src/core/switch/standing.ts'
import type { ForIncident, SwitchCommand, SwitchEvent } from '../../../src/core/switch/switch.ts'
import { MINUTE, SwitchStory, switchPolicy } from './a-switch.ts'

/** Three people; any of them may come as anything, in any group, with any role: what counts is how they come. */
const askers = fc.record({
  kind: fc.constant('user' as const),
  id: fc.constantFrom('UA', 'UB', 'UC'),
  standing: fc.oneof({ weight: 5, arbitrary: fc.constant('member' as const) }, fc.constantFrom(...STANDINGS)),
  namedBy: fc.oneof(fc.constant(['@g1']), fc.subarray(['@g1', '@g2', 'S0G1', 'pat@example.com'])),
})

const incidents = fc.option(
  fc.record({
    id: fc.constantFrom('INC-1', 'INC-2'),
    open: fc.boolean(),
    roles: fc.subarray(['rollback-owner', 'scribe']),
  }),
  { nil: undefined },
)

const who: fc.Arbitrary<Who> = fc.oneof(
  fc.constant('members' as const),
  fc.subarray(['@g1', '@g2', 'UA', 'UB', 'pat@example.com', 'role:rollback-owner']),
  { weight: 4, arbitrary: fc.constant<string[]>(['@g1', 'role:rollback-owner']) },
)
const approvals = fc.option(
  fc.record({
    for: fc.subarray(['pull', 'restore'] as SwitchAct[], { minLength: 1 }),
    withinMinutes: fc.integer({ min: 1, max: 20 }),
    override: fc.subarray(['@g2', 'UC']),
  }),
  { nil: undefined, freq: 4 },
)
const policies: fc.Arbitrary<Policy> = fc
  .record({
    mayPull: who,
    mayRestore: who,
    approval: approvals,
    needsIncident: fc.boolean(),
    safe: fc.constantFrom(false),
  })
  .map(({ approval, ...changes }) =>
    switchPolicy({ ...changes, ...(approval && { approval }) } as Partial<SwitchRules>),
  )

type Move =
  | { move: 'command'; command: SwitchCommand; by: Asker }
  | { move: 'bot'; command: SwitchCommand }
  | { move: 'wake' }
  | { move: 'wait'; minutes: number }
  | { move: 'policy'; policy: Policy }

const reasons = fc.constantFrom('because', 'wrong replies', 'all is well', '')
const flag = fc.option(fc.constant(true as const), { nil: undefined })
/** A number as it was on the screen; -1 stands for the newest there is. */
const number = fc.oneof(fc.constant(-1), fc.constant(-1), fc.integer({ min: 0, max: 6 }))

const approves = fc
  .record({ type: fc.constantFrom('approve', 'approve', 'decline'), ask: number, incident: incidents })
  .map(clean)

/** Everything that can be asked, with numbers that are old, new, or of nothing: as forged, repeated and late as they come. */
const personal: fc.Arbitrary<SwitchCommand> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        type: fc.constantFrom('pull', 'restore'),
        reason: reasons,
        incident: incidents,
        override: fc.constantFrom(undefined, undefined, undefined, true as const),
        outOfTurn: flag,
      })
      .map(clean),
  },
  { weight: 5, arbitrary: approves },
  {
    weight: 2,
    arbitrary: fc
      .record({ type: fc.constantFrom('accept', 'put-back'), reason: reasons, incident: incidents })
      .map(clean),
  },
  fc
    .record({
      type: fc.constant('ask'),
      act: fc.constantFrom('pull', 'restore'),
      reason: reasons,
      incident: incidents,
    })
    .map(clean),
  fc.record({ type: fc.constantFrom('try-again', 'later'), incident: incidents }).map(clean),
  fc
    .record({
      type: fc.constant('keep'),
      reason: reasons,
      owner: fc.constant('UA'),
      ownerStanding: fc.constantFrom('member', 'guest'),
    })
    .map(clean),
  // What only the bot may say, said by a person.
  fc.record({ type: fc.constant('record-observed'), order: number, value: fc.boolean() }).map(clean),
  fc
    .record({ type: fc.constant('timer-fired'), name: fc.constantFrom('retry', 'remind'), due: fc.nat() })
    .map(clean),
)
const values: fc.Arbitrary<SwitchValue> = fc.constantFrom(true, true, false, false, 'else')
const ours: fc.Arbitrary<SwitchCommand> = fc.oneof(
  fc.record({ type: fc.constant('record-observed'), order: number, value: values }).map(clean),
  fc
    .record({
      type: fc.constant('record-set-failed'),
      order: number,
      why: fc.constant('down'),
      again: fc.constantFrom('later', 'never'),
    })
    .map(clean),
  fc.record({ type: fc.constant('record-unreadable'), order: number, why: fc.constant('down') }).map(clean),
  fc.record({ type: fc.constant('record-terms') }).map(clean),
)
const moves: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      move: fc.constant('command' as const),
      command: personal,
      by: askers as fc.Arbitrary<Asker>,
    }),
  },
  { weight: 4, arbitrary: fc.record({ move: fc.constant('bot' as const), command: ours }) },
  { weight: 4, arbitrary: fc.constant({ move: 'wake' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ move: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 30 }) }),
  },
  { weight: 1, arbitrary: fc.record({ move: fc.constant('policy' as const), policy: policies }) },
)
const lives = fc.array(moves, { minLength: 20, maxLength: 60, size: 'max' })

function clean(command: object): SwitchCommand {
  return Object.fromEntries(
    Object.entries(command).filter(([, value]) => value !== undefined),
  ) as SwitchCommand
}

/** Who may do it by the policy, thought out anew: it must not be the program that says that the program is right. */
function entitled(
  act: SwitchAct,
  by: Asker,
  incident: ForIncident | undefined,
  was: string | undefined,
  { switches }: Policy,
): boolean {
  if (by.kind !== 'user' || by.standing !== 'member') return false
  const list = act === 'pull' ? switches.stop?.mayPull : switches.stop?.mayRestore
  if (list === 'members') return true
  const own = act === 'restore' ? was : undefined
  const inQuestion = own === undefined ? incident?.open === true : incident?.id === own
  return (list ?? []).some((each) =>
    each.startsWith('role:')
      ? inQuestion && (incident?.roles ?? []).includes(each.slice(5))
      : each === by.id || (by.namedBy ?? []).includes(each),
  )
}

/** The incident that it is away from its daily value for; none once it was to be back, whatever is found there. */
function outFor({ order, wanted, incident }: SwitchStory['state']): string | undefined {
  return order === undefined && (wanted?.position ?? 'normal') === 'normal' ? undefined : incident
}

/** Lives through the moves, and hands every step to `look` with who did it and how the switch was before. */
function live(policy: Policy, life: readonly Move[], look: (step: Lived) => void): SwitchStory {
  const story = new SwitchStory(policy)
  for (const move of life) {
    if (move.move === 'wait') story.later(move.minutes)
    if (move.move === 'policy') story.policy = move.policy
    const before = story.state
    const command = commandOf(story, move)
    if (command === undefined) continue
    const by: Asker = move.move === 'command' ? move.by : { kind: 'bot' }
    const decided = killSwitch.decide(before, command, { now: story.now, policy: story.policy, actor: by })
    if (!Array.isArray(decided)) continue
    for (const event of decided) story.append(event, by)
    look({ story, before, command, by, events: decided })
  }
  return story
}
type Lived = {
  story: SwitchStory
  before: SwitchStory['state']
  command: SwitchCommand
  by: Asker
  events: SwitchEvent[]
}

function commandOf(story: SwitchStory, move: Move): SwitchCommand | undefined {
  if (move.move === 'command' || move.move === 'bot') return withNumbers(story, move.command)
  if (move.move !== 'wake') return undefined
  const [next] = killSwitch.timers(story.state).toSorted((one, other) => one.due - other.due)
  if (next === undefined) return undefined
  story.now = Math.max(story.now, next.due)
  return { type: 'timer-fired', ...next }
}

const changes = (event: SwitchEvent) =>
  event.type === 'pull-ordered' || event.type === 'restore-ordered' || event.type === 'drift-accepted'

function withNumbers({ state }: SwitchStory, command: SwitchCommand): SwitchCommand {
  if ('ask' in command && command.ask === -1) return { ...command, ask: state.asked }
  return 'order' in command && command.order === -1 ? { ...command, order: state.orders } : command
}

describe('whatever is tried, in whatever order', () => {
  it('nobody without the right changes a value, and every value is one that the policy or the switch knows', () => {
    fc.assert(
      fc.property(policies, lives, (policy, life) => {
        live(policy, life, ({ story, before, command, by, events }) => {
          for (const event of events.filter(changes)) {
            const act = actOf(event)
            const incident = 'incident' in command ? command.incident : undefined
            expect(entitled(act, by, incident, outFor(before), story.policy)).toBe(true)
            const { normal, safe } = story.state.terms
            const known = [normal, safe, before.wanted?.value, before.observed?.value]
            expect(known).toContain('value' in event ? event.value : undefined)
          }
          if (!events.some(changes) && !events.some(({ type }) => type === 'value-found'))
            expect(story.state.wanted).toEqual(before.wanted)
        })
      }),
      { numRuns: 400 },
    )
  })

  it('nobody does both halves of what takes two, and nobody goes without whom the policy does not let', () => {
    fc.assert(
      fc.property(policies, lives, (policy, life) => {
        const askedBy = new Map<number, { by: string; at: number; until: number }>()
        live(policy, life, ({ story, before, command, by, events }) => {
          for (const event of events) {
            if (event.type === 'approval-asked')
              askedBy.set(event.ask, {
                by: by.kind === 'user' ? by.id : '',
                at: story.now,
                until: event.until ?? 0,
              })
            if (!changes(event) || by.kind !== 'user') continue
            const { approval } = story.state.terms
            if (approval?.for.includes(actOf(event)) !== true) continue
            if ('override' in event && event.override === true) {
              const list = approval.override
              expect(list.includes(by.id) || (by.namedBy ?? []).some((name) => list.includes(name))).toBe(
                true,
              )
              continue
            }
            const ask = command.type === 'approve' ? askedBy.get(command.ask) : undefined
            expect(ask).toBeDefined()
            expect(ask?.by).not.toBe(by.id)
            expect(story.now).toBeLessThan(ask?.until ?? 0)
            expect(
              before.asks.find((each) => each.ask === (command.type === 'approve' ? command.ask : -1))?.end,
            ).toBeUndefined()
            if ('by' in event) expect(event.by).toBe(ask?.by)
          }
        })
      }),
      { numRuns: 400 },
    )
  })

  it('one approval makes one change', () => {
    fc.assert(
      fc.property(policies, lives, (policy, life) => {
        const used: number[] = []
        live(policy, life, ({ command, events }) => {
          if (command.type === 'approve' && events.some(changes)) used.push(command.ask)
        })
        expect(new Set(used).size).toBe(used.length)
      }),
      { numRuns: 200 },
    )
  })

  it('nothing is shown as done that was not read back to be so after it was ordered', () => {
    fc.assert(
      fc.property(policies, lives, (policy, life) => {
        let readSinceOrder: SwitchValue | undefined
        live(policy, life, ({ story, before, command, by, events }) => {
          if (command.type === 'record-observed' && by.kind === 'bot' && command.order === before.orders)
            readSinceOrder = command.value
          if (events.some(({ type }) => type === 'pull-ordered' || type === 'restore-ordered'))
            readSinceOrder = undefined
          const standing = standingOf(story.state)
          if (standing === 'pulled' || standing === 'normal') {
            expect(readSinceOrder).toBe(story.state.wanted?.value)
            expect(story.state.observed?.value).toBe(story.state.wanted?.value)
          }
        })
      }),
      { numRuns: 400 },
    )
  })

  it('an order stays until it is read back or a newer one is given, and somebody is woken while it is not', () => {
    fc.assert(
      fc.property(policies, lives, (policy, life) => {
        live(policy, life, ({ story, before, events }) => {
          const gone = before.order !== undefined && story.state.order?.order !== before.order.order
          if (gone)
            expect(
              events.some(({ type }) =>
                ['pulled', 'restored', 'pull-ordered', 'restore-ordered'].includes(type),
              ),
            ).toBe(true)
          const { order } = story.state
          if (order === undefined) return
          expect(story.timer('stuck')).toBeDefined()
          expect(order.alarmAt - story.now).toBeLessThanOrEqual(10 * MINUTE)
          expect(order.retryAt === undefined || order.retryAt - story.now <= 5 * MINUTE).toBe(true)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('ends, once the provider follows, with what is wanted being there', () => {
    fc.assert(
      fc.property(policies, lives, fc.boolean(), (policy, life, lied) => {
        const story = live(policy, life, () => {})
        let there: SwitchValue = story.state.observed?.value ?? true
        for (let step = 0; step < 30 && story.state.order !== undefined; step += 1) {
          const { order } = story.state
          // A try is under way unless one is being waited for.
          if (order.retryAt !== undefined) story.wake('retry')
          there = lied && step === 0 ? there : order.value
          story.reads(there)
        }
        expect(story.state.order).toBeUndefined()
        if (story.state.wanted !== undefined && there === story.state.wanted.value)
          expect(['pulled', 'normal', 'drifted', 'unknown']).toContain(standingOf(story.state))
      }),
      { numRuns: 200 },
    )
  })
})

function actOf(event: SwitchEvent): SwitchAct {
  if (event.type === 'pull-ordered') return 'pull'
  return event.type === 'drift-accepted' && event.position === 'safe' ? 'pull' : 'restore'
}
