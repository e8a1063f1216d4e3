import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { levelFromLabels, serviceFromLabels } from '../../src/core/alert/naming.ts'
import { policySchema } from '../../src/core/policy.ts'
import { alerts } from '../../src/core/policy-alerts.ts'
import { checkPolicy } from '../../src/core/policy-check.ts'

type Json = Record<string, unknown>
const own = (): Json => parse(readFileSync('policy.yml', 'utf8')) as Json

/** What is said of the policy with its alerts changed so. */
function said(changes: Json): string[] {
  const policy = own()
  return checkPolicy({ ...policy, alerts: { ...(policy.alerts as Json), ...changes } }).map(
    ({ path, message, allowed }) => `${path.join('.')}: ${message} ${allowed ?? ''}`.trim(),
  )
}

describe('the alerts of a policy', () => {
  it('may be left out altogether: a policy from before there were any still reads', () => {
    const { alerts: _, ...before } = own()
    expect(checkPolicy(before)).toEqual([])
    expect(policySchema.parse(before).alerts.levels.critical).toEqual({
      page: 'at-once',
      acknowledgeMinutes: 5,
    })
  })

  it('name ladders, sources, classes and answers that there are', () => {
    expect(said({ levels: { critical: { ladder: 'steep' } } })).toEqual([
      'alerts.levels.critical.ladder: There is no ladder "steep". minor, major, none',
    ])
    const rule = {
      when: { source: 'grafana' },
      classes: ['basket'],
      answers: { work: 'broken', where: 'x' },
      answerLabels: { who: 'y' },
    }
    expect(said({ declare: { 'site-down': rule } })).toEqual([
      'alerts.declare.site-down.when.source: There is no source "grafana". alertmanager, pagerduty, uptime',
      'alerts.declare.site-down.classes.0: There is no class "basket". products, orders, returns, capsule, stylist, analytics',
      'alerts.declare.site-down.answerLabels.who: There is no question "who". data, customers, work, course',
      'alerts.declare.site-down.answers.work: "broken" is no answer to it. misled, stopped, hard, fine, unsure',
      'alerts.declare.site-down.answers.where: There is no question "where". data, customers, work, course',
    ])
  })

  it('promise a time where paging waits for it to pass', () => {
    expect(said({ levels: { warning: { ladder: 'minor', page: 'when-missed' } } })).toHaveLength(1)
    expect(
      said({ levels: { warning: { ladder: 'minor', page: 'when-missed', acknowledgeMinutes: 30 } } }),
    ).toEqual([])
  })

  it('describe no source that is known already, and take paths, not programs', () => {
    const known = { alertmanager: { name: 'x', mapping: { key: 'a', title: 'b' } } }
    expect(said({ sources: known, declare: {} })).toEqual([
      'alerts.sources.alertmanager: "alertmanager" is known already, with a form and a way to prove itself of its own. only name and pages here',
    ])
    for (const path of ['a b', 'a..b', '.a', 'a.'])
      expect(said({ sources: { uptime: { name: 'x', mapping: { key: path, title: 'b' } } } })).toHaveLength(1)
  })

  it('say what words mean: the first label that names a level counts, in whatever case', () => {
    const policy = alerts.parse({ levelOtherwise: 'info' })
    expect(levelFromLabels({ severity: 'Page', level: 'info' }, policy)).toBe('critical')
    expect(levelFromLabels({ severity: 'purple', priority: 'P2' }, policy)).toBe('warning')
    expect(levelFromLabels({ severity: 'constructor' }, policy)).toBe('info')
    expect(serviceFromLabels({ service: '', app: 'shop' }, policy)).toBe('shop')
  })
})
