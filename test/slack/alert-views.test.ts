import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALERT_STATUSES, type Alert, type AlertEvent } from '../../src/core/alert/alert.ts'
import { ALERT_LEVELS } from '../../src/core/alert/signal.ts'
import type { Run } from '../../src/core/ladder/climber.ts'
import { ALERT_ACTIONS, alertValue, readAlertValue } from '../../src/slack/alert-controls.ts'
import { linkModal, silenceModal } from '../../src/slack/views/alert-forms.ts'
import { alertMessage, lineElsewhere } from '../../src/slack/views/alert-line.ts'
import { alertList } from '../../src/slack/views/alert-list.ts'
import { alertHelpCall, alertPage } from '../../src/slack/views/alert-page.ts'
import { alertStory } from '../../src/slack/views/alert-story.ts'
import { cardMessage } from '../../src/slack/views/card.ts'
import { homeView } from '../../src/slack/views/home.ts'
import { resolveModal } from '../../src/slack/views/review-forms.ts'
import { aPolicy } from '../core/a-policy.ts'
import { aRun } from './a-run.ts'
import { anAlert, anAlertEntry, members } from './an-alert.ts'
import { AT, anIncident } from './an-incident.ts'
import { faultsIn } from './block-rules.ts'
import { nasty } from './hostile.ts'

const policy = aPolicy()
const text = (value: unknown) => JSON.stringify(value)
const MINUTE = 60_000

/** The action ids on a message, in order. */
function buttons(message: { blocks: unknown[]; attachments?: unknown }): string[] {
  return [...text(message).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id ?? '')
}

const { acknowledge, declare, link, silence, endSilence } = ALERT_ACTIONS

describe('the line of an alert', () => {
  it('says its level in a word, what is wrong, by when somebody has to answer, and whose it is', () => {
    const shown = text(alertMessage(anAlert(), policy))
    expect(shown).toMatch(/🚨 \*Critical\* · \*Orders API: 6\.2 % of requests fail\*/)
    expect(shown).toContain('The limit is 1 %.')
    expect(shown).toMatch(/To be acknowledged by <!date\^/)
    expect(shown).toContain('orders-api · from Alertmanager · ALERT-7')
  })

  it('has another colour and another word for every level, and for what is over', () => {
    const shown = [
      ...ALERT_LEVELS.map((level) => alertMessage(anAlert({ level }), policy)),
      alertMessage(anAlert({ status: 'resolved', firing: 0 }), policy),
    ]
    expect(new Set(shown.map(({ attachments }) => attachments?.[0]?.color)).size).toBe(4)
    expect(shown.map(({ text: words }) => words.split(':')[0])).toEqual([
      'ℹ️ Info',
      '⚠️ Warning',
      '🚨 Critical',
      '✅ Resolved',
    ])
  })

  it.each<[string, Partial<Alert>, string[]]>([
    ['nobody has taken', {}, [acknowledge, declare, link, silence]],
    [
      'somebody has taken',
      { status: 'acknowledged', answered: { how: 'acknowledged', level: 'critical', at: AT, by: 'U0ANA' } },
      [declare, link, silence],
    ],
    [
      'is silenced',
      {
        status: 'silenced',
        answered: { how: 'silenced', level: 'critical', at: AT, by: 'U0ANA', until: AT },
      },
      [endSilence, declare, link],
    ],
    ['belongs to an incident', { incident: 'INC-3' }, [acknowledge, 'incident.open', link, silence]],
    ['is over', { status: 'resolved', firing: 0 }, [declare, link]],
    ['is over, and belongs to one', { status: 'resolved', firing: 0, incident: 'INC-3' }, ['incident.open']],
  ])('that %s offers what is sensible then', (_what, changes, expected) => {
    expect(buttons(alertMessage(anAlert(changes), policy))).toEqual(expected)
  })

  it('says who took it, why it is silenced and until when, and what it belongs to', () => {
    const taken = { how: 'acknowledged', level: 'critical', at: AT, by: 'U0ANA' } as const
    expect(text(alertMessage(anAlert({ status: 'acknowledged', answered: taken }), policy))).toContain(
      'Acknowledged* by <@U0ANA>',
    )
    const elsewhere = { ...taken, by: undefined, name: 'Pat <!here>' } as never
    expect(text(alertMessage(anAlert({ status: 'acknowledged', answered: elsewhere }), policy))).toContain(
      'by Pat &lt;!here&gt;',
    )
    const quiet = {
      how: 'silenced',
      level: 'critical',
      at: AT,
      by: 'U0ANA',
      until: AT,
      reason: 'A test',
    } as const
    expect(text(alertMessage(anAlert({ status: 'silenced', answered: quiet }), policy))).toMatch(
      /Silenced\* until <!date.*by <@U0ANA>\.\\n> A test/,
    )
    expect(text(alertMessage(anAlert({ incident: 'INC-3' }), policy))).toContain('Belongs to *INC-3*')
  })

  it('of a group counts its alerts and names the worst first, as many as can be read', () => {
    const many = {
      ...members(59),
      worst: { at: AT, firing: true, level: 'critical', title: 'No connection' },
    }
    const shown = text(alertMessage(anAlert({ members: many as never, firing: 60 }), policy))
    expect(shown).toContain('×60')
    expect(shown).toContain('*60 alerts*, 60 firing (1 critical, 59 warning)')
    expect(shown).toMatch(/firing \(1 critical, 59 warning\)\\n🚨 No connection\\n⚠️ Pod/)
    expect(shown).toContain('…and 52 more')
    expect(shown.match(/is not ready/g)).toHaveLength(7)
  })

  it('in the room says that its own channel is missing and what to do about it', () => {
    expect(text(lineElsewhere(alertMessage(anAlert(), policy), 'ops-alerts'))).toMatch(
      /no public channel #ops-alerts.*channels\.alerts/,
    )
  })
})

