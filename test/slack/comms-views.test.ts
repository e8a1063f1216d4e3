import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCommsTemplates } from '../../src/comms/templates.ts'
import type { Message, Text } from '../../src/core/comms/comms.ts'
import { IMPACTS, type OurPage, PART_STATES } from '../../src/core/comms/page.ts'
import type { Incident } from '../../src/core/incident/incident.ts'
import {
  MESSAGE_BODY_MAX,
  MESSAGE_TITLE_MAX,
  MESSAGES_OPEN_MAX,
  REASON_MAX,
  REFUSAL_MAX,
  WHY_MAX,
} from '../../src/core/limits.ts'
import { LIMITS } from '../../src/slack/limits.ts'
import { pieces } from '../../src/slack/mrkdwn.ts'
import { cardMessage } from '../../src/slack/views/card.ts'
import { approvalMessage } from '../../src/slack/views/comms-approval.ts'
import { audienceMessage } from '../../src/slack/views/comms-audience.ts'
import { declineForm, freeForm, templateForm } from '../../src/slack/views/comms-forms.ts'
import { messageView } from '../../src/slack/views/comms-message.ts'
import { type Communication, commsPanel } from '../../src/slack/views/comms-panel.ts'
import { resolveModal } from '../../src/slack/views/review-forms.ts'
import { storyMessage } from '../../src/slack/views/story.ts'
import { aPolicy } from '../core/a-policy.ts'
import { AT, anEntry, anIncident } from './an-incident.ts'
import { faultsIn, faultsInMrkdwn } from './block-rules.ts'
import { nasty } from './hostile.ts'

const MEANS = [
  {
    by: 'statuspage',
    components: [
      { id: 'c1', name: `<!channel> ${'part '.repeat(15)}` },
      { id: 'c2', name: 'Checkout & <b>' },
    ],
  },
  { by: 'email', to: ['a@example.com'] },
  { by: 'slack', channels: ['one', 'two'] },
  { by: 'banner', flag: 'banner' },
] as const
/** Twelve audiences: more than boxes can be ticked. */
const audiences = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [
    `a${index}`,
    {
      name: `<!channel> ${'name '.repeat(10)}${index}`,
      outside: index % 2 === 0,
      reach: structuredClone(MEANS[index % MEANS.length] ?? MEANS[0]) as never,
      approve: index % 3 === 0 ? ('none' as const) : ['role:communications', '@press', 'U0PIA', 'S0PRESS'],
      approveOwn: false,
    },
  ]),
)
const policy = aPolicy({ audiences })
const { templates } = loadCommsTemplates([])
const person = { id: 'U0PIA', standing: 'member' as const, namedBy: ['@press'] }

