import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { createMetrics } from '../../src/http/metrics.ts'
import { listen } from '../../src/http/server.ts'
import { AlertWatch, aSignal } from '../core/alert/watch-alert.ts'
import { member, watched } from '../core/incident/watch.ts'

it('tell how soon pages were answered and whether updates came in time, by severity', async () => {
  const metrics = quietMetrics()
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

it('count what other systems sent and was refused, by route, and nothing that was taken', async () => {
  const metrics = quietMetrics()
  const refusing = {
    'POST /hooks/*': (request: IncomingMessage, response: ServerResponse) =>
      void response.writeHead(request.headers['x-good'] ? 202 : 401).end(),
    'GET /readyz': (_: IncomingMessage, response: ServerResponse) => void response.writeHead(503).end(),
  }
  const routes = { ...metrics.routes, ...refusing }
  const server = await listen({ port: 0, host: '127.0.0.1' }, routes, () => {}, metrics.answered)
  onTestFinished(() => server.close())
  const post = (headers = {}) => fetch(`${server.url}/hooks/pagerduty`, { method: 'POST', headers })
  await post()
  await post()
  await post({ 'x-good': '1' })
  await fetch(`${server.url}/readyz`)
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line.startsWith('tocsin_requests_refused_total'))
  expect(lines).toEqual(['tocsin_requests_refused_total{route="/hooks/*",status="401"} 2'])
})

it('tell deliveries by system, whether all is well, timers held back and signs of life', async () => {
  const metrics = quietMetrics()
  const server = await listen({ port: 0, host: '127.0.0.1' }, metrics.routes, () => {})
  onTestFinished(() => server.close())
  const read = async () => (await fetch(`${server.url}/metrics`)).text()
  expect(await read()).toContain('tocsin_ready 0')
  metrics.watch({ ready: () => true, held: () => 2 })
  metrics.delivered({ kind: 'slack.post-card', lane: 'say' }, 'ok', 20)
  metrics.beaten('held')
  const text = await read()
  for (const line of [
    'tocsin_ready 1',
    'tocsin_timers_held 2',
    'tocsin_deliveries_total{system="slack",kind="slack.post-card",outcome="ok"} 1',
    'tocsin_heartbeats_total{outcome="held"} 1',
  ])
    expect(text.split('\n')).toContain(line)
  expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m)
})

it('tell how soon alerts were acknowledged, and what became of webhooks', async () => {
  const metrics = quietMetrics([{ source: 'alertmanager', outcome: 'unauthorised', count: 3 }])
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

function quietMetrics(webhooks: { source: string; outcome: string; count: number }[] = []) {
  return createMetrics({
    now: Date.now,
    backlog: async () => [],
    openIncidents: async () => ({}),
    switches: async () => ({}),
    webhooks: () => webhooks,
    flags: () => ({ listening: 0 }),
  })
}
