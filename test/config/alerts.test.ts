import { describe, expect, it } from 'vitest'
import { halfSetUp } from '../../src/alerts/half-set-up.ts'
import { ConfigError, readConfig } from '../../src/config/config.ts'
import { alerts } from '../../src/core/policy-alerts.ts'
import { examineAlerts } from '../../src/doctor/alerts.ts'

const LONG = 'sixteen-characters'

describe('secrets of who sends alerts', () => {
  it('are lists, so that one can be replaced without a gap', () => {
    const env = {
      ALERTMANAGER_TOKEN: `${LONG}-1, ${LONG}-2`,
      ALERT_TOKENS: `grafana=${LONG}-3,uptime=${LONG}=4 , grafana=${LONG}-5`,
    }
    expect(readConfig(env).alerts).toEqual({
      alertmanager: [`${LONG}-1`, `${LONG}-2`],
      sources: { grafana: [`${LONG}-3`, `${LONG}-5`], uptime: [`${LONG}=4`] },
    })
    expect(readConfig({}).alerts).toEqual({ alertmanager: [], sources: {} })
  })

  it.each([
    { ALERTMANAGER_TOKEN: 'short' },
    { ALERTMANAGER_TOKEN: `${LONG} with space` },
    { ALERT_TOKENS: LONG },
    { ALERT_TOKENS: 'grafana=short' },
    { ALERT_TOKENS: `Grafana=${LONG}` },
    { ALERT_TOKENS: `=${LONG}` },
  ])('are refused without being quoted: %o', (env) => {
    const [[name = '', value = ''] = []] = Object.entries(env)
    let said = ''
    try {
      readConfig(env)
    } catch (error) {
      if (error instanceof ConfigError) said = error.message
    }
    expect(said).toContain(name)
    expect(said).not.toContain(value)
  })

  it('and sources of the policy that do not go together are named', () => {
    const policy = alerts.parse({
      sources: { grafana: { name: 'Grafana' }, pagerduty: { name: 'PagerDuty', pages: true } },
    })
    expect(halfSetUp(policy, { alertmanager: [], sources: { uptime: [LONG] } })).toEqual([
      'Alerts from grafana are refused: ALERT_TOKENS has no secret for it',
      'ALERT_TOKENS has a secret for uptime, which alerts.sources does not describe',
    ])
    const sound = { alertmanager: [LONG], sources: { grafana: [LONG] } }
    expect(halfSetUp(policy, sound)).toEqual([])
    const slack = { mode: 'socket', botToken: 'xoxb-1', appToken: 'xapp-1' } as const
    expect(examineAlerts({ alerts: sound, slack }, policy)).toMatchObject([{ found: 'sound' }])
    expect(examineAlerts({ alerts: { ...sound, alertmanager: [] }, slack }, policy)).toMatchObject([
      { found: 'sound' },
      { found: 'skipped' },
    ])
  })
})
