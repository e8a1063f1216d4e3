import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMAND_GROUPS } from '../../src/core/command-groups.ts'
import { COMMANDS } from '../../src/core/commands.ts'
import { timelineLine } from '../../src/core/timeline/timeline-line.ts'
import { LIMITS } from '../../src/slack/limits.ts'
import { alarmMessage } from '../../src/slack/views/alarm.ts'
import {
  declared,
  done,
  help,
  list,
  question,
  refusal,
  shown,
  unclear,
} from '../../src/slack/views/answers.ts'
import {
  addMessageModal,
  evidenceModal,
  momentModal,
  noteModal,
} from '../../src/slack/views/capture-forms.ts'
import { addedMessage, whichIncidentMessage } from '../../src/slack/views/captured.ts'
import { cardMessage, ownCardMessage } from '../../src/slack/views/card.ts'
import { declareModal } from '../../src/slack/views/declare-modal.ts'
import { homeView } from '../../src/slack/views/home.ts'
import {
  renameModal,
  reopenModal,
  roleModal,
  severityModal,
  statusModal,
  updateModal,
} from '../../src/slack/views/incident-forms.ts'
import { notInvitedMessage } from '../../src/slack/views/not-invited.ts'
import { storyMessage } from '../../src/slack/views/story.ts'
import { timelineMessage } from '../../src/slack/views/timeline.ts'
import { topicText } from '../../src/slack/views/topic.ts'
import { aPolicy } from '../core/a-policy.ts'
import { AT, anEntry, anIncident } from './an-incident.ts'
import { faultsIn, faultsInMrkdwn } from './block-rules.ts'
import { events, incidents, nasty } from './hostile.ts'

const policy = aPolicy()
const manyRoles = aPolicy({
  roles: Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [`role-${n}`, { name: `R & <b> ${n}`, does: 'x'.repeat(200) }]),
  ),
})

function text(value: unknown): string {
  return JSON.stringify(value)
}

