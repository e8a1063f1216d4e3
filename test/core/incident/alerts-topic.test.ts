import { describe, expect, it } from 'vitest'
import { describeEntry } from '../../../src/core/describe.ts'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import { type AlertNews, firingAlerts } from '../../../src/core/incident/linked-alerts.ts'
import { INCIDENT_ALERTS_MAX } from '../../../src/core/limits.ts'
import { type Names, plainLine } from '../../../src/core/sentence.ts'
import { aPromisingPolicy } from '../a-policy.ts'
import { BOT, DANA, declared, kinds, resolve, Story } from './story.ts'

const NAMES: Names = { user: (id) => id, role: (key) => key }
const NAMED = { alert: 'ALERT-1', title: 'Orders fail', level: 'critical' } as const
const told = (event: object): IncidentCommand => ({
  type: 'record-alert',
  event: { ...NAMED, ...event } as AlertNews,
})
const JOINED = { type: 'alert-joined', firing: true, by: 'UDANA' }

describe('an incident and its alerts', () => {
  it('learns of them from the bot only', () => {
    expect(declared().do(told(JOINED), DANA).rejection?.code).toBe('not-for-people')
  })

  it('knows what fires, tells everybody what changes, and hears nothing twice', () => {
    const story = declared()
    expect(kinds(story.do(told(JOINED)).effects)).toEqual(['slack.say', 'slack.sync-card'])
    expect(story.do(told(JOINED)).events).toEqual([])
    expect(firingAlerts(story.state)).toMatchObject([{ id: 'ALERT-1', title: 'Orders fail' }])
    story.do(told({ type: 'alert-ended' }))
    expect(firingAlerts(story.state)).toEqual([])
    story.do(told({ type: 'alert-fired-again' }))
    expect(firingAlerts(story.state)).toHaveLength(1)
    expect(story.do(told({ type: 'alert-ended', alert: 'ALERT-9' })).events).toEqual([])
  })

  it('forgets one that was taken to another incident, and says whose doing that was', () => {
    const story = declared().given(told(JOINED))
    story.do(told({ type: 'alert-left', to: 'INC-9', by: 'USAM' }))
    expect(story.state.alerts).toEqual({})
    const last = story.entries.at(-1)
    const line = last && plainLine(describeEntry(last), NAMES)
    expect(line).toContain('USAM')
    expect(line).toContain('took the critical alert Orders fail (ALERT-1) to INC-9')
  })

  it('still hears of them when it is resolved: that may be why it is opened again', () => {
    const story = declared().given(told(JOINED), resolve)
    expect(story.do(told({ type: 'alert-fired-again' })).events).toHaveLength(1)
  })

  it('remembers so many by name and no more', () => {
    const story = declared()
    for (let n = 0; n < INCIDENT_ALERTS_MAX + 5; n += 1) story.do(told({ ...JOINED, alert: `ALERT-${n}` }))
    expect(Object.keys(story.state.alerts)).toHaveLength(INCIDENT_ALERTS_MAX)
  })

  it('is declared by the bot only when a rule of the policy says so, and then pages at once', () => {
    const alert = { id: 'ALERT-1', title: 'Orders fail', level: 'critical' } as const
    const declare = { type: 'declare', number: 7, title: 'Orders fail', severity: 'sev1' } as const
    expect(new Story().do({ ...declare, alert }, BOT).rejection?.code).toBe('not-for-the-bot')
    expect(new Story().do(declare, BOT).rejection?.code).toBe('not-for-the-bot')
    const story = new Story(aPromisingPolicy())
    const { events, effects } = story.do({ ...declare, alert: { ...alert, rule: 'orders' } }, BOT)
    expect(events.map(({ type }) => type)).toContain('rung-called')
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: 'alert.link', args: { alert: 'ALERT-1' } }),
    )
    expect(story.state).toMatchObject({ declaredBy: '', alertRule: 'orders' })
    expect(story.do({ ...declare, number: 8 }, BOT).rejection?.code).toBe('not-for-the-bot')
  })

  it('waits for whoever declares from an alert to take command, as it always does', () => {
    const alert = { id: 'ALERT-1', title: 'Orders fail', level: 'critical' } as const
    const declare = { type: 'declare', number: 7, title: 'x', severity: 'sev1', alert } as const
    const { events, effects } = new Story(aPromisingPolicy()).do(declare, DANA)
    expect(events.map(({ type }) => type)).not.toContain('rung-called')
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: 'alert.link', args: { alert: 'ALERT-1', by: 'UDANA' } }),
    )
  })
})
