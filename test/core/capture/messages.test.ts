import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Look, Written } from '../../../src/core/capture/capture.ts'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import { CAPTURED_MESSAGES_MAX, COMMENT_MAX, MESSAGE_TEXT_MAX } from '../../../src/core/limits.ts'
import { aPolicy } from '../a-policy.ts'
import { BOT, card, channel, declared, kinds, NOON, SAM, type Story } from '../incident/story.ts'

const TS = `${NOON / 1000 - 60}.000200`
const REF = { channel: 'CINC', ts: TS }
const KEY = `CINC:${TS}`
const pin: IncidentCommand = { type: 'capture-message', ...REF }
const again: IncidentCommand = { type: 'record-message-changed', ...REF }

/** What a look at the message tells, as the one who looks would: with what was asked for by then. */
function looked(story: Story, look: Look): IncidentCommand {
  const seen = story.state.messages[KEY]?.asked
  return { type: 'record-message', ...REF, look, ...(seen !== undefined && { seen }) }
}
const message = (text: string, pins: string[], more: Partial<Written> = {}): Look => ({
  found: 'message',
  message: { text, author: 'UAUTHOR', ...more },
  pins,
})
const saw = (story: Story, look: Look) => story.do(looked(story, look), BOT)
const types = (events: { type: string }[]) => events.map(({ type }) => type)

describe('a pinned message', () => {
  it('is looked at, and then captured by who pinned it first, at the time when it was written', () => {
    const story = declared().given(card, channel).later(10)
    const asked = story.do(pin, SAM)
    expect(types(asked.events)).toEqual(['look-asked'])
    expect(asked.effects).toEqual([
      { kind: 'slack.look-at-message', lane: 'sync', subject: `message:${KEY}`, args: REF },
    ])
    const { events, effects } = saw(story, message('Pool exhausted', ['USAM', 'UDANA']))
    expect(events).toMatchObject([
      {
        type: 'message-captured',
        text: 'Pool exhausted',
        author: 'UAUTHOR',
        by: 'USAM',
        how: 'reaction',
        happenedAt: NOON - 60_000,
      },
    ])
    // Who reads the channel anyway is not told again; who pinned it is.
    expect(effects).toEqual([
      { kind: 'slack.tell', lane: 'say', subject: 'aside:USAM', args: { user: 'USAM', channel: 'CINC' } },
    ])
  })

  it('is found by its label from the first moment on', async () => {
    const { incident } = await import('../../../src/core/incident/decider.ts')
    const story = declared().given(pin)
    expect(incident.labels(story.state)).toContain(`message:${KEY}`)
    saw(story, message('x', []))
    expect(incident.labels(story.state)).not.toContain(`message:${KEY}`)
  })

  it('is told to all when it comes from where they do not read', () => {
    const story = declared().given(card, pin)
    expect(kinds(saw(story, message('x', ['UDANA'])).effects)).toContain('slack.say')
  })

  it('that was deleted, is out of reach, or the bot’s own before it could be read is said to who pinned it', () => {
    for (const found of ['gone', 'unreadable', 'own'] as const) {
      const story = declared().given(card, channel, pin)
      const { events, effects } = saw(story, { found })
      expect(events).toEqual([{ type: 'look-lapsed', ...REF, why: found, by: 'UDANA' }])
      expect(kinds(effects)).toEqual(['slack.tell'])
      expect(story.state.messages).toEqual({})
    }
  })

  it('whose pin is gone by then is nobody’s business', () => {
    const story = declared().given(pin)
    expect(saw(story, message('x', []))).toMatchObject({
      events: [{ type: 'look-lapsed', why: 'unpinned' }],
      effects: [],
    })
  })

  it('brings its links and files as evidence, and takes them along when it is withdrawn', () => {
    const story = declared().given(pin)
    const files = [{ id: 'F1', name: 'p95.png', type: 'image/png', bytes: 3, permalink: 'https://x/f' }]
    saw(story, message('see', ['UDANA'], { links: ['https://a.example/'], files }))
    expect(Object.keys(story.state.evidence)).toEqual(['link:https://a.example/', 'file:F1'])
    story.given(pin)
    const { events } = saw(story, message('see', []))
    expect(events).toEqual([{ type: 'message-withdrawn', of: 3, ...REF, by: 'UDANA' }])
    expect(story.state.evidence).toEqual({})
  })

  it('is cut only beyond what Slack itself keeps, and says so', () => {
    const story = declared().given(pin)
    const { events } = saw(story, message('x'.repeat(MESSAGE_TEXT_MAX + 1), ['UDANA']))
    expect(events).toMatchObject([{ cut: MESSAGE_TEXT_MAX + 1 }])
    expect((events[0] as { text: string }).text.length).toBeLessThanOrEqual(MESSAGE_TEXT_MAX)
  })

  it('written by a clock that is ahead has not happened in the future', () => {
    const ahead = { channel: 'CINC', ts: `${NOON / 1000 + 3600}.000100` }
    const story = declared().given({ type: 'capture-message', ...ahead })
    const { events } = story.do(
      { type: 'record-message', ...ahead, seen: 2, look: message('x', ['UDANA']) },
      BOT,
    )
    expect((events[0] as { happenedAt: number }).happenedAt).toBe(NOON + 2 * 60_000)
  })

  it('is not for whom the policy does not let, nor beyond what an incident can follow', () => {
    const guest = { kind: 'user', id: 'UGUS', standing: 'guest' } as const
    expect(declared().do(pin, guest).rejection?.code).toBe('no-standing')
    const strict = declared('sev3', aPolicy({ may: { ...aPolicy().may, capture: ['@on-call'] } }))
    expect(strict.do(pin).rejection?.code).toBe('not-allowed')
    const story = declared()
    const full = Array.from({ length: CAPTURED_MESSAGES_MAX }, (_, n) => [`C:${n}`, { of: n }] as const)
    story.state = { ...story.state, messages: Object.fromEntries(full) }
    expect(story.do(pin).rejection?.code).toBe('too-many-messages')
    expect(story.do({ type: 'capture-message', channel: 'C', ts: '7' }).rejection).toBeUndefined()
  })
})

