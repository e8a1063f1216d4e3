import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { toTell } from '../../src/comms/deliver.ts'
import type { Text } from '../../src/core/comms/comms.ts'
import type { Incident } from '../../src/core/incident/incident.ts'
import type { Audience } from '../../src/core/policy-comms.ts'
import { composeMail } from '../../src/email/compose.ts'
import type { Sender } from '../../src/email/config.ts'
import type { Owed } from '../../src/engine/outcome.ts'
import type { Story } from '../core/incident/story.ts'
import { byMail, released, storyWith, TEXT } from './told.ts'

const FROM: Sender = { name: 'Example', address: 'status@example.com' }

async function composed(story: Story, owed: Owed, from = FROM) {
  const told = toTell(owed)
  if (told === undefined || told === 'gone' || told.reach.means.by !== 'email') throw new Error('No mail')
  const { to } = told.reach.means
  const { recordedAt: at } = owed.entry
  const mail = await composeMail({ told, to, at, key: owed.key, from }, owed.state as Incident, story.policy)
  return { ...mail, read: await PostalMime.parse(mail.raw), wire: mail.raw.toString('latin1') }
}

const mailOf = (text: Text, audience: Audience = byMail(['customers@example.com']), from = FROM) => {
  const story = storyWith({ customers: audience })
  return composed(story, released(story, text), from)
}
const headersOf = (wire: string) => wire.slice(0, wire.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/)
const names = (wire: string) => headersOf(wire).map((line) => line.slice(0, line.indexOf(':')).toLowerCase())

describe('a mail', () => {
  it('says the same as text and as HTML, and that nobody is to answer it by machine', async () => {
    const { read, wire } = await mailOf(TEXT)
    expect(read.subject).toBe(TEXT.title)
    expect(read.from).toMatchObject(FROM)
    expect(read.text).toContain('Our next update comes by 12:50 UTC.')
    expect(read.html).toContain('Our next update comes by 12:50 UTC.')
    expect(read.text).toContain('Investigating')
    expect(read.html).toContain('Investigating')
    expect(wire).toContain('Auto-Submitted: auto-generated')
    expect(wire).toMatch(/Content-Type: multipart\/alternative/)
  })

  it('tells readers outside nothing of how the incident is called inside', async () => {
    const outside = await mailOf(TEXT)
    expect(outside.wire + outside.read.text + outside.read.html).not.toMatch(/INC-7|SEV2|Customers|Tocsin/)
    expect(outside.wire).toMatch(/^List-Id: <customers\.incidents\.example\.com>/im)
    const inside = await mailOf(TEXT, byMail(['staff@example.com'], { outside: false }))
    expect(inside.read.text).toContain('INC-7, SEV2')
  })

  it('keeps several readers outside from seeing each other, and shows colleagues to each other', async () => {
    const both = ['one@customer.example', 'two@customer.example']
    const outside = await mailOf(TEXT, byMail(both))
    expect(outside.envelope.to).toEqual(both)
    expect(outside.wire + outside.read.html).not.toContain('customer.example')
    const inside = await mailOf(TEXT, byMail(both, { outside: false }))
    expect(inside.read.to?.map(({ address }) => address)).toEqual(both)
  })

  it('without a title has the beginning of its text as subject, and no empty heading', async () => {
    const { read } = await mailOf({ title: '', body: `**Orders** fail. ${'And more. '.repeat(30)}` })
    expect(read.subject).toMatch(/^Orders fail\. And more.*…$/)
    expect(read.html).not.toContain('<h1')
  })
})

