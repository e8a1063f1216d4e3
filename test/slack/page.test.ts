import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UNWOUND } from '../../src/core/incident/clock.ts'
import type { Incident, IncidentEvent } from '../../src/core/incident/incident.ts'
import type { Run } from '../../src/core/ladder/climber.ts'
import { cardMessage } from '../../src/slack/views/card.ts'
import { helpCall } from '../../src/slack/views/help-call.ts'
import { homeView } from '../../src/slack/views/home.ts'
import { pageMessage } from '../../src/slack/views/page.ts'
import { escalateModal, pageModal } from '../../src/slack/views/page-forms.ts'
import { storyMessage } from '../../src/slack/views/story.ts'
import { askUpdateMessage, nudgeMessage } from '../../src/slack/views/update-reminders.ts'
import { aPromisingPolicy } from '../core/a-policy.ts'
import { aBot } from './a-bot.ts'
import { aRun } from './a-run.ts'
import { AT, anEntry, anIncident } from './an-incident.ts'
import { faultsIn } from './block-rules.ts'
import { aPerformer } from './hands.ts'
import { incidents, nasty } from './hostile.ts'

const policy = aPromisingPolicy()
const MINUTE = 60_000

const sent = { channel: 'D0ANA', ts: '1.1' }
const aSentRun = (changes: Partial<Run> = {}) =>
  aRun({ people: [{ user: 'U0ANA', step: 1, how: '@on-call', sent }], ...changes })
const over: Run['end'] = { how: 'acknowledged', by: 'U0BEN', at: AT + MINUTE }
const calling = aSentRun({ phase: 'calling', people: [] })
const called: IncidentEvent = {
  type: 'rung-called',
  run: 1,
  step: 1,
  round: 1,
  at: 0,
  rung: { rung: 'on-call', name: 'On-call engineer', ackMinutes: 5 },
  because: 'started',
  due: AT + 5 * MINUTE,
}
const text = (value: unknown) => JSON.stringify(value)