describe('a captured message', () => {
  const captured = () => {
    const story = declared().given(card, channel, pin)
    saw(story, message('Pool exhausted', ['UDANA']))
    return story
  }

  it('is corrected when it is edited, once, pointing at the first entry', () => {
    const story = captured().given(again)
    const edited = message('Pool exhausted on two of three', ['UDANA'], {
      edited: '1718020900.000000',
      editedBy: 'UAUTHOR',
    })
    expect(saw(story, edited).events).toMatchObject([
      {
        type: 'message-corrected',
        of: 5,
        because: 'edited',
        by: 'UAUTHOR',
        text: 'Pool exhausted on two of three',
      },
    ])
    expect(saw(story, edited).events).toEqual([])
    story.given(again)
    const older = message('Pool', ['UDANA'], { edited: '1718020800.000000' })
    expect(saw(story, older).events).toEqual([])
    const newer = message('Pool!', ['UDANA'], { edited: '1718020999.000000' })
    expect(saw(story, newer).events).toMatchObject([{ type: 'message-corrected', of: 5 }])
  })

  it('stays as it was when its message is deleted, marked', () => {
    const story = captured().given(again)
    expect(saw(story, { found: 'gone' }).events).toEqual([{ type: 'message-lost', of: 5, ...REF }])
    expect(story.do(again, BOT).events).toEqual([])
  })

  it('stays as it is while it cannot be read', () => {
    const story = captured().given(again)
    expect(saw(story, { found: 'unreadable' }).events).toEqual([])
  })

  it('is captured anew when it is pinned again after it was withdrawn', () => {
    const story = captured().given(pin)
    saw(story, message('Pool exhausted', []))
    story.given(pin)
    expect(types(saw(story, message('Pool exhausted', ['USAM'])).events)).toEqual(['message-captured'])
  })

  it('is left alone once somebody took the entry back, and never comes back once its words were removed', () => {
    const withdrawn = captured()
    const takeBack: IncidentCommand = { type: 'withdraw-entry', entry: 5, reason: 'Not ours' }
    expect(withdrawn.do(takeBack).rejection).toBeUndefined()
    expect(withdrawn.state.messages).toEqual({})

    const redacted = captured().given(again)
    saw(redacted, message('Pool exhausted, password is hunter2', ['UDANA'], { edited: '5' }))
    const remove: IncidentCommand = { type: 'redact-entries', entries: [5], reason: 'A password' }
    expect(redacted.do(remove).rejection).toBeUndefined()
    expect(redacted.do(pin).rejection?.code).toBe('redacted')
    expect(redacted.do(again, BOT).events).toEqual([])
    expect(saw(redacted, message('the password again', ['UDANA'], { edited: '9' })).events).toEqual([])
  })
})

