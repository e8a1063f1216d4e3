import { describe, expect, it } from 'vitest'
import type { Heard, OnCallPerson } from '../../../src/core/pagerduty/pages.ts'
import { aPromisingPolicy } from '../a-policy.ts'
import { BOT } from '../incident/story.ts'
import { member, type Watch, watched } from '../incident/watch.ts'

const ANA = member('UANA')
const BEN = member('UBEN')
const CHLOE: OnCallPerson = { id: 'PCHLOE', name: 'Chloe Martin' }
const KEY = 'tocsin:INC-7:1'

/** An incident whose first rung is Ana, in Slack and by PagerDuty, or whoever is named. */
const ANA_THERE: OnCallPerson = { id: 'PANA', name: 'Ana Silva', user: 'UANA' }

function calling(people: string[] = ['UANA'], through: OnCallPerson[] = [ANA_THERE]) {
  const policy = aPromisingPolicy()
  const { recovery: _, escalateAfterMinutes: __, ...sev1 } = policy.severities.sev1
  const watch = watched('sev1', {
    ...policy,
    severities: { ...policy.severities, sev1: { ...sev1, updates: 'none' } },
  })
  watch.people['on-call'] = people
  watch.onCall = { 'on-call': { people: through } }
  return watch
}

const paged = (watch: Watch, step = 1, key = KEY) =>
  watch.do({ type: 'record-pagerduty-paged', run: 1, step, key }, BOT)
const failed = (watch: Watch, again = false) =>
  watch.do({ type: 'record-pagerduty-failed', run: 1, step: 1, why: 'HTTP 500', again }, BOT)
function hear(watch: Watch, heard: Partial<Heard> & Pick<Heard, 'what'>) {
  const from = watch.happened.length
  const whole: Heard = { key: KEY, incident: { id: 'PINC1' }, at: watch.now, ...heard }
  watch.do({ type: 'record-pagerduty-heard', heard: whole }, BOT)
  return watch.types(from)
}
const resolve = (watch: Watch) => watch.do({ type: 'change-status', status: 'resolved' }, ANA)
const owed = (watch: Watch) =>
  watch.toPagerduty.map(({ kind, args }) => `${kind} ${args?.key ?? args?.step ?? ''}`.trim())

describe('a rung that PagerDuty stands behind', () => {
  it('is paged in both ways, and who is nobody here counts as paged', () => {
    const watch = calling([], [CHLOE]).advance(1)
    expect(watch.all('people-paged')).toMatchObject([{ people: [], pagerduty: { people: [CHLOE] } }])
    expect(owed(watch)).toEqual(['pagerduty.trigger 1'])
    paged(watch)
    watch.advance(3)
    expect(watch.all('rung-called')).toHaveLength(1) // the five minutes are hers
    watch.advance(3)
    expect(watch.all('rung-called').map(({ because }) => because)).toEqual(['started', 'unanswered'])
  })

  it('leaves out who need not be woken, and with them PagerDuty', () => {
    const watch = calling().advance(0)
    watch.do({ type: 'assign-role', role: 'commander', user: 'UANA' }, BEN)
    watch.advance(1)
    expect(watch.pages()).toEqual(['12:00 UBEN']) // the next rung at once
    expect(owed(watch)).toEqual([])
  })

  it('asks those on call to join what an earlier step opened', () => {
    const watch = calling()
    watch.onCall.secondary = { people: [CHLOE] }
    watch.advance(1)
    paged(watch)
    watch.advance(5)
    paged(watch, 2)
    expect(watch.state.pagerduty).toMatchObject([
      { step: 1, key: KEY, status: 'triggered' },
      { step: 2, key: KEY, status: 'triggered' },
    ])
    watch.do({ type: 'acknowledge', run: 1 }, ANA)
    expect(owed(watch).filter((one) => one.startsWith('pagerduty.acknowledge'))).toEqual([
      `pagerduty.acknowledge ${KEY}`,
    ])
  })
})