const anAlertRun = (changes: Partial<Run> = {}) =>
  aRun({ run: 2, trigger: 'alert', why: 'Critical alert: Orders API', ...changes })

describe('a page about an alert', () => {
  it('says what is wanted, what is wrong and where its line is, and can be answered', () => {
    const page = alertPage(anAlert(), anAlertRun(), 'U0ANA', policy, 'https://x.example/p1')
    expect(text(page)).toMatch(/Please acknowledge by .*🚨 Critical · \*Orders API: 6\.2 %/)
    expect(text(page)).toContain('<https://x.example/p1|its line in #ops-alerts>')
    expect(buttons(page)).toEqual([acknowledge, ALERT_ACTIONS.cannot, declare, ALERT_ACTIONS.open])
    expect(text(page)).toContain(`"value":"${alertValue('ALERT-7', 2)}"`)
  })

  it('that is over says how it ended, and asks for nothing', () => {
    const ended = anAlertRun({ phase: 'over', end: { how: 'resolved', at: AT } })
    const page = alertPage(anAlert(), ended, 'U0ANA', policy)
    expect(text(page)).toContain('The alert is over')
    expect(buttons(page)).toEqual([])
  })

  it('that nobody answers calls everybody, with whom to telephone', () => {
    const help = alertHelpCall(anAlert(), anAlertRun({ alarms: 2 }), policy)
    expect(text(help)).toMatch(/<!channel> \*Nobody has answered\.\*/)
    expect(text(help)).toContain('for the 2. time')
  })
})

describe('the thread of an alert', () => {
  const told = (event: AlertEvent, user?: string) =>
    text(
      alertStory(
        anAlertEntry(event, user === undefined ? { kind: 'bot' } : { kind: 'user', id: user }),
        anAlert(),
        policy,
        false,
      ),
    )

  it('tells who did what', () => {
    expect(told({ type: 'alert-acknowledged', afterMs: 3 * MINUTE }, 'U0ANA')).toContain(
      '<@U0ANA> acknowledged it after 3 minutes.',
    )
    expect(told({ type: 'alert-silenced', minutes: 90, until: AT, reason: 'A test' }, 'U0ANA')).toMatch(
      /<@U0ANA> silenced it for 1 hour 30 minutes, until .*> A test/,
    )
    expect(told({ type: 'acknowledgement-missed', minutes: 5, level: 'critical' })).toContain(
      'Nobody acknowledged it* within 5 minutes',
    )
    expect(told({ type: 'alert-linked', incident: 'INC-3', by: 'U0BEN', pages: false })).toContain(
      'belongs to *INC-3* now, by <@U0BEN>',
    )
    expect(told({ type: 'page-failed', run: 1, step: 1, user: 'U0ANA', why: 'gone' })).toContain(
      'Telephone them',
    )
    expect(told({ type: 'signals-taken', signals: [] })).toBeUndefined()
  })
})

describe('the list of alerts', () => {
  it('begins with what nobody has taken, then the worst', () => {
    const alerts = [
      anAlert({ id: 'ALERT-1', level: 'warning' }),
      anAlert({ id: 'ALERT-2', status: 'silenced' }),
      anAlert({ id: 'ALERT-3' }),
    ]
    const shown = text(alertList(alerts, policy))
    const order = [...shown.matchAll(/"block_id":"alert (ALERT-\d)"/g)].map(([, id]) => id)
    expect(order).toEqual(['ALERT-3', 'ALERT-1', 'ALERT-2'])
  })

  it('says when nothing fires, and when there is more', () => {
    expect(text(alertList([], policy))).toContain('No alert fires')
    const many = Array.from({ length: 11 }, (_, n) => anAlert({ id: `ALERT-${n + 1}` }))
    expect(text(alertList(many, policy))).toContain('There are more')
  })
})

