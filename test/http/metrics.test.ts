import { expect, it, onTestFinished } from 'vitest'
import { createMetrics } from '../../src/http/metrics.ts'
import { listen } from '../../src/http/server.ts'
import { AlertWatch, aSignal } from '../core/alert/watch-alert.ts'
import { member, watched } from '../core/incident/watch.ts'

it('tell how soon pages were answered and whether updates came in time, by severity', async () => {
  const metrics = createMetrics({
    now: Date.now,
    backlog: async () => [],
    openIncidents: async () => ({}),
    switches: async () => ({}),
    webhooks: () => [],
    flags: () => ({ listening: 0 }),
  })
  const server = await listen({ port: 0, host: '127.0.0.1' }, metrics.routes, () => {})
  onTestFinished(() => server.close())
  const watch = watched('sev2').advance(7)
  watch.do({ type: 'acknowledge' }, member('UBEN'))
  watch.advance(14) // the update that was due after 15 minutes is missed
  watch.do({ type: 'post-update', update: { summary: 'x' } })
  for (const entry of watch.entries) metrics.happened(watch.state, entry)
  const text = await (await fetch(`${server.url}/metrics`)).text()
  expect(text).toContain('tocsin_page_to_acknowledge_seconds_sum{severity="sev2"} 390')
  expect(text).toContain('tocsin_updates_total{severity="sev2",kept="no"} 1')
  expect(text).toContain('tocsin_updates_total{severity="sev2",kept="yes"} 1')
  expect(text).toContain('tocsin_incidents_declared_total{severity="sev2"} 1')
})

it('tell how soon alerts were acknowledged, and what became of webhooks', async () => {
  const metrics = createMetrics({
    now: Date.now,
    backlog: async () => [],
    openIncidents: async () => ({}),
    switches: async () => ({}),
    webhooks: () => [{ source: 'alertmanager', outcome: 'unauthorised', count: 3 }],
    flags: () => ({ listening: 0 }),
  })
  const server = await listen({ port: 0, host: '127.0.0.1' }, metrics.routes, () => {})
  onTestFinished(() => server.close())
  const answered = new AlertWatch().take(aSignal()).advance(2)
  answered.do({ type: 'acknowledge' }, member('UANA'))
  const missed = new AlertWatch().take(aSignal()).advance(6)
  for (const { state, entries } of [answered, missed])
    for (const entry of entries) metrics.alerted(state, entry)
  for (let times = 0; times < 2; times += 1) {
    const text = await (await fetch(`${server.url}/metrics`)).text()
    expect(text).toContain('tocsin_alert_to_acknowledge_seconds_sum{level="critical"} 120')
    expect(text).toContain('tocsin_alert_acknowledgements_missed_total{level="critical"} 1')
    expect(text).toContain('tocsin_webhooks_total{source="alertmanager",outcome="unauthorised"} 3')
  }
})
