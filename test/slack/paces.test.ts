import { describe, expect, it } from 'vitest'
import { METHOD_TIERS, paceOf, postPaces } from '../../src/slack/paces.ts'
import { oracle } from './oracles.ts'

describe('paces', () => {
  it('keep every method’s tier as Slack publishes it', () => {
    const published = oracle('rate_limit_tiers.json') as Record<string, string> | undefined
    if (!published) return
    const tiers = Object.fromEntries(Object.keys(METHOD_TIERS).map((method) => [method, published[method]]))
    expect(tiers).toEqual(
      Object.fromEntries(Object.entries(METHOD_TIERS).map(([method, tier]) => [method, `Tier${tier}`])),
    )
  })

  it('never allow more at once than a minute’s worth', () => {
    const all = [
      ...Object.keys(METHOD_TIERS).map((method) => paceOf(method as keyof typeof METHOD_TIERS)),
      ...postPaces('C1'),
    ]
    for (const { perMinute, burst } of all) expect(burst).toBeLessThanOrEqual(perMinute)
  })

  it('hold posts to one channel without holding posts to another', () => {
    const [one] = postPaces('room:a')
    const [other] = postPaces('room:b')
    expect(one?.bucket).not.toBe(other?.bucket)
    expect(one).toMatchObject({ perMinute: 60 })
  })
})
