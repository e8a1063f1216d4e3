import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { incident } from '../../src/core/incident/decider.ts'
import type { Incident } from '../../src/core/incident/incident.ts'
import {
  POLICY_NAME_MAX,
  POLICY_SENTENCE_MAX,
  REASON_MAX,
  SWITCHES_MAX,
  WHY_MAX,
} from '../../src/core/limits.ts'
import type { Policy } from '../../src/core/policy.ts'
import { plainLine } from '../../src/core/sentence.ts'
import { describeSwitch } from '../../src/core/switch/describe.ts'
import type { Switch } from '../../src/core/switch/switch.ts'
import { toldToIncident } from '../../src/core/switch/telling.ts'
import { cardMessage } from '../../src/slack/views/card.ts'
import { homeView } from '../../src/slack/views/home.ts'
import { storyMessage } from '../../src/slack/views/story.ts'
import { carriedOut, switchHelp } from '../../src/slack/views/switch-answers.ts'
import { askMessage } from '../../src/slack/views/switch-ask.ts'
import { driftModal, keepModal, pullModal, restoreModal } from '../../src/slack/views/switch-forms.ts'
import { historyMessage, lastChanges } from '../../src/slack/views/switch-history.ts'
import { switchList, switchStatus } from '../../src/slack/views/switch-list.ts'
import { alarmOf, directOf, nextStepMessage, roomStory } from '../../src/slack/views/switch-story.ts'
import { ANA, BEN, INC, member, rules, SwitchStory, switchPolicy, ZOE } from '../core/switch/a-switch.ts'
import { anIncident } from './an-incident.ts'
import { faultsIn } from './block-rules.ts'
import { nasty } from './hostile.ts'

const PROVIDED = { missing: () => undefined, lastLook: () => 1_718_000_000_000 }

/** Lives that come by every kind of event, with words as bad as people and outside systems can make them. */
const lived = fc
  .record({
    name: nasty(POLICY_NAME_MAX),
    sentence: nasty(POLICY_SENTENCE_MAX),
    reason: nasty(REASON_MAX),
    why: nasty(WHY_MAX),
    steps: fc.array(fc.integer({ min: 0, max: 18 }), { minLength: 5, maxLength: 40, size: 'max' }),
  })
  .map(({ name, sentence, reason, why, steps }) => {
    const story = new SwitchStory(
      switchPolicy({
        name: name.trim().slice(0, POLICY_NAME_MAX) || 'x',
        does: sentence.trim() || 'x',
        blastRadius: sentence.trim() || 'x',
        costs: sentence.trim() || 'x',
        approval: { for: ['restore'], withinMinutes: 5, override: ['@chiefs'] },
        mayRestore: ['@on-call', '@chiefs'],
      }),
    )
    const order = () => story.state.orders
    const given = { reason, incident: INC }
    const all = [
      () => story.reads(true),
      () => story.reads(false),
      () => story.do({ type: 'pull', ...given }, ANA),
      () => story.do({ type: 'restore', ...given }, ANA),
      () => story.do({ type: 'restore', ...given, override: true }, member('UCHIEF', '@chiefs')),
      () => story.do({ type: 'pull', ...given }, ZOE),
      () => story.do({ type: 'ask', act: 'pull', ...given }, ZOE),
      () => story.do({ type: 'approve', ask: story.state.asked, incident: INC }, BEN),
      () => story.do({ type: 'decline', ask: story.state.asked }, BEN),
      () => story.do({ type: 'record-set-failed', order: order(), why, again: 'later' }),
      () => story.do({ type: 'record-unreadable', order: order(), why }),
      () => story.do({ type: 'keep', reason, owner: 'UBEN', ownerStanding: 'member' }, ANA),
      () => story.do({ type: 'later' }, ANA),
      () => story.do({ type: 'accept', ...given }, ANA),
      () => story.do({ type: 'put-back', ...given }, ANA),
      () => story.do({ type: 'record-failure', effect: 'slack.switch-say', why }),
      () =>
        story.do({
          type: 'record-asked',
          ask: story.state.asked,
          copies: [{ user: 'UBEN', channel: 'D1', ts: '1.1' }],
        }),
      () => story.wake(),
      () => story.wake(),
    ]
    for (const step of steps) all[step]?.()
    return story
  })

/** Every message and form that can be shown of it. */
function surfaces({ state, entries, policy }: SwitchStory) {
  const list = { policy, ...PROVIDED, incident: 'INC-7' }
  const step = { name: 'Tier 1', switches: [state], now: true, observeMinutes: 5 }
  const change = { entries, page: 1, pages: 2 }
  return {
    messages: [
      switchList({ ...list, switches: [state], suggested: [state.key] }),
      switchStatus(state, list),
      historyMessage(state, { ...change, entries: entries.slice(-15) }, policy),
      lastChanges(
        entries.slice(-15).map((entry) => ({ state, entry })),
        policy,
      ),
      nextStepMessage(state, [state], { type: 'watched', stage: 'Tier 0', minutes: 5 }, policy),
      ...entries.flatMap((entry) => [
        roomStory(entry, state, policy),
        directOf(entry, state, policy),
        alarmOf(entry, state, policy),
      ]),
      ...state.asks.map((ask) => askMessage(state, ask, policy, anIncident())),
      ...(['done', 'under-way', 'failing', 'asked', 'recorded', 'rejected', 'refused'] as const).map((what) =>
        carriedOut(
          [
            { state, what, sentence: 'No.', code: 'not-allowed' },
            { state: { ...state, id: 'SW-9' }, what },
          ],
          'pull',
        ),
      ),
    ],
    forms: [
      pullModal({
        target: 'stop',
        name: state.terms.name,
        switches: [state, state],
        policy,
        open: [anIncident()],
      }),
      restoreModal({ target: 'stop', steps: [step, { ...step, now: false }] }),
      restoreModal({ target: 'stop', steps: [step], outOfTurn: true }),
      keepModal(state, { owner: 'UANA' }),
      driftModal(state, 'accept'),
    ],
  }
}

