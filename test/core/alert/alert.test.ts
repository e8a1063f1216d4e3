import { describe, expect, it } from 'vitest'
import { openRuns } from '../../../src/core/ladder/runs.ts'
import { alerts } from '../../../src/core/policy-alerts.ts'
import { aPromisingPolicy } from '../a-policy.ts'
import { AlertWatch, anAlertPolicy, aSignal, member, NOON } from './watch-alert.ts'

const MINUTE = 60_000
const ANA = member('UANA')

describe('an alert', () => {
  it('that is critical is posted before other work and pages the on-call at once', () => {
    const watch = new AlertWatch().take(aSignal())
    expect(watch.state).toMatchObject({ id: 'ALERT-7', status: 'firing', level: 'critical', firing: 1 })
    expect(watch.owed('slack.post-alert')).toEqual([
      { kind: 'slack.post-alert', lane: 'page', subject: 'alerts:ops-alerts' },
    ])
    expect(watch.pages()).toEqual(['12:00 UANA'])
  })

  it('that is not critical waits its turn and pages nobody before its time is up', () => {
    const watch = new AlertWatch().take(aSignal({ level: 'warning' })).advance(29)
    expect(watch.owed('slack.post-alert')[0]).toMatchObject({ lane: 'say' })
    expect(watch.pages()).toEqual([])
    watch.advance(2)
    expect(watch.all('acknowledgement-missed')).toEqual([
      { type: 'acknowledgement-missed', level: 'warning', minutes: 30 },
    ])
    expect(watch.pages()).toEqual(['12:30 UANA'])
  })

  it('that nobody answers climbs its ladder, and is missed once', () => {
    const watch = new AlertWatch().take(aSignal()).advance(12)
    expect(watch.pages()).toEqual(['12:00 UANA', '12:05 UBEN', '12:10 UCHLOE'])
    expect(watch.state.missed).toBe(1)
  })

  it('is acknowledged by one tap, on the line or on a page, and calls nobody any more', () => {
    const onLine = new AlertWatch().take(aSignal()).advance(2)
    onLine.do({ type: 'acknowledge' }, ANA)
    const onPage = new AlertWatch().take(aSignal()).advance(2)
    onPage.do({ type: 'acknowledge', run: 1 }, ANA)
    for (const watch of [onLine, onPage]) {
      expect(watch.state).toMatchObject({
        status: 'acknowledged',
        answered: { by: 'UANA', level: 'critical' },
      })
      expect(watch.all('alert-acknowledged')).toEqual([{ type: 'alert-acknowledged', afterMs: 2 * MINUTE }])
      expect(openRuns(watch.state)).toEqual([])
      watch.advance(60)
      expect(watch.pages()).toEqual(['12:00 UANA'])
      expect(watch.state.missed).toBe(0)
    }
  })

  it('says to whoever taps second that somebody was faster, and keeps who that was', () => {
    const watch = new AlertWatch().take(aSignal())
    watch.do({ type: 'acknowledge' }, ANA)
    expect(watch.do({ type: 'acknowledge' }, member('UBEN'))).toMatchObject({
      code: 'acknowledged-already',
      rejected: expect.stringContaining('was acknowledged already'),
    })
    expect(watch.state.answered?.by).toBe('UANA')
    expect(watch.do({ type: 'acknowledge', run: 1 }, member('UBEN'))).toMatchObject({ code: 'page-over' })
  })

  it('asks for the next rung when somebody cannot', () => {
    const watch = new AlertWatch().take(aSignal()).advance(1)
    watch.do({ type: 'decline', run: 1 }, ANA)
    expect(watch.pages()).toEqual(['12:00 UANA', '12:01 UBEN'])
  })

  it('is over when nothing of it fires, and with it all pages', () => {
    const watch = new AlertWatch().take(aSignal()).advance(3)
    watch.take(aSignal({ state: 'resolved', at: NOON + 3 * MINUTE }))
    expect(watch.state).toMatchObject({ status: 'resolved', level: 'critical', firing: 0 })
    expect(watch.state.runs[0]?.end).toMatchObject({ how: 'resolved' })
    expect(watch.owed('slack.sync-page')).toContainEqual(
      expect.objectContaining({ args: { run: 1, user: 'UANA' } }),
    )
    expect(watch.do({ type: 'acknowledge' }, ANA)).toMatchObject({ code: 'alert-over' })
  })

  it('that fires again calls again, from the bottom of the ladder, whoever acknowledged it before', () => {
    const watch = new AlertWatch().take(aSignal()).advance(6)
    watch.do({ type: 'acknowledge' }, ANA)
    watch.take(aSignal({ state: 'resolved', at: NOON + 6 * MINUTE })).advance(4)
    watch.take(aSignal({ at: NOON + 10 * MINUTE }))
    expect(watch.state).toMatchObject({ status: 'firing', times: 2 })
    expect(watch.pages()).toEqual(['12:00 UANA', '12:05 UBEN', '12:10 UANA'])
    expect(watch.owed('slack.post-alert')).toHaveLength(1)
  })

  it('heard of only when it is over shows nothing, and its late beginning shows it as over without a page', () => {
    const watch = new AlertWatch().take(aSignal({ state: 'resolved', at: NOON }))
    expect(watch.owed('slack.post-alert')).toEqual([])
    watch.take(aSignal({ at: NOON - 5 * MINUTE }))
    expect(watch.owed('slack.post-alert')).toHaveLength(1)
    expect(watch.state).toMatchObject({ status: 'resolved', firstAt: NOON - 5 * MINUTE, level: 'critical' })
    expect(watch.pages()).toEqual([])
  })

  it.each([
    ['in time', 4, []],
    ['too late', 6, ['acknowledgement-missed']],
  ])(
    'that is over %s, and heard of later, says whether somebody should have answered',
    (_, minutes, missed) => {
      const watch = new AlertWatch()
      watch.take(aSignal())
      watch.now = NOON + 20 * MINUTE
      watch.take(aSignal({ state: 'resolved', at: NOON + minutes * MINUTE }))
      const types = watch.entries.map(({ event }) => event.type)
      expect(types.filter((type) => type === 'acknowledgement-missed')).toEqual(missed)
      expect(watch.state).toMatchObject({ status: 'resolved' })
    },
  )

  it('takes a source at its order of things when our own clock was set back meanwhile', () => {
    const watch = new AlertWatch()
    watch.take(aSignal())
    watch.now = NOON - 11 * 60_000
    watch.take(aSignal({ state: 'resolved', at: NOON + 60_000 }))
    expect(watch.state.status).toBe('resolved')
    watch.take(aSignal({ at: NOON + 2 * 60_000 }))
    expect(watch.state.status).toBe('firing')
    watch.take(aSignal({ state: 'resolved', at: NOON - 60_000 }))
    expect(watch.state.status).toBe('firing')
  })

  it('does not take a source whose clock is ahead at its word', () => {
    const watch = new AlertWatch().take(aSignal({ at: NOON + 600 * MINUTE })).advance(10)
    watch.take(aSignal({ state: 'resolved', at: NOON + 10 * MINUTE }))
    expect(watch.state.status).toBe('resolved')
  })

  it('keeps what a source says within limits, and no link that leads anywhere but the web', () => {
    const links = [
      { title: 'x', url: 'javascript:alert(1)' },
      { title: 'Runbook', url: 'https://wiki.example/orders' },
    ]
    const labels = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`l${n}`, 'x'.repeat(500)]))
    const { state } = new AlertWatch().take(aSignal({ title: `a\n${'b'.repeat(900)}`, links, labels }))
    expect(state.title).toHaveLength(200)
    expect(state.title).not.toContain('\n')
    expect(Object.keys(state.labels)).toHaveLength(40)
    expect(state.labels.l0).toHaveLength(200)
    expect(state.links).toEqual([links[1]])
  })
})