describe('an incident with alerts', () => {
  const alerts = {
    'ALERT-1': { title: 'Old', level: 'warning', firing: false, since: AT },
    'ALERT-2': { title: 'Orders <!here>', level: 'critical', firing: true, since: AT },
  } as const

  it('names them on its card, those that fire first', () => {
    const card = text(cardMessage(anIncident({ alerts }), policy))
    expect(card).toContain('*Alerts:* 1 firing, 1 over')
    expect(card).toMatch(/🚨 Critical \*ALERT-2\* Orders &lt;!here&gt;\\n✅ \*ALERT-1\* Old/)
  })

  it('asks whether it is over while one fires, and does not when none does', () => {
    expect(text(resolveModal(anIncident({ alerts }), policy))).toContain('One of its alerts still fires')
    expect(
      text(resolveModal(anIncident({ alerts: { 'ALERT-1': alerts['ALERT-1'] } }), policy)),
    ).not.toContain('still fire')
  })
})

describe('the home page', () => {
  const home = (firing: Alert[]) => text(homeView('U0ANA', [], policy, { theirs: [], now: AT }, firing))

  it('shows critical alerts that are no incident yet, with their buttons', () => {
    expect(home([anAlert(), anAlert({ id: 'ALERT-8', level: 'warning' })])).toMatch(
      /Critical alerts.*Orders API.*Acknowledge.*Show all alerts \(1 more\)/,
    )
  })

  it('shows none while there is none', () => {
    expect(home([anAlert({ level: 'warning' }), anAlert({ incident: 'INC-3' })])).not.toContain(
      'Critical alerts',
    )
  })
})

describe('the forms', () => {
  it('offer only times that the policy allows', () => {
    const short = { alerts: { ...policy.alerts, silenceMinutesMax: 60 } }
    expect(
      [...text(silenceModal(anAlert(), short)).matchAll(/"value":"(\d+)"/g)].map(([, minutes]) => minutes),
    ).toEqual(['15', '30', '60', '60'])
  })

  it('offer at most a hundred incidents', () => {
    const open = Array.from({ length: 120 }, (_, n) => anIncident({ id: `INC-${n + 1}`, number: n + 1 }))
    expect(faultsIn(linkModal(anAlert(), open), 100)).toEqual([])
  })
})

/** The one ping that is meant: when nobody answers, everybody is called. */
function withoutPing<T>(message: T): T {
  return JSON.parse(text(message).replace('<!channel> *Nobody', '*Nobody'))
}

describe('whatever monitoring writes', () => {
  const alerts = fc
    .record({
      title: nasty(200),
      summary: nasty(1_000),
      service: nasty(80),
      source: nasty(40),
      level: fc.constantFrom(...ALERT_LEVELS),
      status: fc.constantFrom(...ALERT_STATUSES),
      many: fc.integer({ min: 1, max: 60 }),
      name: nasty(200),
      reason: nasty(500),
      link: nasty(300),
      failures: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ many, name, reason, link: url, ...rest }) =>
      anAlert({
        ...rest,
        members: members(many, { title: name.slice(0, 200) }),
        firing: many,
        links: [{ title: name.slice(0, 100), url: `https://x.example/${url}` }],
        answered: { how: 'silenced', level: 'info', at: AT, until: AT, name, reason },
      }),
    )

  it('fits Slack, and pings and links nobody', () => {
    fc.assert(
      fc.property(alerts, (alert) => {
        const run = anAlertRun({ why: alert.title })
        const surfaces = [
          alertMessage(alert, policy),
          lineElsewhere(alertMessage(alert, policy), 'ops-alerts'),
          alertPage(alert, run, 'U0ANA', policy, 'https://x.example'),
          withoutPing(alertHelpCall(alert, run, policy)),
          alertList(
            Array.from({ length: 12 }, (_, n) => ({ ...alert, id: `ALERT-${n + 1}` })),
            policy,
          ),
        ]
        for (const surface of surfaces) expect(faultsIn(surface)).toEqual([])
        for (const view of [silenceModal(alert, policy), linkModal(alert, [anIncident()])])
          expect(faultsIn(view, 100)).toEqual([])
        const shown = text([alertMessage(alert, policy), alertList([alert], policy)])
        expect(shown).not.toMatch(/<!(?:channel|here)|<@U1>|<#C1|<https:\/\/evil/)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a button about an alert', () => {
  it('names it and the page, and anything else is no button of ours', () => {
    expect(readAlertValue(alertValue('ALERT-7', 3))).toEqual({ id: 'ALERT-7', run: 3 })
    expect(readAlertValue(alertValue('ALERT-7'))).toEqual({ id: 'ALERT-7' })
    for (const forged of ['INC-7 3', 'ALERT-0 -', 'ALERT-7', 'ALERT-7 3 4', '', undefined])
      expect(readAlertValue(forged)).toBeUndefined()
  })
})