describe('a page that does not arrive', () => {
  it('does not matter as long as it arrives in the other way', () => {
    const watch = calling().advance(1)
    failed(watch)
    expect(watch.all('rung-called')).toHaveLength(1)
    const slackGone = calling()
    slackGone.unreachable.add('UANA')
    slackGone.advance(1)
    paged(slackGone)
    expect(slackGone.all('rung-called')).toHaveLength(1)
  })

  it('makes the next rung be called at once when neither way works, whichever fails last', () => {
    const watch = calling()
    watch.unreachable.add('UANA')
    watch.advance(1)
    expect(watch.all('rung-called')).toHaveLength(1)
    failed(watch)
    expect(watch.all('rung-called')).toMatchObject([{}, { because: 'undelivered', when: watch.now }])
    const other = calling([], [CHLOE]).advance(1)
    failed(other)
    expect(other.pages()).toEqual(['12:01 UBEN'])
  })

  it('is tried on beside the next rung when PagerDuty may come back, and counts when it does', () => {
    const watch = calling([], [CHLOE]).advance(1)
    failed(watch, true)
    expect(watch.toPagerduty.at(-1)).toMatchObject({
      kind: 'pagerduty.trigger',
      args: { again: true },
      notBefore: watch.now + 15_000,
    })
    paged(watch)
    expect(watch.state.pagerduty).toMatchObject([{ status: 'triggered', key: KEY }])
  })

  it('and was given up counts as not delivered', () => {
    const watch = calling([], [CHLOE]).advance(1)
    const args = { run: 1, step: 1 }
    watch.do({ type: 'record-failure', effect: 'pagerduty.trigger', why: 'no answer', args }, BOT)
    expect(watch.pages()).toEqual(['12:01 UBEN'])
    watch.do(
      {
        type: 'record-failure',
        effect: 'slack.page',
        why: 'is_archived',
        args: { run: 1, step: 2, user: 'UBEN' },
      },
      BOT,
    )
    expect(watch.pages()).toEqual(['12:01 UBEN', '12:01 UCHLOE'])
  })
})

describe('an answer', () => {
  it('here is told to PagerDuty, once for each incident there', () => {
    const watch = calling().advance(1)
    paged(watch)
    watch.do({ type: 'acknowledge', run: 1 }, ANA)
    const acknowledged = `pagerduty.acknowledge ${KEY}`
    expect(owed(watch)).toEqual(['pagerduty.trigger 1', `pagerduty.ask-responders ${KEY}`, acknowledged])
    resolve(watch)
    expect(owed(watch)).toContain(`pagerduty.resolve ${KEY}`)
  })

  it('that came while the page was on its way is told as soon as PagerDuty has it', () => {
    const watch = calling().advance(1)
    watch.do({ type: 'acknowledge', run: 1 }, ANA)
    expect(owed(watch)).toEqual(['pagerduty.trigger 1'])
    paged(watch)
    expect(owed(watch).at(-1)).toBe(`pagerduty.acknowledge ${KEY}`)
    const resolved = calling().advance(1)
    resolve(resolved)
    paged(resolved)
    expect(owed(resolved).at(-1)).toBe(`pagerduty.resolve ${KEY}`)
  })

  it('there stops the ladder, also by somebody who is nobody here, and is not told back', () => {
    const watch = calling([], [CHLOE]).advance(1)
    paged(watch)
    watch.advance(2)
    const before = owed(watch)
    expect(hear(watch, { what: 'acknowledged', who: 'Chloe Martin' })).toEqual([
      'pagerduty-linked',
      'acknowledged',
    ])
    expect(watch.state.runs[0]?.end).toMatchObject({ how: 'acknowledged', who: 'Chloe Martin' })
    watch.advance(30)
    expect(watch.all('rung-called')).toHaveLength(1)
    expect(owed(watch)).toEqual(before)
  })

  it('there in a person’s name counts from when it was given there', () => {
    const watch = calling().advance(1)
    paged(watch)
    const at = watch.now + 20_000
    watch.advance(1)
    watch.do({ type: 'acknowledge', pagerduty: { key: KEY, at } }, ANA)
    expect(watch.all('acknowledged')).toMatchObject([{ afterMs: 50_000, pagerduty: { key: KEY, at } }])
    expect(owed(watch).some((one) => one.startsWith('pagerduty.acknowledge'))).toBe(false)
  })

  it('there by a program is told, and stops nothing', () => {
    const watch = calling().advance(1)
    paged(watch)
    expect(hear(watch, { what: 'acknowledged' })).toEqual(['pagerduty-linked', 'pagerduty-heard'])
    expect(watch.state.runs[0]?.phase).toBe('paged')
  })

  it('there that does not count here is told with the reason, and stops nothing', () => {
    const watch = calling().advance(1)
    paged(watch)
    hear(watch, { what: 'acknowledged', who: 'Gil', user: 'UGIL', refused: 'Guests can read along.' })
    expect(watch.all('pagerduty-heard')).toMatchObject([{ refused: 'Guests can read along.' }])
    expect(watch.state.runs[0]?.phase).toBe('paged')
  })

  it('there that is heard before the page was confirmed says that PagerDuty has it', () => {
    const watch = calling([], [CHLOE]).advance(1)
    const heard = { what: 'acknowledged', who: 'Chloe Martin', page: { run: 1 } } as const
    expect(hear(watch, heard)).toEqual(['pagerduty-paged', 'pagerduty-linked', 'acknowledged'])
    expect(watch.state.pagerduty).toMatchObject([{ key: KEY, status: 'acknowledged' }])
    paged(watch)
    expect(watch.all('pagerduty-paged')).toHaveLength(1)
  })
})