const texts: fc.Arbitrary<Text> = fc.record(
  {
    title: nasty(MESSAGE_TITLE_MAX),
    body: nasty(MESSAGE_BODY_MAX),
    status: fc.constantFrom('investigating' as const, 'resolved' as const),
    page: fc.record(
      {
        impact: fc.constantFrom(...IMPACTS),
        parts: fc.dictionary(fc.constantFrom('c1', 'c2', 'gone'), fc.constantFrom(...PART_STATES)),
        quiet: fc.constant(true as const),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['title', 'body'] },
)
const reach = [
  { target: 'a2#one', audience: 'a2', means: { by: 'slack' as const, channel: 'one' } },
  { target: 'a1', audience: 'a1', means: { by: 'email' as const, to: ['a@example.com'] } },
]
const messages: fc.Arbitrary<Message> = fc
  .record({
    number: fc.integer({ min: 1, max: 99_999 }),
    text: texts,
    audiences: fc.uniqueArray(fc.constantFrom(...Object.keys(audiences)), { minLength: 1, maxLength: 12 }),
    stage: fc.constantFrom('draft' as const, 'waiting' as const, 'released' as const, 'dropped' as const),
    why: nasty(WHY_MAX),
    declined: fc.option(nasty(REASON_MAX)),
    byMail: fc.oneof(
      fc.constant({ state: 'owed' as const, entry: 3 }),
      nasty(WHY_MAX).map((why) => ({ state: 'failed' as const, at: AT, why, maybe: true as const })),
      fc
        .array(fc.record({ address: nasty(100), said: nasty(REFUSAL_MAX) }), { minLength: 1, maxLength: 50 })
        .map((refused) => ({ state: 'delivered' as const, at: AT, ref: '<1@example.com>', refused })),
    ),
  })
  .map(({ why, declined, byMail, ...message }) => ({
    ...message,
    revision: 3,
    by: 'U0ANA',
    askedAt: AT,
    approvals: [{ audience: 'a1', by: 'U0BEN' }],
    copies: [],
    ...(declined && message.stage === 'draft' && { declined: { by: 'U0BEN', reason: declined } }),
    ...(message.stage === 'released' && { reach }),
    deliveries:
      message.stage === 'released' ? { 'a2#one': { state: 'failed' as const, at: AT, why }, a1: byMail } : {},
  }))

/** A public incident that somebody changed there. */
const pages: fc.Arbitrary<OurPage> = fc.record({ found: nasty(WHY_MAX), status: nasty(60) }).map(
  ({ found, status }): OurPage => ({
    id: 'p31zjtct2jer',
    url: 'https://stspg.io/abc',
    status,
    impact: 'major',
    name: 'x',
    parts: {},
    updates: [],
    entry: 12,
    drift: { found },
  }),
)

function shownOf(incident: Incident): Communication {
  return {
    incident,
    policy,
    templates,
    disabled: new Map([['scope', `<!here> ${'x'.repeat(600)}`]]),
    now: AT,
  }
}

const sound = (surface: { blocks: unknown[] }, most: number = LIMITS.viewBlocks) =>
  expect(faultsIn(surface, most)).toEqual([])

describe('whatever is written', () => {
  it('fits every view and every direct message, and pings nobody', () => {
    fc.assert(
      fc.property(
        fc.array(messages, { minLength: 1, maxLength: MESSAGES_OPEN_MAX }),
        pages,
        (all, statuspage) => {
          const numbered = all.map((message, index) => ({ ...message, number: index + 1 }))
          const incident = anIncident({
            comms: { messages: numbered, messagesWritten: all.length, publicMissed: 2, statuspage },
          })
          const drifted = anEntry({ type: 'statuspage-drifted', found: statuspage.drift?.found ?? '' })
          sound(storyMessage(drifted, incident, policy), LIMITS.messageBlocks)
          sound(cardMessage(incident, policy), LIMITS.messageBlocks)
          sound(resolveModal(incident, policy))
          const comms = shownOf(incident)
          sound(commsPanel(comms))
          for (const message of numbered) {
            sound(messageView(comms, message, person))
            sound(declineForm(comms, message))
            sound(freeForm(comms, message.stage === 'released' ? message : undefined))
            sound(approvalMessage(incident, message, policy), LIMITS.messageBlocks)
            sound(approvalMessage(incident, message, policy, 1), LIMITS.messageBlocks)
            sound(audienceMessage(message, incident), LIMITS.messageBlocks)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('reaches a channel whole: no word is lost between its pieces', () => {
    fc.assert(
      fc.property(nasty(MESSAGE_BODY_MAX), (text) => {
        const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
        const parts = pieces(escaped, 300)
        expect(parts.join('').replace(/\s/gu, '')).toBe(escaped.replace(/\s/gu, ''))
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(300)
          expect(faultsInMrkdwn(part)).toEqual([])
        }
      }),
    )
  })
})

describe('a template', () => {
  it.each(templates.map((template) => [template.key, template] as const))(
    '%s fits its form',
    (_key, template) => {
      const known = Object.fromEntries(
        ['public', 'customers', 'banner', 'stakeholders', 'executives', 'staff', 'support'].map((key) => [
          key,
          { ...(audiences.a1 as never as object), name: key },
        ]),
      )
      const comms = { ...shownOf(anIncident()), policy: aPolicy({ audiences: known as never }) }
      sound(templateForm(comms, template))
    },
  )
})

describe('the form that resolves', () => {
  const delivered: Message = {
    number: 1,
    audiences: ['a4'],
    text: { title: 'Orders', body: 'Some orders fail.', status: 'investigating' },
    revision: 1,
    by: 'U0ANA',
    stage: 'released',
    approvals: [],
    copies: [],
    reach: [{ target: 'a4', audience: 'a4', means: { by: 'statuspage', components: [] } }],
    deliveries: { a4: { state: 'delivered', at: AT } },
  }
  const [page] = fc.sample(pages, { numRuns: 1, seed: 1 })
  const form = (messages: Message[], status = 'monitoring') => {
    const comms = {
      messages,
      messagesWritten: 2,
      publicMissed: 0,
      ...(page && { statuspage: { ...page, status } }),
    }
    const view = resolveModal(anIncident({ comms }), policy)
    sound(view)
    return JSON.stringify(view)
  }

  it('resolves the status page too unless told otherwise, with who has to approve the words', () => {
    expect(form([delivered])).toMatch(/public-too.*initial_options.*public-news.*Communications lead/)
  })

  it('asks nothing where nothing is open there, or was told there', () => {
    expect(form([delivered], 'resolved')).not.toContain('public-too')
    expect(form([{ ...delivered, deliveries: { a4: { state: 'failed', at: AT, why: 'x' } } }])).not.toContain(
      'public-too',
    )
  })

  it('names a message that says it already', () => {
    const over = {
      ...delivered,
      number: 2,
      stage: 'waiting' as const,
      text: { ...delivered.text, status: 'resolved' as const },
    }
    expect(form([delivered, over])).toContain('Message 2 says that it is over')
    expect(form([delivered, over])).not.toContain('public-too')
  })
})

describe('the copy of who was asked', () => {
  const message: Message = {
    number: 1,
    audiences: ['a1'],
    text: { title: 'Orders', body: 'Some orders fail.' },
    revision: 2,
    by: 'U0ANA',
    stage: 'waiting',
    approvals: [],
    deliveries: {},
    copies: [],
  }
  const words = (changes: Partial<Message>, asked?: number) =>
    JSON.stringify(approvalMessage(anIncident(), { ...message, ...changes }, policy, asked))

  it('has the exact text and asks only while it waits for just this text', () => {
    expect(words({})).toContain('Some orders fail.')
    expect(words({})).toContain('incident.approve-message')
    expect(words({}, 1)).not.toContain('incident.approve-message')
    expect(words({}, 1)).toContain('was changed by')
    expect(words({ stage: 'dropped' })).toContain('was dropped')
    expect(words({ stage: 'released', approvals: [{ audience: 'a1', by: 'U0BEN' }] })).toContain(
      'approved by <@U0BEN>',
    )
  })
})