describe('a group of alerts', () => {
  const pod = (n: number, changes = {}) =>
    aSignal({ key: `pod-${n}`, title: `pod ${n}`, group: { key: 'g', title: 'PodNotReady' }, ...changes })

  it('is one line that counts', () => {
    const watch = new AlertWatch().take(pod(1), pod(2), pod(3))
    watch.take(pod(2, { state: 'resolved', at: NOON + 1 }), pod(4))
    expect(watch.state).toMatchObject({ firing: 3, groupTitle: 'PodNotReady' })
    expect(Object.values(watch.state.members).map(({ title }) => title)).toEqual([
      'pod 1',
      'pod 2',
      'pod 3',
      'pod 4',
    ])
    expect(watch.owed('slack.post-alert')).toHaveLength(1)
    expect(watch.pages()).toEqual(['12:00 UANA'])
  })

  it('that was acknowledged does not call for more of the same, but for something worse', () => {
    const watch = new AlertWatch().take(pod(1, { level: 'warning' }))
    watch.do({ type: 'acknowledge' }, ANA)
    watch.take(pod(2, { level: 'warning' }))
    expect(watch.state.status).toBe('acknowledged')
    watch.take(pod(3, { level: 'critical' }))
    expect(watch.all('alert-worsened')).toEqual([{ type: 'alert-worsened', from: 'warning', to: 'critical' }])
    expect(watch.state.status).toBe('firing')
    expect(watch.pages()).toEqual(['12:00 UANA'])
  })

  it('that was acknowledged at its worst is covered when the worst of it comes back', () => {
    const watch = new AlertWatch().take(pod(1, { level: 'warning' }), pod(2))
    watch.do({ type: 'acknowledge' }, ANA)
    watch
      .take(pod(2, { state: 'resolved', at: NOON + 1 }))
      .advance(1)
      .take(pod(3, { at: NOON + MINUTE }))
    expect(watch.state).toMatchObject({ status: 'acknowledged', level: 'critical' })
    expect(watch.pages()).toEqual(['12:00 UANA'])
  })

  it('gets no more time to be acknowledged by getting worse', () => {
    const watch = new AlertWatch(
      anAlertPolicy({
        levels: { warning: { ladder: 'none', acknowledgeMinutes: 3 }, critical: { acknowledgeMinutes: 5 } },
      }),
    )
    watch.take(pod(1, { level: 'warning' })).advance(2)
    watch.take(pod(2)).advance(1.5)
    expect(watch.state.missed).toBe(1)
  })
})

