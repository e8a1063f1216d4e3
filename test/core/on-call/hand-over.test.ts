import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changed, isShared, pagedRungs } from '../../../src/core/on-call/hand-over.ts'
import type { Mate } from '../../../src/core/on-call/shift.ts'
import { aPromisingPolicy } from '../a-policy.ts'
import { channel, DANA, declared, kinds, type Story } from '../incident/story.ts'

const ANA: Mate = { name: 'Ana Ruiz', user: 'UANA' }
const RAVI: Mate = { name: 'Ravi Nair', user: 'URAVI' }
const EVA: Mate = { name: 'Eva Lund' } // nobody in Slack

const onCall = (...people: Mate[]) => ({ type: 'record-on-call' as const, rung: 'on-call', people })

/** A SEV1 whose on-call engineer is paged. */
function paged(): Story {
  return declared('sev1', aPromisingPolicy()).given(channel, {
    type: 'page',
    to: { rung: 'on-call' },
    text: 'Please',
  })
}

describe('who is on call during an incident', () => {
  it('is noted quietly the first time, and told when it changes', () => {
    const story = paged()
    const first = story.do(onCall(ANA))
    expect(first.events).toMatchObject([{ type: 'on-call-noted', people: [ANA] }])
    expect(first.effects).toEqual([])
    expect(story.do(onCall(ANA)).events).toEqual([])
    const next = story.do(onCall(RAVI))
    expect(next.events).toMatchObject([
      { type: 'on-call-changed', name: 'On-call engineer', left: [ANA], came: [RAVI] },
    ])
    expect(kinds(next.effects)).toEqual(['slack.say', 'slack.say', 'slack.invite', 'slack.brief'])
    expect(story.do(onCall(RAVI)).events).toEqual([])
  })

  it('brings nobody a summary who is in command, or is nobody in Slack', () => {
    const story = paged().given({ type: 'assign-role', role: 'commander', user: 'UDANA', standing: 'member' })
    story.given(onCall(ANA))
    const { effects } = story.do(onCall({ name: 'Dana Li', user: 'UDANA' }, EVA))
    expect(kinds(effects)).not.toContain('slack.brief')
  })

  it('counts for rungs that were paged, of open incidents, and is for the bot to say', () => {
    const quiet = declared('sev4', aPromisingPolicy())
    expect(quiet.do(onCall(ANA)).events).toEqual([])
    const story = paged().given(onCall(ANA))
    expect(story.do({ ...onCall(RAVI), rung: 'no-such-rung' }).events).toEqual([])
    expect(story.do(onCall(RAVI), DANA).rejection?.code).toBe('not-for-people')
    story.given({ type: 'change-status', status: 'resolved' })
    expect(story.do(onCall(RAVI)).events).toEqual([])
  })

  it('can be nobody, which is told too', () => {
    const story = paged().given(onCall(ANA))
    expect(story.do(onCall()).events).toMatchObject([{ left: [ANA], came: [], stay: [] }])
    expect(story.do(onCall(RAVI)).events).toMatchObject([{ left: [], came: [RAVI] }])
  })

  it('goes with the command when that is handed over, not when somebody takes it', () => {
    const story = paged()
    const given = { type: 'assign-role', role: 'commander', standing: 'member' } as const
    expect(kinds(story.do({ ...given, user: 'UDANA' }).effects)).not.toContain('slack.brief')
    expect(kinds(story.do({ ...given, user: 'USAM' }).effects)).toContain('slack.brief')
    expect(kinds(story.do({ ...given, user: 'UDANA' }).effects)).not.toContain('slack.brief')
  })

  it('is told as often as it changes, whatever is reported how often', () => {
    const someone = fc.constantFrom([ANA], [RAVI], [ANA, EVA], [])
    fc.assert(
      fc.property(fc.array(someone, { maxLength: 12 }), (looks) => {
        const story = paged()
        const told = looks.flatMap((people) => story.do(onCall(...people)).events)
        const turns = looks.filter((people, index) => index > 0 && people !== looks[index - 1])
        expect(told.filter(({ type }) => type === 'on-call-changed')).toHaveLength(turns.length)
      }),
    )
  })
})

describe('what is looked at', () => {
  it('is every rung that was called, but nobody who was asked for by name', () => {
    const story = paged().given({ type: 'page', to: { user: 'USAM', standing: 'member' }, text: 'You too' })
    expect(pagedRungs(story.state)).toEqual(['on-call'])
  })

  it('is what others may stand behind tomorrow', () => {
    const references = [
      '@on-call',
      'S0614TZR7',
      'pagerduty:schedule:PGR0VU2',
      'U024BE7LH',
      'a@b.example',
      'role:commander',
    ]
    expect(references.filter(isShared)).toEqual(references.slice(0, 3))
  })

  it('takes somebody for the same who was found in Slack only now', () => {
    expect(changed([{ name: 'Ana Ruiz' }], [ANA])).toEqual({ left: [], came: [], stay: [ANA] })
    expect(changed([ANA], [{ name: 'Ana Ruiz', user: 'UOTHER' }]).came).toHaveLength(1)
  })
})