describe('a page', () => {
  it('says first what is wanted and why, then what is known and who was tried', () => {
    const people = [...aSentRun().people, { user: 'U0BEN', step: 1, how: '@x', cannot: true as const }]
    const { blocks } = pageMessage(anIncident(), aSentRun({ people }), 'U0ANA', policy)
    expect(text(blocks[0])).toMatch(/Please acknowledge by .*SEV2 was declared/)
    expect(text(blocks[1])).toContain('Orders API answers 500')
    expect(text(blocks[2])).toContain('Also asked: <@U0BEN> (cannot)')
    expect(text(blocks[3])).toMatch(/Acknowledge.*Take command.*I cannot.*Show/)
    expect(text(blocks[0])).not.toContain('nobody has answered')
  })

  it('says to whoever is asked later that nobody has answered yet', () => {
    const people = [...aRun().people, { user: 'U0BEN', step: 2, how: '@secondary' }]
    const run = aRun({ people, step: 2, steps: [0, 1] })
    const wanted = (person: string) => text(pageMessage(anIncident(), run, person, policy).blocks[0])
    expect(wanted('U0BEN')).toMatch(/SEV2 was declared, and \*nobody has answered yet\*\./)
    expect(wanted('U0ANA')).not.toContain('nobody has answered')
  })

  it('shows to whoever cannot answer that this was heard, until it is their turn again', () => {
    const declined = { user: 'U0ANA', step: 1, how: '@on-call', cannot: true as const }
    const first = pageMessage(anIncident(), aRun({ people: [declined], step: 2 }), 'U0ANA', policy)
    expect(text(first.blocks[0])).toContain('You said that you cannot')
    expect(text(first.blocks[0])).not.toContain('Please acknowledge')
    expect(text(first)).toContain('"incident.acknowledge"')
    expect(text(first)).not.toContain('"incident.cannot"')
    const people = [declined, { user: 'U0ANA', step: 4, how: '@on-call' }]
    const again = pageMessage(anIncident(), aRun({ people, step: 4 }), 'U0ANA', policy)
    expect(text(again.blocks[0])).toContain('Please acknowledge')
    expect(text(again)).toContain('"incident.cannot"')
  })

  it('names what is wrong where a phone shows it before it is opened', () => {
    const { text: shown } = pageMessage(anIncident(), aRun(), 'U0ANA', policy)
    expect(shown).toMatch(/SEV2 INC-7 Orders API answers 500: please acknowledge\. SEV2 was declared/)
  })

  it('that nobody needs is told without alarm: whoever stands behind the rung is named, not telephoned', () => {
    const telling = (who: string, why: string) =>
      text(
        storyMessage(
          anEntry({ type: 'rung-empty', run: 1, step: 2, name: 'Secondary', skipped: [{ who, why }] }),
          anIncident(),
          policy,
        ).blocks,
      )
    const known = telling('U0BEN', 'is in command already')
    expect(known).toContain('📟 Tocsin paged nobody as Secondary: <@U0BEN> is in command already')
    expect(known).not.toContain('Telephone')
    const gone = telling('@secondary', 'the group is empty')
    expect(gone).toContain('🚨 Tocsin found nobody to page as Secondary')
    expect(gone).toMatch(/@secondary: the group is empty.*Telephone them/)
  })

  it('by hand quotes who asks, and a page that is over says by whom it ended and asks nothing more', () => {
    const byHand = aSentRun({ trigger: 'by-hand', by: 'U0CHLOE', why: 'Can you <!channel> join?' })
    expect(text(pageMessage(anIncident(), byHand, 'U0ANA', policy).blocks[0])).toMatch(
      /<@U0CHLOE> asks for you:.*&lt;!channel&gt; join/,
    )
    const ended = pageMessage(anIncident(), aSentRun({ phase: 'over', end: over }), 'U0ANA', policy)
    expect(text(ended)).toContain('Acknowledged* by <@U0BEN>')
    expect(text(ended)).not.toContain('"actions"')
  })

  it('and everything else about promises is within Slack’s limits, whatever people typed', () => {
    const reason = nasty(500)
    fc.assert(
      fc.property(incidents, reason, fc.integer({ min: 0, max: 40 }), (incident, why, count) => {
        const people = Array.from({ length: count }, (_, n) => ({ user: `U${n}`, step: 1, how: '@x' }))
        const run = aSentRun({ why, trigger: 'by-hand', by: 'U0ANA', people })
        const cadence = { since: AT, due: AT + MINUTE, stage: 'asked', missed: 1, snoozed: 0 } as const
        const full: Incident = { ...incident, runs: [run], cadence, breaches: 3, promises: UNWOUND.promises }
        const missed: IncidentEvent = { type: 'update-missed', first: AT, count: 2, inRow: 3, next: AT }
        const started: IncidentEvent = { ...run, type: 'escalation-started', firstAt: AT }
        for (const message of [
          pageMessage(full, run, 'U1', policy),
          nudgeMessage(anEntry(missed), full),
          askUpdateMessage(anEntry({ type: 'update-asked', due: AT }), full),
          cardMessage(full, policy),
          storyMessage(anEntry(started), full, policy),
          storyMessage(
            anEntry({
              type: 'people-paged',
              run: 1,
              step: 1,
              name: why.slice(0, 80),
              because: 'cannot',
              people,
              skipped: [{ who: '@x', why }],
            }),
            full,
            policy,
          ),
        ]) {
          expect(faultsIn(message)).toEqual([])
        }
        // It is the bot's own cry that everybody in the room is to hear, and no words of anybody else.
        const cry = JSON.stringify(helpCall(full, run, policy)).replace('<!channel>', '')
        expect(faultsIn(JSON.parse(cry))).toEqual([])
        expect(
          faultsIn(
            homeView(
              'U1',
              Array.from({ length: 40 }, () => full).map((each, n) => ({ ...each, id: `INC-${n + 1}` })),
              policy,
            ),
            100,
          ),
        ).toEqual([])
        for (const view of [escalateModal(full, policy), pageModal(full, policy, { rung: 'on-call' })])
          expect(faultsIn(view, 100)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('the card', () => {
  it('shows the next update, who is paged and when service is to be back', () => {
    const promises = { recovery: { timeMinutes: 60, pointMinutes: 15, escalateAtPercent: [50] } }
    const cadence = { since: AT, due: AT + 15 * MINUTE, stage: 'quiet', missed: 0, snoozed: 0 } as const
    const card = text(cardMessage(anIncident({ promises, cadence, runs: [aSentRun()] }), policy))
    expect(card).toMatch(/Next update.*09:45/)
    expect(card).toContain('📟 <@U0ANA>, answer by')
    expect(card).toMatch(/Back in service.*10:30.*at most 15 min of data lost/)
    const mitigated = { outage: { since: AT, mitigatedAt: AT + 61 * MINUTE, long: true, sharePassed: 100 } }
    expect(text(cardMessage(anIncident({ promises, status: 'monitoring', ...mitigated }), policy))).toContain(
      '⚠️ after 1 h 1 min, later than',
    )
  })
})

describe('the home page', () => {
  it('shows what is asked of a person: pages to answer, updates to post', () => {
    const cadence = { since: AT, due: AT + 15 * MINUTE, stage: 'quiet', missed: 0, snoozed: 0 } as const
    const incident = anIncident({ runs: [aSentRun()], cadence, roles: { commander: 'U0BEN' } })
    expect(text(homeView('U0ANA', [incident], policy))).toMatch(/You are paged.*Acknowledge/)
    expect(text(homeView('U0BEN', [incident], policy))).toMatch(/You owe an update by/)
    expect(text(homeView('U0CHLOE', [incident], policy))).toContain('Nothing is asked of you')
  })
})

describe('finding out whom to page', () => {
  const wide = (page: string[]) =>
    aPromisingPolicy({ rungs: { ...policy.rungs, 'on-call': { name: 'On-call', page } } })
  const look = async (page: string[], roles: Record<string, string> = {}) => {
    const { perform } = await aPerformer()
    return perform('slack.page-rung', {
      args: { run: 1, step: 1 },
      state: { runs: [calling], roles },
      event: called,
      policy: wide(page),
    })
  }

  it('says for each person how they were found, and for everybody left out why', async () => {
    const page = [
      '@ana',
      'ben@example.com',
      'U0GUS',
      '@nobody',
      'role:scribe',
      'role:commander',
      'pagerduty:policy:PUS0KTE',
    ]
    expect(await look(page, { commander: 'U0BEN' })).toEqual({
      outcome: 'ok',
      command: {
        type: 'record-page',
        run: 1,
        step: 1,
        people: [
          { user: 'U0ANA', how: '@ana' },
          { user: 'U0BEN', how: 'ben@example.com' },
          { user: 'U0BEN', how: 'role:commander' },
        ],
        skipped: [
          { who: 'U0GUS', why: 'is no full member (guest)' },
          { who: '@nobody', why: 'nobody here has this name, or the group is empty' },
          { who: 'role:scribe', why: 'nobody holds this role' },
          { who: 'pagerduty:policy:PUS0KTE', why: 'PagerDuty is not connected' },
        ],
      },
    })
  })

  it('finds nobody behind a rung of guests and empty names, and does nothing for a page that is over', async () => {
    expect(await look(['U0GUS', '@nobody'])).toMatchObject({
      command: { type: 'record-rung-empty', run: 1, step: 1 },
    })
    const { perform } = await aPerformer()
    const ended = { runs: [aSentRun({ phase: 'over', end: over })] }
    expect(
      await perform('slack.page-rung', { args: { run: 1, step: 1 }, state: ended, event: called }),
    ).toEqual({
      outcome: 'ok',
    })
  })
})

describe('paging one person', () => {
  const args = { run: 1, step: 1, user: 'U0ANA' }

  it('is recorded with where the copy is, so that it can be kept up to date', async () => {
    const { slack, perform } = await aPerformer()
    const outcome = await perform('slack.page', { args, state: { runs: [aSentRun()] }, policy })
    expect(outcome).toMatchObject({ command: { type: 'record-page-sent', user: 'U0ANA', run: 1, step: 1 } })
    expect(text(slack.called('chat.postMessage'))).toContain('Please acknowledge')
  })

  it('is not done for a page that was answered in the meantime', async () => {
    const { slack, perform } = await aPerformer()
    const runs = [aSentRun({ phase: 'over', end: over })]
    expect(await perform('slack.page', { args, state: { runs }, policy })).toEqual({ outcome: 'ok' })
    expect(slack.called('chat.postMessage')).toEqual([])
  })

  it('is not done when it was answered while the direct message was being opened', async () => {
    const { slack, perform } = await aPerformer()
    const newest = async () => anIncident({ runs: [aSentRun({ phase: 'over', end: over })] })
    const owed = { args, state: { runs: [aSentRun()] }, policy, newest }
    expect(await perform('slack.page', owed)).toEqual({ outcome: 'ok' })
    expect(slack.called('conversations.open')).toHaveLength(1)
    expect(slack.called('chat.postMessage')).toEqual([])
  })

  it('looks before it repeats, and repeats when it cannot see: better twice than never', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.postMessage', 'accept-then-drop')
    const owed = { args, state: { runs: [aSentRun()] }, policy }
    expect(await perform('slack.page', owed)).toMatchObject({ outcome: 'unknown' })
    expect(await perform('slack.page', { ...owed, maybeSent: true })).toMatchObject({ outcome: 'ok' })
    expect(slack.called('chat.postMessage')).toHaveLength(1)
    slack.mishap('conversations.history', { status: 500 })
    expect(await perform('slack.page', { ...owed, maybeSent: true })).toMatchObject({ outcome: 'ok' })
    expect(slack.called('chat.postMessage')).toHaveLength(2)
  })

  it('waits as long as Slack says, also when an earlier try may have arrived', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.postMessage', { status: 429, headers: { 'retry-after': '15' } })
    const owed = { args, state: { runs: [aSentRun()] }, policy, maybeSent: true }
    expect(await perform('slack.page', owed)).toMatchObject({ outcome: 'retry', why: 'rate limited' })
    expect(slack.called('chat.postMessage')).toHaveLength(1)
  })

  it('whom no message can reach is put on record, so that the next rung is called', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('conversations.open', { error: 'user_disabled' })
    expect(await perform('slack.page', { args, state: { runs: [aSentRun()] }, policy })).toMatchObject({
      command: { type: 'record-page-failed', user: 'U0ANA' },
    })
  })

  it('brings every copy of theirs up to date, and minds none that is gone', async () => {
    const { slack, perform } = await aPerformer()
    slack.mishap('chat.update', { error: 'message_not_found' })
    const people = [1, 2].map((step) => ({
      user: 'U0ANA',
      step,
      how: '@x',
      sent: { channel: 'D0ANA', ts: `${step}.1` },
    }))
    const state = { runs: [aSentRun({ people, phase: 'over', end: over })] }
    expect(await perform('slack.sync-page', { args: { run: 1, user: 'U0ANA' }, state, policy })).toEqual({
      outcome: 'ok',
    })
    expect(slack.called('chat.update').map(({ ts }) => ts)).toEqual(['1.1', '2.1'])
  })
})

describe('what came too late', () => {
  it('is not said: a reminder of a posted update, a cry for help that was answered', async () => {
    const { slack, perform } = await aPerformer()
    const cadence = { since: AT, due: AT + 99, stage: 'quiet', missed: 0, snoozed: 0 } as const
    const nudged: IncidentEvent = { type: 'update-nudged', due: AT }
    await perform('slack.nudge', { args: { user: 'U0ANA' }, event: nudged, state: { cadence } })
    await perform('slack.ask-update', {
      args: { to: 'thread' },
      event: { type: 'update-asked', due: AT },
      state: { cadence },
    })
    const runs = [aSentRun({ phase: 'over', end: over })]
    const cry: IncidentEvent = { type: 'nobody-answered', run: 1, times: 1, next: AT }
    await perform('slack.call-for-help', { args: { to: 'room' }, event: cry, state: { runs }, policy })
    expect(slack.called('chat.postMessage')).toEqual([])
    const alarming = [aSentRun({ phase: 'alarming', alarms: 2 })]
    await perform('slack.call-for-help', {
      args: { to: 'room' },
      event: cry,
      state: { runs: alarming },
      policy,
    })
    expect(text(slack.called('chat.postMessage'))).toContain('+1 555 0100')
  })
})

describe('a tap on a page', () => {
  const paged = async () => {
    const bot = await aBot({ policy })
    await bot.type('declare sev2 Orders fail')
    await bot.type('take')
    await bot.type('page <@U0BEN> Can you look?')
    await bot.quiet()
    return bot
  }

  it('that comes second or too late is told what happened, by whom and when; nothing else happens', async () => {
    const bot = await paged()
    await bot.press('incident.acknowledge', 'INC-1 2', { user: 'U0BEN' })
    await bot.quiet()
    for (const action of ['incident.acknowledge', 'incident.cannot', 'incident.take-page']) {
      const late = await bot.press(action, 'INC-1 2')
      expect(await late.told()).toMatch(/over|acknowledged already.*Acknowledged\* by <@U0BEN>/)
    }
    expect((await bot.type('list')).shown).toContain('commander <@U0ANA>')
    const copies = bot.slack.called('chat.update').filter(({ channel }) => channel !== 'C0ROOM')
    expect(text(copies.at(-1))).toContain('Acknowledged* by <@U0BEN>')
  })

  it('from somebody who was not paged cannot pass it on, but can take it', async () => {
    const bot = await paged()
    expect(await (await bot.press('incident.cannot', 'INC-1 2')).told()).toContain(
      'Only somebody who was paged',
    )
    await bot.press('incident.acknowledge', 'INC-1 2')
    expect((await bot.type('timeline')).shown).toContain('<@U0ANA> acknowledged the page')
  })

  it('on a snooze counts for the update that was seen, not for the next', async () => {
    const bot = await paged()
    const stale = await bot.press('incident.snooze', 'INC-1 12345')
    expect(await stale.told()).toContain('so I changed nothing')
  })

  it('and forms page, escalate and promise the next update', async () => {
    const bot = await paged()
    const on = { incident: 'INC-1' }
    expect((await bot.submit('form.page', on, { message: 'Please' })).json).toEqual({
      response_action: 'errors',
      errors: { person: 'Choose a person, or whoever stands behind a rung.' },
    })
    await bot
      .submit('form.page', on, { person: 'U0GUS', message: 'Please' })
      .then(({ json }) => expect(text(json)).toContain('Only full members'))
    await bot.submit('form.escalate', on, { whom: 'managers', reason: 'Budget' })
    await bot.submit('form.update', on, { summary: 'Looking', 'next-update': '5' })
    await bot.quiet()
    const { shown } = await bot.type('timeline')
    expect(shown).toContain('Budget')
    expect(shown).toContain('found nobody to page as Engineering manager')
    expect(shown).toContain('posted update 1')
  })
})