describe('a silence', () => {
  it('keeps its reason, and takes none that is empty or too long', () => {
    const watch = new AlertWatch().take(aSignal())
    for (const reason of [' ', 'x'.repeat(501)])
      expect(watch.do({ type: 'silence', minutes: 30, reason }, ANA)).toMatchObject({
        rejected: expect.any(String),
      })
    watch.do({ type: 'silence', minutes: 30, reason: 'A test' }, ANA)
    expect(watch.state.answered).toMatchObject({ how: 'silenced', reason: 'A test', by: 'UANA' })
  })

  it('ends at its time, and what still fires calls anew', () => {
    const watch = new AlertWatch().take(aSignal()).advance(1)
    watch.do({ type: 'silence', minutes: 30 }, ANA)
    expect(watch.state.status).toBe('silenced')
    watch.advance(29)
    expect(watch.pages()).toEqual(['12:00 UANA'])
    watch.advance(2)
    expect(watch.state.status).toBe('firing')
    expect(watch.pages()).toEqual(['12:00 UANA', '12:31 UANA'])
  })

  it('outlasts an alert that comes and goes', () => {
    const watch = new AlertWatch().take(aSignal())
    watch.do({ type: 'silence', minutes: 30 }, ANA)
    for (const n of [1, 2, 3])
      watch
        .advance(2)
        .take(aSignal({ state: 'resolved', at: NOON + n * 2 * MINUTE }))
        .take(aSignal({ at: NOON + n * 2 * MINUTE + 1_000 }))
        .advance(0.1)
        .take(aSignal({ at: NOON + n * 2 * MINUTE + 1_000 }))
    expect(watch.state.status).toBe('silenced')
    expect(watch.pages()).toEqual(['12:00 UANA'])
  })

  it('is broken by something worse', () => {
    const watch = new AlertWatch().take(aSignal({ level: 'warning' }))
    watch.do({ type: 'silence', minutes: 30 }, ANA)
    watch.take(aSignal({ key: 'other', level: 'critical', group: { key: 'orders-errors' } }))
    expect(watch.state.status).toBe('firing')
    expect(watch.pages()).toEqual(['12:00 UANA'])
  })

  it('is limited by the policy, and ended by hand', () => {
    const watch = new AlertWatch(anAlertPolicy({ silenceMinutesMax: 60 })).take(aSignal({ level: 'info' }))
    expect(watch.do({ type: 'silence', minutes: 61 }, ANA)).toMatchObject({ code: 'no-minutes' })
    expect(watch.do({ type: 'silence', minutes: 60 }, ANA)).toBeUndefined()
    watch.do({ type: 'end-silence' }, ANA)
    expect(watch.state.status).toBe('firing')
    expect(watch.do({ type: 'end-silence' }, ANA)).toMatchObject({ code: 'not-silenced' })
  })
})

