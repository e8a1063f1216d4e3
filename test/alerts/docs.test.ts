import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { alerts } from '../../src/core/policy-alerts.ts'

it('the guide describes a source as the policy takes it', () => {
  const blocks = [...readFileSync('docs/alerts.md', 'utf8').matchAll(/```yaml\n(.*?)```/gs)]
  const [example] = blocks.map(([, yaml = '']) => parse(yaml)).filter((each) => 'alerts' in each)
  const read = alerts.parse(example.alerts)
  expect(Object.values(read.sources).map(({ mapping }) => mapping?.alerts)).toEqual(['alerts'])
})
