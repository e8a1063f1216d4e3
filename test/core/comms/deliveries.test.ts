import { describe, expect, it } from 'vitest'
import { describeEntry } from '../../../src/core/describe.ts'
import { withoutWords } from '../../../src/core/incident/without-words.ts'
import type { Audience } from '../../../src/core/policy-comms.ts'
import { type Names, plainLine } from '../../../src/core/sentence.ts'
import { aPolicy } from '../a-policy.ts'
import { declared, type Story } from '../incident/story.ts'

const customers: Audience = {
  name: 'Customers by e-mail',
  outside: true,
  reach: { by: 'email', to: ['a@example.com', 'b@example.com'] },
  approve: 'none',
  approveOwn: false,
}
const names: Names = {
  user: (id) => id,
  role: (key) => key,
  audience: (key) => (key === 'customers' ? customers.name : key),
}

function sent(): Story {
  const text = { title: 'Orders fail', body: 'They fail.' }
  return declared('sev2', aPolicy({ audiences: { customers } })).given(
    { type: 'write-message', audiences: ['customers'], text },
    { type: 'send-message', number: 1, revision: 1 },
  )
}
const lastLine = ({ entries }: Story) => {
  const entry = entries.at(-1)
  return entry === undefined ? '' : plainLine(describeEntry(entry), names)
}
const delivery = ({ state }: Story) => state.comms.messages[0]?.deliveries.customers
const REFUSED = [{ address: 'b@example.com', said: '550 No such mailbox' }]
const delivered = {
  type: 'record-delivered',
  number: 1,
  target: 'customers',
  ref: '<1@example.com>',
} as const

describe('a message that some did not get', () => {
  it('says whom it missed, calls the audience by its name, and tells the room', () => {
    const story = sent()
    const { effects } = story.do({ ...delivered, refused: REFUSED })
    expect(lastLine(story)).toBe(
      'Tocsin delivered message 1 to Customers by e-mail, but one address was refused\nb@example.com: 550 No such mailbox',
    )
    expect(effects.some(({ kind }) => kind === 'slack.say')).toBe(true)
  })

  it('is sent again only to those, and told by hand keeps what the others got', () => {
    const story = sent().given({ ...delivered, refused: REFUSED })
    const { events } = story.do({ type: 'resend-message', number: 1, target: 'customers' })
    expect(events).toEqual([
      expect.objectContaining({
        reach: [expect.objectContaining({ means: { by: 'email', to: ['b@example.com'] } })],
      }),
    ])
    const byHand = sent().given(
      { ...delivered, refused: REFUSED },
      { type: 'tell-by-hand', number: 1, target: 'customers' },
    )
    expect(delivery(byHand)).toMatchObject({ byHand: true, ref: '<1@example.com>' })
    expect(delivery(byHand)).not.toHaveProperty('refused')
  })

  it('that everybody got is not sent again', () => {
    const story = sent().given(delivered)
    expect(story.do({ type: 'resend-message', number: 1, target: 'customers' }).rejection?.code).toBe(
      'not-failed',
    )
  })

  it('leaves no word of the other server behind when its words are removed', () => {
    const story = sent().given({ ...delivered, refused: REFUSED })
    const event = story.entries.at(-1)?.event
    expect(event && JSON.stringify(withoutWords(event))).not.toContain('No such mailbox')
  })
})

describe('a message that may have arrived', () => {
  it('says that nobody knows, and can be sent again on purpose', () => {
    const story = sent().given({
      type: 'record-undelivered',
      number: 1,
      target: 'customers',
      why: 'Cut off',
      maybe: true,
    })
    expect(lastLine(story)).toBe(
      'Tocsin does not know whether message 1 arrived at Customers by e-mail\nBecause: Cut off',
    )
    expect(delivery(story)).toMatchObject({ state: 'failed', maybe: true })
    story.given({ type: 'resend-message', number: 1, target: 'customers' }, delivered)
    expect(delivery(story)).toMatchObject({ state: 'delivered' })
  })
})