describe('an alert and its incident', () => {
  const declare = {
    'orders-down': {
      when: { level: 'critical', labels: { class: 'orders' } },
      classLabel: 'class',
      severity: 'sev1',
    },
  }

  it('is linked by a person, who has answered it by that, and is told what becomes of it', () => {
    const watch = new AlertWatch().take(aSignal())
    watch.do({ type: 'link', incident: 'INC-3' }, ANA)
    expect(watch.state).toMatchObject({ incident: 'INC-3', status: 'acknowledged' })
    expect(openRuns(watch.state)).toEqual([])
    watch.take(aSignal({ state: 'resolved', at: NOON + 1 }))
    expect(watch.owed('alert.tell-incident').map(({ args }) => args)).toEqual([
      { incident: 'INC-3' },
      { incident: 'INC-3' },
    ])
  })

  it('tells the incident that it is taken from', () => {
    const watch = new AlertWatch().take(aSignal())
    watch.do({ type: 'link', incident: 'INC-3' }, ANA)
    watch.do({ type: 'link', incident: 'INC-4' }, ANA)
    expect(watch.owed('alert.tell-incident').map(({ args }) => args?.incident)).toEqual([
      'INC-3',
      'INC-3',
      'INC-4',
    ])
    expect(watch.do({ type: 'link', incident: 'INC-4' }, ANA)).toMatchObject({ code: 'linked-already' })
  })

  it('that the policy wants declared pages by that incident, and not beside it', () => {
    const watch = new AlertWatch(anAlertPolicy({ declare })).take(aSignal())
    expect(watch.owed('alert.declare')).toEqual([
      {
        kind: 'alert.declare',
        lane: 'page',
        subject: 'alert-rule:orders-down',
        args: { rule: 'orders-down' },
      },
    ])
    expect(watch.state.declaring).toEqual({ rule: 'orders-down', classes: ['orders'], severity: 'sev1' })
    expect(watch.pages()).toEqual([])
    watch.do({ type: 'record-incident', incident: 'INC-9', pages: true })
    expect(watch.state).toMatchObject({ incident: 'INC-9', status: 'firing', answered: { how: 'incident' } })
    watch.advance(60)
    expect(watch.pages()).toEqual([])
  })

  it('pages by itself when the incident cannot be declared, or calls nobody', () => {
    const failed = new AlertWatch(anAlertPolicy({ declare })).take(aSignal())
    failed.do({ type: 'record-failure', effect: 'alert.declare', why: 'x' })
    const quiet = new AlertWatch(anAlertPolicy({ declare: { any: { when: {}, severity: 'sev4' } } })).take(
      aSignal(),
    )
    for (const watch of [failed, quiet]) expect(watch.pages()).toEqual(['12:00 UANA'])
    expect(quiet.owed('alert.declare')).toHaveLength(1)
  })

  it('is graded by the classifier where no severity is named: labels answer before the rule does', () => {
    const rule = { when: {}, answers: { data: 'safe', reach: 'nobody' }, answerLabels: { reach: 'reach' } }
    const of = (labels: Record<string, string>) =>
      new AlertWatch(anAlertPolicy({ declare: { any: rule } })).take(aSignal({ labels })).state.declaring
        ?.answers
    expect(of({ reach: 'all' })).toEqual({ data: 'safe', reach: 'all' })
    expect(of({ reach: 'constructor' })).toEqual({ data: 'safe', reach: 'nobody' })
  })
})

describe('who may', () => {
  it('is full members for what people do, and the bot for the rest', () => {
    const watch = new AlertWatch().take(aSignal())
    const guest = { kind: 'user', id: 'UGUEST', standing: 'guest' } as const
    for (const type of ['acknowledge', 'end-silence'] as const) {
      expect(watch.do({ type }, guest)).toMatchObject({ code: 'no-standing' })
      expect(watch.do({ type })).toMatchObject({ code: 'not-for-the-bot' })
    }
    expect(watch.do({ type: 'silence', minutes: 5 }, guest)).toMatchObject({ code: 'no-standing' })
    expect(watch.do({ type: 'link', incident: 'INC-1' }, guest)).toMatchObject({ code: 'no-standing' })
    expect(watch.do({ type: 'take', number: 7, signals: [aSignal({ key: 'x' })] }, ANA)).toMatchObject({
      code: 'not-for-people',
    })
    expect(new AlertWatch().do({ type: 'acknowledge' }, ANA)).toMatchObject({ code: 'no-such-alert' })
  })
})

describe('a policy', () => {
  it('that was written before it spoke of alerts pages critical ones as SEV1 does', () => {
    const watch = new AlertWatch(aPromisingPolicy({ alerts: alerts.parse(undefined) })).take(aSignal())
    expect(watch.state.promises).toMatchObject({ acknowledgeMinutes: 5, ladder: { ladder: 'major' } })
    expect(watch.pages()).toEqual(['12:00 UANA'])
  })

  it('does not page for what PagerDuty says, which has paged already, unless it says so', () => {
    const signal = aSignal({ source: 'pagerduty' })
    expect(new AlertWatch().take(signal).pages()).toEqual([])
    const asked = anAlertPolicy({ sources: { pagerduty: { name: 'PagerDuty', pages: true } } })
    expect(new AlertWatch(asked).take(signal).pages()).toEqual(['12:00 UANA'])
  })
})