describe('what is shown of kill switches', () => {
  it('is what Slack takes, whatever people, policies and outside systems say', () => {
    fc.assert(
      fc.property(lived, (story) => {
        const { messages, forms } = surfaces(story)
        for (const message of messages) expect(faultsIn(message)).toEqual([])
        for (const form of forms) expect(faultsIn(form, 100)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('tells an incident what concerns it, in words, and its card and story stay what Slack takes', () => {
    fc.assert(
      fc.property(lived, ({ entries, state, policy }) => {
        let about: Incident = anIncident()
        for (const entry of entries) {
          const event = toldToIncident(entry, state)
          if (event === undefined) continue
          const told = { ...entry, event, actor: { kind: 'bot' as const } }
          about = incident.evolve(about, told)
          expect(faultsIn(storyMessage(told, about, policy))).toEqual([])
          expect(faultsIn(cardMessage(about, policy))).toEqual([])
        }
      }),
      { numRuns: 40 },
    )
  })

  it('says of every entry who did what', () => {
    fc.assert(
      fc.property(lived, ({ entries }) => {
        for (const entry of entries) {
          const line = plainLine(describeSwitch(entry), { user: (id) => id, role: (key) => key })
          expect(line).toMatch(/^(Tocsin|U[A-Z]+) \S/)
          expect(line).not.toContain('undefined')
        }
      }),
      { numRuns: 60 },
    )
  })

  it('fits one message for as many switches as a policy may hold, all of them pulled or none', () => {
    const names = Array.from({ length: SWITCHES_MAX }, (_, index) => `switch_${index}`)
    const policy = switchPolicy(
      {},
      { switches: Object.fromEntries(names.map((key) => [key, rules()])), bundles: many() },
    )
    for (const value of [true, false]) {
      const switches = names.map((key, index): Switch => {
        const story = new SwitchStory()
        story.reads(value)
        return { ...story.state, key, id: `SW-${index}` }
      })
      const message = switchList({ policy, ...PROVIDED, incident: 'INC-7', switches, suggested: names })
      expect(faultsIn(message)).toEqual([])
      const text = JSON.stringify(message)
      for (const key of names) expect(text).toContain(`\`${key}\``)
    }
  })

  it('never says that something is pulled which was not read back', () => {
    const story = new SwitchStory()
    story.reads(true)
    story.pull(ANA, { incident: INC })
    story.do({ type: 'record-set-failed', order: 1, why: 'it answers 503', again: 'later' })
    const list = { policy: story.policy, ...PROVIDED }
    const shown = JSON.stringify([
      switchStatus(story.state, list),
      switchList({ ...list, switches: [story.state], suggested: [] }),
    ])
    expect(shown).toContain('not confirmed yet')
    expect(shown).toContain('it answers 503')
    expect(shown).not.toContain('pulled by')
    expect(JSON.stringify(carriedOut([{ state: story.state, what: 'failing' }], 'pull'))).toContain(
      '*not pulled yet*',
    )
  })

  it('stands on everybody’s own page while it is out, what needs somebody first, and not when all is as usual', () => {
    const story = new SwitchStory(switchPolicy())
    story.reads(true)
    const home = (...switches: Switch[]) =>
      homeView('UANA', [anIncident()], story.policy, undefined, [], switches)
    expect(JSON.stringify(home(story.state))).not.toContain('Pulled kill switches')
    story.do({ type: 'pull', reason: 'Wrong <!here> replies', incident: INC }, ANA)
    expect(JSON.stringify(home(story.state))).toContain('*not confirmed yet*')
    story.reads(false)
    const pulled = story.state
    const drifted = { ...pulled, id: 'SW-2', key: 'other', observed: { value: true, at: 1 } }
    const text = JSON.stringify(home(pulled, drifted))
    expect(text).toMatch(/Pulled kill switches \(2\).*⚠️.*`other`.*🛑.*`stop`.*&lt;!here&gt;/)
    expect(faultsIn(home(...Array.from({ length: 60 }, (_, n) => ({ ...pulled, id: `SW-${n}` }))))).toEqual(
      [],
    )
  })

  it('helps with every command', () => {
    expect(faultsIn(switchHelp())).toEqual([])
    expect(switchHelp('pull').text).toContain('/killswitch pull')
  })
})

function many(): Policy['bundles'] {
  const keys = Array.from({ length: 9 }, (_, index) => `bundle_${index}`)
  return Object.fromEntries(keys.map((key) => [key, { name: key, does: 'All.', switches: ['switch_0'] }]))
}