describe('a message added by hand', () => {
  const add = (more: object = {}): IncidentCommand => ({
    type: 'add-message',
    ...REF,
    written: { text: 'We fail over', author: 'UAUTHOR' },
    ...more,
  })

  it('has the time, kind and comment that it was given, and no pin to lose', () => {
    const story = declared().given(card, channel).later(10)
    const at = NOON - 5 * 60_000
    const { events, effects } = story.do(add({ kind: 'decision', comment: 'Agreed', at }))
    expect(events).toMatchObject([
      {
        type: 'message-captured',
        how: 'shortcut',
        by: 'UDANA',
        kind: 'decision',
        comment: 'Agreed',
        happenedAt: at,
      },
    ])
    expect(effects).toEqual([])
    story.given(again)
    expect(saw(story, message('We fail over', [])).events).toEqual([])
    story.given(again)
    expect(saw(story, message('We fail over at ten', [], { edited: '5' })).events).toMatchObject([
      { type: 'message-corrected', kind: 'decision', comment: 'Agreed', happenedAt: at },
    ])
  })

  it('of which only a part came along is read in full, if it can be', () => {
    const story = declared().given(channel)
    expect(kinds(story.do(add({ incomplete: true })).effects)).toEqual(['slack.look-at-message'])
    expect(saw(story, { found: 'unreadable' }).events).toEqual([])
    expect(saw(story, message('We fail over, and then some', [])).events).toMatchObject([
      { type: 'message-corrected', text: 'We fail over, and then some' },
    ])
    expect(saw(story, message('We fail over, and then some', [])).events).toEqual([])
  })

  it('can be added again to say more about it, and says when there is nothing more', () => {
    const story = declared().given(pin)
    saw(story, message('We fail over', ['UDANA']))
    expect(story.do(add({ kind: 'decision' })).events).toMatchObject([
      { type: 'message-corrected', of: 3, because: 'said', kind: 'decision' },
    ])
    expect(story.do(add({ kind: 'decision' })).rejection?.code).toBe('captured-already')
    story.given(pin)
    expect(saw(story, message('We fail over', [])).events).toEqual([]) // somebody meant it, pin or not
  })

  it('is refused with a time that cannot be, or a comment that is too long', () => {
    expect(declared().do(add({ at: NOON + 86_400_000 })).rejection?.code).toBe('in-future')
    expect(declared().do(add({ comment: 'x'.repeat(COMMENT_MAX + 1) })).rejection?.code).toBe('too-long')
  })
})

