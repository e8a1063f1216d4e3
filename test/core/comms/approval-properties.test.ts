import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CommsCommand, CommsEvent, Text } from '../../../src/core/comms/comms.ts'
import type { Asker } from '../../../src/core/decider.ts'
import type { IncidentEvent } from '../../../src/core/incident/incident.ts'
import type { Audience } from '../../../src/core/policy-comms.ts'
import { aPolicy } from '../a-policy.ts'
import { declared, type Story } from '../incident/story.ts'

const AUDIENCES: Record<string, Audience> = {
  public: audience({ approve: ['@press'] }),
  customers: audience({ approve: ['role:communications', '@press'], approveOwn: true }),
  staff: audience({ approve: 'none' }),
}

function audience(changes: Partial<Audience>): Audience {
  const reach = { by: 'slack', channels: ['a', 'b'] } as const
  return {
    name: 'x',
    outside: true,
    reach: { ...reach, channels: [...reach.channels] },
    approve: 'none',
    approveOwn: false,
    ...changes,
  }
}

const PEOPLE: Asker[] = [
  { kind: 'user', id: 'UDANA', standing: 'member' },
  { kind: 'user', id: 'USAM', standing: 'member', namedBy: ['@press'] },
  { kind: 'user', id: 'UPIA', standing: 'member', namedBy: ['@press'] },
  { kind: 'user', id: 'UGIL', standing: 'guest', namedBy: ['@press'] },
  { kind: 'user', id: 'UOUT', standing: 'outsider', namedBy: ['@press'] },
  { kind: 'bot' },
]

const someText = fc.constantFrom<Text>(
  { title: 'A', body: 'a' },
  { title: 'B', body: 'b' },
  { title: 'A', body: 'c' },
)
const someAudiences = fc.uniqueArray(fc.constantFrom(...Object.keys(AUDIENCES)), {
  minLength: 1,
  maxLength: 2,
})
const number = fc.integer({ min: 1, max: 2 })
const revision = fc.integer({ min: 1, max: 4 })

const someCommand: fc.Arbitrary<CommsCommand> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('write-message' as const),
      audiences: someAudiences,
      text: someText,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('edit-message' as const),
      number,
      revision,
      audiences: someAudiences,
      text: someText,
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('send-message' as const), number, revision }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('approve-message' as const), number, revision }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('decline-message' as const),
      number,
      revision,
      reason: fc.constant('no'),
    }),
  },
)

type Act = { command: CommsCommand; by: Asker; freshRevision: boolean; twice: boolean }
const someAct: fc.Arbitrary<Act> = fc.record({
  command: someCommand,
  by: fc.constantFrom(...PEOPLE),
  freshRevision: fc.integer({ min: 0, max: 9 }).map((chance) => chance > 0),
  twice: fc.boolean(),
})

function lived(acts: Act[]): Story {
  const policy = aPolicy({ audiences: AUDIENCES })
  const story = declared('sev2', policy).given({ type: 'assign-role', role: 'communications', user: 'UDANA' })
  for (const { command, by, freshRevision, twice } of acts) {
    const current = 'number' in command ? story.state.comms.messages[command.number - 1]?.revision : undefined
    const asked =
      'revision' in command && freshRevision && current !== undefined
        ? { ...command, revision: current }
        : command
    story.do(asked, by)
    if (twice) story.do(asked, by)
  }
  return story
}

type Happened = { event: CommsEvent; by: string }

/** Judged from the timeline alone, by another way than the decider goes. */
function unapprovedReleases(events: { event: IncidentEvent; by: string }[]): string[] {
  const mistakes: string[] = []
  for (const [index, { event }] of events.entries()) {
    if (event.type !== 'message-released') continue
    const before = events.slice(0, index).filter(isAbout(event.number))
    const written = before.findLastIndex(
      ({ event: { type } }) => type === 'message-written' || type === 'message-edited',
    )
    const author = before[written]
    if (author === undefined || !('text' in author.event)) return [...mistakes, 'nobody wrote it']
    if (JSON.stringify(author.event.text) !== JSON.stringify(event.text)) mistakes.push('another text')
    if (JSON.stringify(author.event.audiences) !== JSON.stringify(event.audiences))
      mistakes.push('other audiences')
    const declinedAt = before.findLastIndex(({ event: { type } }) => type === 'message-declined')
    const given = before
      .slice(Math.max(written, declinedAt) + 1)
      .filter(({ event: { type } }) => type === 'message-approved')
    for (const key of event.audiences) {
      if (key === 'staff') continue
      const good = given.filter(({ event: approval, by }) => {
        const named = by === 'USAM' || by === 'UPIA' || (key === 'customers' && by === 'UDANA')
        const another = key === 'customers' || by !== author.by
        return 'audiences' in approval && approval.audiences.includes(key) && named && another
      })
      if (good.length === 0) mistakes.push(`${key} without approval`)
    }
  }
  return mistakes
}

function isAbout(number: number) {
  return (one: { event: IncidentEvent; by: string }): one is Happened =>
    'number' in one.event && one.event.number === number && one.event.type !== 'declared'
}

const byWhom = (story: Story) =>
  story.entries.map(({ event, actor }) => ({ event, by: actor.kind === 'user' ? actor.id : 'bot' }))

describe('approval', () => {
  it('stands behind every text that goes out, whatever the order of edits, approvals and repetitions', () => {
    let released = 0
    fc.assert(
      fc.property(fc.array(someAct, { minLength: 5, maxLength: 40, size: 'max' }), (acts) => {
        const events = byWhom(lived(acts))
        released += events.filter(({ event }) => event.type === 'message-released').length
        expect(unapprovedReleases(events)).toEqual([])
      }),
      { numRuns: 1_000 },
    )
    expect(released).toBeGreaterThan(100) // else the property says nothing
  })

  it('lets nothing of a message change once it is out, and sends it once', () => {
    fc.assert(
      fc.property(fc.array(someAct, { minLength: 5, maxLength: 40, size: 'max' }), (acts) => {
        const events = byWhom(lived(acts))
        for (const [index, { event }] of events.entries()) {
          if (event.type !== 'message-released') continue
          expect(events.slice(index + 1).filter(isAbout(event.number))).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
  })
})
