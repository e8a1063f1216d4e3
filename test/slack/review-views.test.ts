import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestContent } from '../../src/core/digest/content.ts'
import type { Incident } from '../../src/core/incident/incident.ts'
import { LIMITS } from '../../src/slack/limits.ts'
import { cardMessage } from '../../src/slack/views/card.ts'
import { digestMessage } from '../../src/slack/views/digest.ts'
import { dropFollowUpModal, followUpModal } from '../../src/slack/views/follow-up-forms.ts'
import { followUpList } from '../../src/slack/views/follow-ups.ts'
import { homeView } from '../../src/slack/views/home.ts'
import { logMessage } from '../../src/slack/views/log.ts'
import { reviewPanel } from '../../src/slack/views/review.ts'
import {
  contributeModal,
  logModal,
  resolveModal,
  reviewOwnerModal,
  summaryModal,
} from '../../src/slack/views/review-forms.ts'
import {
  askOwnerMessage,
  followUpMessage,
  managersMessage,
  ownerMessage,
  remindReviewMessage,
} from '../../src/slack/views/review-messages.ts'
import { storyMessage } from '../../src/slack/views/story.ts'
import { aPolicy } from '../core/a-policy.ts'
import { AT, anEntry, anIncident } from './an-incident.ts'
import { faultsIn, faultsInMrkdwn } from './block-rules.ts'
import { nasty } from './hostile.ts'
import { overIncidents, reviewEvents } from './hostile-aftermath.ts'

const policy = aPolicy()
/** As many incidents as a page can be asked to show. */
const many = (incident: Incident): Incident[] =>
  Array.from({ length: 50 }, (_, index) => ({ ...incident, id: `INC-${index + 1}`, number: index + 1 }))
const runs = { numRuns: 60 }

describe('whatever people write after an incident', () => {
  it('is within Slack’s limits and pings nobody on the card, the panel, lists, the digest and messages', () => {
    fc.assert(
      fc.property(overIncidents, nasty(80), (incident, name) => {
        const owed = incident.followUps.map((followUp) => ({ incident, followUp }))
        const list = { title: 'Follow-ups', empty: 'None', now: AT }
        const found = { open: [incident], reviews: [incident], owing: [incident], over: [incident] }
        const messages = [
          cardMessage(incident, policy),
          reviewPanel(incident, AT),
          followUpList(owed, list),
          followUpList(owed, { ...list, one: incident }),
          digestMessage(digestContent(found, AT - 1, AT), AT - 1, AT),
          askOwnerMessage(incident, 'U0ANA'),
          ownerMessage(incident, 'someone'),
          managersMessage(incident),
          ...owed.slice(0, 3).map((one) => followUpMessage(anEntry({ type: 'closed' }), one, 'someone', AT)),
        ]
        for (const message of messages) {
          expect(faultsIn(message)).toEqual([])
          expect(faultsInMrkdwn(message.text)).toEqual([])
          expect(message.text.length).toBeLessThanOrEqual(LIMITS.messageText)
        }
        const home = homeView('U0ANA', many(incident), policy, { theirs: many(incident), now: AT })
        expect(faultsIn(home, LIMITS.viewBlocks)).toEqual([])
        const lines = [
          { kind: 'decision' as const, text: name, at: AT, by: { kind: 'bot' as const }, incident: 'INC-1' },
        ]
        expect(faultsIn(logMessage(Array(100).fill(lines[0]), 30, true))).toEqual([])
      }),
      runs,
    )
  })

  it('is within Slack’s limits and pings nobody in the story, the timeline and reminders', () => {
    fc.assert(
      fc.property(overIncidents, reviewEvents, (incident, event) => {
        const entry = anEntry(event)
        for (const message of [storyMessage(entry, incident, policy), remindReviewMessage(entry, incident)]) {
          expect(faultsIn(message)).toEqual([])
          expect(faultsInMrkdwn(message.text)).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('fits the forms, with what was entered before in them', () => {
    fc.assert(
      fc.property(overIncidents, nasty(300), (incident, text) => {
        const [followUp] = incident.followUps
        const views = [
          resolveModal(incident, policy),
          summaryModal(incident),
          contributeModal(incident),
          reviewOwnerModal(incident),
          logModal('decision', incident),
          logModal('near-miss'),
          followUpModal(incident, { text, owner: 'U0ANA', due: '2026-06-19', problem: text }),
          ...(followUp ? [followUpModal(incident, {}, followUp), dropFollowUpModal(incident, followUp)] : []),
        ]
        for (const view of views) expect(faultsIn(view)).toEqual([])
      }),
      runs,
    )
  })
})

describe('the list of follow-ups', () => {
  const followUp = (number: number, due?: number) => ({
    number,
    text: `do ${number}`,
    state: 'open' as const,
    by: 'U0ANA',
    at: AT,
    ...(due !== undefined && { due }),
  })
  const incident = anIncident({
    followUps: [
      followUp(1),
      followUp(2, AT + 5),
      followUp(3, AT - 5),
      { ...followUp(4, AT - 9), state: 'done', end: { by: 'U0BEN', at: AT } },
    ],
  })

  it('has what is overdue first and what is over last, each open one with its buttons', () => {
    const owed = incident.followUps.map((each) => ({ incident, followUp: each }))
    const shown = JSON.stringify(followUpList(owed, { title: 'x', empty: '', now: AT }))
    const order = [...shown.matchAll(/do (\d)\\n/g)].map(([, number]) => number)
    expect(order).toEqual(['3', '2', '1', '4'])
    expect(shown.match(/"text":"Done"/g)).toHaveLength(3)
    expect(shown).toContain('*overdue since')
  })
})