describe('both sides', () => {
  it('acknowledging at the same second: the first counts, the second is told', () => {
    const watch = calling().advance(1)
    paged(watch)
    watch.do({ type: 'acknowledge', run: 1 }, ANA)
    expect(hear(watch, { what: 'acknowledged', who: 'Ben Okafor', user: 'UBEN' })).toEqual([
      'pagerduty-linked',
      'pagerduty-heard',
    ])
    expect(watch.state.runs[0]?.end).toMatchObject({ by: 'UANA' })
    const there = calling().advance(1)
    paged(there)
    hear(there, { what: 'acknowledged', who: 'Ben Okafor' })
    expect(there.do({ type: 'acknowledge', run: 1 }, ANA)).toMatchObject({ code: 'page-over' })
  })

  it('hear their own acts come back without a word', () => {
    const watch = calling().advance(1)
    paged(watch)
    watch.do({ type: 'acknowledge', run: 1 }, ANA)
    expect(hear(watch, { what: 'acknowledged' })).toEqual(['pagerduty-linked', 'pagerduty-told'])
    expect(hear(watch, { what: 'acknowledged' })).toEqual([])
    resolve(watch)
    expect(hear(watch, { what: 'resolved' })).toEqual(['pagerduty-told'])
    expect(hear(watch, { what: 'resolved' })).toEqual([])
  })

  it('disagreeing after the end: PagerDuty is told again that it is resolved', () => {
    const watch = calling().advance(1)
    paged(watch)
    resolve(watch)
    watch.do({ type: 'record-pagerduty-told', key: KEY, status: 'resolved' }, BOT)
    const before = owed(watch).length
    hear(watch, { what: 'acknowledged', who: 'Ben Okafor' })
    expect(watch.all('pagerduty-heard')).toMatchObject([{ what: 'acknowledged', over: true }])
    expect(owed(watch).slice(before)).toEqual([`pagerduty.resolve ${KEY}`])
  })

  it('hear what is older than what they heard already without believing it', () => {
    const watch = calling().advance(1)
    paged(watch)
    const at = watch.now
    watch.advance(2)
    hear(watch, { what: 'resolved', who: 'Chloe Martin' })
    expect(hear(watch, { what: 'acknowledged', who: 'Chloe Martin', at })).toEqual([])
    expect(watch.state.pagerduty).toMatchObject([{ status: 'resolved' }])
  })
})