describe('the mails of an incident to one audience', () => {
  it('are one thread, each with an id that stays the same however often it is made', async () => {
    const story = storyWith({ customers: byMail(['customers@example.com']) })
    const owed = released(story, TEXT)
    const first = await composed(story, owed)
    expect((await composed(story, owed)).messageId).toBe(first.messageId)
    story.given({ type: 'record-delivered', number: 1, target: 'customers', ref: first.messageId })
    const second = await composed(story, released(story, { ...TEXT, body: 'It goes on.' }))
    story.given({ type: 'record-delivered', number: 2, target: 'customers', ref: second.messageId })
    const correction = await composed(story, released(story, { ...TEXT, body: 'Not all.' }, { corrects: 1 }))

    expect(new Set([first, second, correction].map(({ messageId }) => messageId)).size).toBe(3)
    expect(second.read.inReplyTo).toBe(first.messageId)
    expect(correction.read.inReplyTo).toBe(first.messageId)
    const [root] = first.read.references?.split(' ') ?? []
    expect(second.read.references?.split(' ')).toEqual([root, first.messageId])
    expect(correction.read.references?.split(' ')).toEqual([root, first.messageId, second.messageId])
    expect(correction.read.subject).toBe('Correction: Some orders cannot be placed')
  })

  it('stay together though one of them was lost, and apart from those to others', async () => {
    const story = storyWith({ customers: byMail(['a@example.com']), staff: byMail(['b@example.com']) })
    const first = await composed(story, released(story, TEXT))
    story.given({ type: 'record-undelivered', number: 1, target: 'customers', why: 'refused' })
    const second = await composed(story, released(story, TEXT))
    const other = await composed(story, released(story, TEXT, { audience: 'staff' }))
    expect(second.read.references).toBe(first.read.references)
    expect(other.read.references).not.toBe(first.read.references)
  })
})

describe('whatever people write', () => {
  const injection = 'Orders\r\nBcc: everybody@example.com\r\n\r\n<script>alert(1)</script>'

  it('adds no header and no recipient', async () => {
    const named = byMail(['customers@example.com'], { name: injection })
    const { wire, read, envelope } = await mailOf({ title: injection, body: injection }, named, {
      ...FROM,
      name: injection,
    })
    expect(names(wire).filter((name) => name === 'bcc' || name === 'cc')).toEqual([])
    expect(envelope.to).toEqual(['customers@example.com'])
    expect(read.bcc).toBeUndefined()
    expect(read.html).not.toContain('<script>')
  })

  it('arrives as it was written: any language, any length that fits, any sign', async () => {
    const usual = names((await mailOf(TEXT)).wire)
    const someWords = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
      fc.constantFrom(
        '<!channel>',
        '{{ incident.id }}',
        'مشكلة في الطلبات',
        'הזמנות נכשלות',
        '.',
        '\r\n.\r\n',
        '=?utf-8?q?x?=',
      ),
    )
    await fc.assert(
      fc.asyncProperty(
        someWords,
        fc.array(someWords, { minLength: 1, maxLength: 30 }),
        async (title, words) => {
          const story = storyWith({ customers: byMail(['customers@example.com']) })
          const body = words.join(' ')
          if (title.trim() === '' || body.trim() === '') return
          const command = { type: 'write-message' as const, audiences: ['customers'], text: { title, body } }
          if (story.do(command).rejection !== undefined) return
          story.given({ type: 'drop-message', number: 1 })
          const kept = story.state.comms.messages[0]?.text
          const { read, wire } = await composed(story, released(story, { title, body }))
          expect(names(wire)).toEqual(usual)
          if (kept?.title) expect(read.subject?.replaceAll('\u200b', '')).toBe(kept.title)
          const plain = (text = '') => text.replace(/[\s*•-]/gu, '')
          expect(plain(read.text)).toContain(plain(kept?.body))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('of 10,000 characters is refused with a sentence before it becomes a mail', () => {
    const story = storyWith({ customers: byMail(['customers@example.com']) })
    const text = { title: 'Orders', body: 'مشكلة '.repeat(1_700) }
    const { rejection } = story.do({ type: 'write-message', audiences: ['customers'], text })
    expect(rejection?.rejected).toMatch(/^The text has 10,199 characters; at most 3,000 fit\. Shorten it/)
  })

  it('reads from right to left where its language does', async () => {
    const { read } = await mailOf({ title: 'مشكلة في الطلبات', body: 'لا يمكن إتمام بعض الطلبات.' })
    expect(read.html).toMatch(/<h1[^>]*dir="auto"[^>]*>مشكلة/)
    expect(read.html).toMatch(/<p dir="auto"[^>]*>لا يمكن/)
  })
})