function labels(value: unknown): string[] {
  return [
    ...text(value).matchAll(
      /"type":"button","action_id":"[^"]+","text":\{"type":"plain_text","text":"([^"]+)"/g,
    ),
  ].map(([, label]) => label ?? '')
}

describe('whatever people type', () => {
  it('is within Slack’s limits and pings nobody on the card, in the welcome and in answers', () => {
    fc.assert(
      fc.property(incidents, (incident) => {
        for (const message of [
          cardMessage(incident, policy),
          ownCardMessage(incident, policy),
          shown(incident, manyRoles),
          declared(incident),
          question('Which <one>?', [incident, incident]),
          whichIncidentMessage(
            Array.from({ length: 12 }, () => incident),
            { channel: 'C0ROOM', ts: '1.1' },
          ),
          addedMessage(incident, AT),
          list([incident], true),
          done(incident, [], policy),
        ]) {
          expect(faultsIn(message)).toEqual([])
          expect(faultsInMrkdwn(message.text)).toEqual([])
          expect(message.text.length).toBeLessThanOrEqual(LIMITS.messageText)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('is within Slack’s limits and pings nobody in the story, the timeline and alarms', () => {
    fc.assert(
      fc.property(incidents, fc.array(events, { minLength: 1, maxLength: 15 }), (incident, all) => {
        const entries = all.map((event, n) => anEntry(event, { seq: n + 1 }))
        const amending = [
          anEntry({ type: 'entry-corrected', entry: 1, text: incident.title, at: AT - 99_999 }, { seq: 98 }),
          anEntry({ type: 'entry-withdrawn', entry: 1, reason: incident.title }, { seq: 99 }),
        ]
        const messages = [
          ...entries.map((entry) => storyMessage(entry, incident, policy)),
          ...entries.map((entry) => alarmMessage(entry, incident)),
          timelineMessage(
            incident,
            {
              lines: entries.map((entry) => timelineLine(entry, amending)),
              page: 2,
              pages: 3,
              found: 40,
              entries: 50,
            },
            { page: 2, view: 'notes', by: 'U0ANA', from: AT, to: AT, text: incident.title },
            policy,
          ),
          done(incident, entries, policy),
        ]
        for (const message of messages) {
          expect(faultsIn(message)).toEqual([])
          expect(faultsInMrkdwn(message.text)).toEqual([])
        }
      }),
      { numRuns: 100 },
    )
  })

  it('is within Slack’s limits in forms and on the home page', () => {
    fc.assert(
      fc.property(incidents, nasty(5_000), (incident, typed) => {
        const person = 'U0ANA'
        const forms = [
          declareModal(policy, { title: typed, channel: 'C1' }),
          updateModal(incident, typed),
          statusModal(incident, 'resolved', typed),
          severityModal(incident, policy, { reason: typed }),
          roleModal(incident, manyRoles, { person }),
          noteModal(incident, typed),
          evidenceModal(incident, AT),
          momentModal(incident, { moment: 'started', at: AT, reason: typed }),
          addMessageModal(
            Array.from({ length: 120 }, (_, n) => ({ ...incident, id: `INC-${n + 1}` })),
            {
              text: typed,
              authorName: typed,
              at: AT,
              message: '{}',
            },
          ),
          reopenModal(incident),
          renameModal(incident),
        ]
        for (const view of forms) {
          expect(faultsIn(view, 100)).toEqual([])
          expect(view.title.text.length).toBeLessThanOrEqual(24)
        }
        expect(
          faultsIn(
            homeView(
              person,
              Array.from({ length: 60 }, (_, n) => ({ ...incident, id: `INC-${n + 1}` })),
              policy,
            ),
            100,
          ),
        ).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('is quoted back harmlessly when it was not understood or refused', () => {
    fc.assert(
      fc.property(nasty(5_000), (typed) => {
        for (const message of [
          refusal(typed),
          unclear(typed, [typed, 'help']),
          notInvitedMessage(anIncident(), [{ who: typed, why: typed }]),
        ])
          expect(faultsIn(message)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('fits a topic, without anything that Slack would take for a mention', () => {
    fc.assert(
      fc.property(incidents, (incident) => {
        const topic = topicText(incident)
        expect(topic.length).toBeLessThanOrEqual(250)
        expect(topic.replace(/<@[UW][A-Z0-9]+>/g, '')).not.toMatch(/[<>]/)
      }),
    )
  })
})

describe('the card', () => {
  it('asks for a commander first, and offers the next step', () => {
    expect(labels(cardMessage(anIncident(), policy))).toEqual([
      'Take command',
      'Post update…',
      'Mark identified',
    ])
    expect(text(cardMessage(anIncident(), policy))).toContain('nobody yet')
  })

  it('offers updates first once somebody leads, and to resolve when it is being watched', () => {
    const led = anIncident({ roles: { commander: 'U0ANA' }, status: 'monitoring' })
    expect(labels(cardMessage(led, policy))).toEqual(['Post update…', 'Resolve…'])
    expect(text(cardMessage(led, policy))).toContain('<@U0ANA>')
  })

  it('offers to sum it up, to follow up and to reopen when it is over', () => {
    const over = anIncident({ status: 'resolved', resolvedAt: AT + 72 * 60_000 })
    expect(labels(cardMessage(over, policy))).toEqual([
      'Complete the summary…',
      'Add a follow-up…',
      'Reopen…',
    ])
    expect(text(cardMessage(over, policy))).toContain('open for 1 h 12 min')
  })

  it('shows failed deliveries loudly', () => {
    expect(text(cardMessage(anIncident({ failures: 2 }), policy))).toContain(
      '🚨 *2 messages were not delivered.*',
    )
    expect(text(cardMessage(anIncident(), policy))).not.toContain('🚨')
  })

  it('shows the newest update with what it affects and what comes next', () => {
    const lastUpdate = {
      summary: 'Rolled back\nErrors fall',
      impact: 'A third of orders',
      next: 'Watch',
      at: AT,
      by: 'U0ANA',
      entry: 9,
    }
    const card = text(cardMessage(anIncident({ lastUpdate, updates: 3 }), policy))
    expect(card).toContain('*Update 3*')
    expect(card).toContain('> Rolled back\\n> Errors fall')
    expect(card).toContain('*Impact:* A third of orders')
  })
})

describe('what a phone shows before anything is opened', () => {
  it('is what was said, not only that something was', () => {
    const update = { summary: 'Rolled *back*\nErrors fall', next: 'Watch <b>' }
    const posted = anEntry({ type: 'update-posted', number: 2, update })
    expect(storyMessage(posted, anIncident(), policy).text).toBe(
      'INC-7: 📣 <@U0DANA> posted update 2: Rolled *back* Errors fall · Next: Watch &lt;b&gt;',
    )
  })

  it('names the incident outside of its own channel only', () => {
    const posted = anEntry({ type: 'update-posted', number: 2, update: { summary: 'Rolled back' } })
    const named = '*INC-7* Orders API answers 500'
    expect(text(storyMessage(posted, anIncident(), policy).blocks)).toContain(named)
    expect(text(storyMessage(posted, anIncident(), policy, { place: 'own channel' }).blocks)).not.toContain(
      named,
    )
  })

  it('is shortened when it is long', () => {
    const noted = anEntry({ type: 'noted', text: 'x'.repeat(2_500) })
    expect(storyMessage(noted, anIncident(), policy).text.length).toBeLessThan(1_000)
  })

  it('says of a card that nobody leads yet', () => {
    expect(cardMessage(anIncident(), policy).text).toContain('no commander yet')
    expect(cardMessage(anIncident({ roles: { commander: 'U0ANA' } }), policy).text).not.toContain(
      'no commander',
    )
  })
})

describe('what somebody did', () => {
  it('is given back to them with what they said', () => {
    const said = (entry: Parameters<typeof anEntry>[0]) => done(anIncident(), [anEntry(entry)], policy).text
    expect(said({ type: 'noted', text: 'Pool <full>' })).toBe('✅ *INC-7*: you noted: Pool &lt;full&gt;.')
    expect(said({ type: 'noted', text: 'Is it back?' })).toBe('✅ *INC-7*: you noted: Is it back?')
    expect(said({ type: 'renamed', from: 'A', title: 'B' })).toBe(
      '✅ *INC-7*: you renamed it to B (Before: A).',
    )
  })
})

describe('open incidents', () => {
  it('are shown the worst first, on the home page too; with those that are over the newest comes first', () => {
    const three = [
      anIncident({ number: 9, id: 'INC-9', severity: 'sev4' }),
      anIncident({ number: 3, id: 'INC-3', severity: 'sev1' }),
      anIncident({ number: 8, id: 'INC-8', severity: 'sev1' }),
    ]
    const order = /INC-8.*INC-3.*INC-9/
    expect(text(list(three, false).blocks)).toMatch(order)
    expect(text(homeView('U0ZOE', three, policy))).toMatch(order)
    expect(text(list(three, true).blocks)).toMatch(/INC-9.*INC-3.*INC-8/)
  })
})

describe('an incident in a list', () => {
  it('has when it was over and how long it took, and asks for no commander any more', () => {
    const over = anIncident({ status: 'resolved', resolvedAt: AT + 72 * 60_000 })
    expect(text(list([over], true))).toMatch(/open for 1 h 12 min/)
    expect(text(list([over], true))).not.toContain('no commander')
    expect(topicText(over)).not.toContain('no commander')
    expect(text(list([anIncident()], false))).toContain('⚠️ no commander')
  })
})

describe('a home page', () => {
  it('says what to do first while all is well, and steps back behind what is open', () => {
    expect(text(homeView('U0ANA', [], policy).blocks[2])).toContain('"style":"primary"')
    const open = homeView('U0ANA', [anIncident({ roles: { commander: 'U0ANA' } })], policy)
    expect(text(open.blocks[2])).not.toContain('style')
    expect(text(open)).toContain('you are *Incident commander*')
    expect(text(open)).not.toContain('danger')
  })
})

describe('the card shown to one person', () => {
  it('says where the thread is, for there is none below it', () => {
    expect(text(shown(anIncident(), policy))).toContain('The card is in <#C0ROOM>')
    expect(text(shown(anIncident(), policy))).not.toContain('this thread')
  })
})

describe('a lost channel', () => {
  it('is told with where to talk instead', () => {
    const lost = anEntry(
      { type: 'channel-lost', channel: 'C0INC', why: 'archived' },
      { actor: { kind: 'bot' } },
    )
    const message = storyMessage(lost, anIncident(), policy)
    expect(message.text).toBe('INC-7: ⚠️ Tocsin can no longer use the channel <#C0INC> (Because: archived)')
    expect(text(message.blocks)).toContain('Talk in this thread from now on.')
  })
})

describe('a long note', () => {
  it('is told in full, in several parts', () => {
    const note = '&'.repeat(2_500)
    const { blocks } = storyMessage(anEntry({ type: 'noted', text: note }), anIncident(), policy)
    expect(text(blocks).match(/&amp;/g)).toHaveLength(2_500)
    expect(blocks.length).toBeGreaterThan(4)
  })
})

describe('help', () => {
  it('explains one command with an example', () => {
    expect(text(help('severity'))).toContain('/incident severity sev1 Checkout fails for everybody')
    expect(faultsIn(help())).toEqual([])
  })

  it('lists every command once, under what somebody is after', () => {
    const all = text(help())
    for (const group of COMMAND_GROUPS) expect(all).toContain(`*${group}*`)
    for (const { name } of COMMANDS)
      expect(all.match(new RegExp(`\`${name}[ \`]`, 'g')), name).toHaveLength(1)
  })
})