describe('giving it on there', () => {
  it('makes it ring again though it was acknowledged, and that is how it is shown', () => {
    const watch = calling().advance(1)
    paged(watch)
    watch.do({ type: 'acknowledge', run: 1 }, ANA)
    watch.do({ type: 'record-pagerduty-told', key: KEY, status: 'acknowledged' }, BOT)
    hear(watch, { what: 'escalated', who: 'Ana Silva', to: ['Ben Okafor'] })
    expect(watch.state.pagerduty).toMatchObject([{ status: 'triggered' }])
    hear(watch, { what: 'acknowledged', who: 'Ben Okafor' })
    expect(watch.state.pagerduty).toMatchObject([{ status: 'acknowledged' }])
  })

  it('heard late is told, and does not take back the answer that came after it', () => {
    const watch = calling().advance(1)
    paged(watch)
    const at = watch.now
    watch.advance(1)
    hear(watch, { what: 'acknowledged', who: 'Chloe Martin' })
    expect(hear(watch, { what: 'escalated', who: 'Ana Silva', at })).toEqual(['pagerduty-heard'])
    expect(watch.state.pagerduty).toMatchObject([{ status: 'acknowledged' }])
  })

  it.each(['acknowledged', 'resolved'] as const)(
    'heard late does not take back what the bot itself told after it: %s',
    (status) => {
      const watch = calling().advance(1)
      paged(watch)
      const at = watch.now
      watch.advance(1)
      watch.do({ type: 'acknowledge', run: 1 }, ANA)
      watch.do({ type: 'record-pagerduty-told', key: KEY, status }, BOT)
      // What the bot did comes back, with the time that it has there, and once more.
      expect(hear(watch, { what: status })).toEqual(['pagerduty-linked', 'pagerduty-told'])
      expect(hear(watch, { what: status })).toEqual([])
      hear(watch, { what: 'escalated', who: 'Ana Silva', at })
      expect(watch.state.pagerduty).toMatchObject([{ status }])
    },
  )
})

describe('resolving there', () => {
  it('and whatever else is heard while it is open here is not answered', () => {
    const watch = calling().advance(1)
    paged(watch)
    const before = owed(watch)
    for (const what of ['escalated', 'reassigned', 'annotated', 'unacknowledged', 'reopened'] as const)
      hear(watch, { what })
    expect(watch.all('pagerduty-heard')).toHaveLength(5)
    expect(owed(watch)).toEqual(before)
  })

  it('by somebody who is nobody here answers the page, and leaves the incident to people here', () => {
    const watch = calling([], [CHLOE]).advance(1)
    paged(watch)
    expect(hear(watch, { what: 'resolved', who: 'Chloe Martin' })).toEqual([
      'pagerduty-linked',
      'acknowledged',
      'pagerduty-heard',
    ])
    expect(watch.state.status).toBe('investigating')
  })
})

describe('an incident there', () => {
  it('is linked by its address only when that is one', () => {
    const watch = calling().advance(1)
    paged(watch)
    hear(watch, { what: 'triggered', incident: { id: 'PINC1', url: 'javascript:alert(1)' } })
    expect(watch.state.pagerduty?.[0]?.incident).toEqual({ id: 'PINC1' })
    const other = calling().advance(1)
    paged(other)
    hear(other, {
      what: 'triggered',
      incident: { id: 'PINC1', url: 'https://example.pagerduty.com/incidents/PINC1' },
    })
    expect(other.state.pagerduty?.[0]?.incident?.url).toBe('https://example.pagerduty.com/incidents/PINC1')
  })
})

describe('notes', () => {
  it('are owed for what people say, as long as PagerDuty has it open', () => {
    const watch = calling().advance(1)
    watch.do({ type: 'note', text: 'before' }, ANA)
    paged(watch)
    watch.do({ type: 'note', text: 'rolled back' }, ANA)
    expect(owed(watch).filter((one) => one === 'pagerduty.note')).toHaveLength(1)
  })
})