describe('whatever happens to a message, in whatever order it is heard of', () => {
  type Act = 'pin' | 'unpin' | 'edit' | 'delete' | 'deliver' | 'read' | 'record' | 'record-twice'
  const act = fc.record({
    act: fc.constantFrom<Act>(
      'pin',
      'pin',
      'unpin',
      'edit',
      'delete',
      'deliver',
      'deliver',
      'read',
      'record',
      'record-twice',
    ),
    who: fc.constantFrom('UDANA', 'USAM'),
    which: fc.nat(),
  })

  it('comes to one entry that says what the message says, or to none when nobody pins it', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60, size: 'max' }), fc.boolean(), (acts, mayVanish) => {
        const story = declared('sev3')
        const world = { exists: true, text: 'v0', edited: 0, pins: [] as string[] }
        const heard: { command: IncidentCommand; who: string; isRemoval: boolean }[] = []
        let owed = 0
        let reading: IncidentCommand | undefined

        const tell = (command: IncidentCommand, who: string, isRemoval = false) =>
          heard.push({ command, who, isRemoval })
        const deliver = (index: number) => {
          const [one] = heard.splice(index % Math.max(1, heard.length), 1)
          // Of a message that is not followed, a pin that was taken away and an edit are not passed on.
          if (one === undefined || ((one.isRemoval || one.command === again) && !story.state.messages[KEY]))
            return
          const actor =
            one.command === again ? BOT : { kind: 'user' as const, id: one.who, standing: 'member' as const }
          owed += story
            .do(one.command, actor)
            .effects.filter(({ kind }) => kind === 'slack.look-at-message').length
        }
        const read = () => {
          if (owed === 0 || reading !== undefined) return
          owed = 0 // those that are owed by now are covered
          const look: Look = world.exists
            ? message(
                world.text,
                [...world.pins],
                world.edited > 0 ? { edited: `${world.edited}.000000` } : {},
              )
            : { found: 'gone' }
          reading = looked(story, look)
        }
        const record = (times: number) => {
          for (let n = 0; n < times; n += 1) if (reading !== undefined) story.do(reading, BOT)
          reading = undefined
        }
        for (const { act: what, who, which } of acts) {
          if (what === 'pin' && world.exists && !world.pins.includes(who)) {
            world.pins.push(who)
            tell(pin, who)
            if (which % 3 === 0) tell(pin, who) // Slack delivers some twice
          }
          if (what === 'unpin' && world.pins.includes(who)) {
            world.pins = world.pins.filter((other) => other !== who)
            tell(pin, who, true)
          }
          if (what === 'edit' && world.exists) {
            world.edited += 1
            world.text = `v${world.edited}`
            tell(again, '')
          }
          if (what === 'delete' && mayVanish && world.exists) {
            world.exists = false
            tell(again, '')
          }
          if (what === 'deliver') deliver(which)
          if (what === 'read') read()
          if (what === 'record') record(1)
          if (what === 'record-twice') record(2)
        }
        while (heard.length > 0) deliver(0)
        record(1)
        for (let turns = 0; owed > 0 && turns < 100; turns += 1) {
          read()
          record(1)
        }
        const standing = standingIn(story)
        expect(standing.length).toBeLessThanOrEqual(1)
        if (world.exists)
          expect(standing.map(({ text }) => text)).toEqual(world.pins.length > 0 ? [world.text] : [])
        else expect(standing.every(({ lost }) => lost)).toBe(true)
        expect(Object.keys(story.state.messages)).toHaveLength(world.exists && world.pins.length > 0 ? 1 : 0)
      }),
      { numRuns: 2_000 },
    )
  })

  /** The captured entries that stand, as they read by now. */
  function standingIn(story: Story): { text: string; lost: boolean }[] {
    const all = new Map<number, { text: string; lost: boolean }>()
    for (const { seq, event } of story.entries) {
      if (event.type === 'message-captured') all.set(seq, { text: event.text, lost: false })
      if (event.type === 'message-corrected') all.set(event.of, { text: event.text, lost: false })
      if (event.type === 'message-withdrawn') all.delete(event.of)
      if (event.type === 'message-lost')
        all.set(event.of, { text: all.get(event.of)?.text ?? '', lost: true })
    }
    return [...all.values()]
  }
})
