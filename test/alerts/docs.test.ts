import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { readMapped } from '../../src/alerts/mapped.ts'
import { alerts } from '../../src/core/policy-alerts.ts'

it('the guide describes a source as the policy takes it', () => {
  const blocks = [...readFileSync('docs/alerts.md', 'utf8').matchAll(/```yaml\n(.*?)```/gs)]
  const [example] = blocks.map(([, yaml = '']) => parse(yaml)).filter((each) => 'alerts' in each)
  const read = alerts.parse(example.alerts)
  expect(Object.values(read.sources).map(({ mapping }) => mapping?.alerts)).toEqual(['alerts'])
})

it('the guide shows our own form as it is read, every field of it', () => {
  const [, json = ''] = /```json\n(.*?)```/s.exec(readFileSync('docs/alerts.md', 'utf8')) ?? []
  const reading = readMapped(JSON.parse(json), { source: 'x', policy: alerts.parse(undefined), now: 0 })
  expect(reading).toEqual({
    ok: true,
    signals: [
      {
        source: 'x',
        key: 'orders-db-disk',
        title: 'Disk of orders-db is 96 % full',
        state: 'firing',
        level: 'critical',
        summary: 'It was 80 % this morning.',
        service: 'orders-db',
        labels: { team: 'orders' },
        links: [{ title: 'Source', url: 'https://grafana.example.com/d/1' }],
        at: Date.UTC(2026, 10, 21, 15, 2),
        group: { key: 'disks' },
      },
    ],
  })
})
