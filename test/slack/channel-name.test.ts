import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelName } from '../../src/slack/channel-name.ts'

describe('the name of an incident’s channel', () => {
  it.each([
    ['Orders API answers 500', 'inc-7-orders-api-answers-500'],
    ['Größe der Straße: Ærø & Łódź', 'inc-7-grosse-der-strasse-aero-lodz'],
    ['Çà et là — l’été', 'inc-7-ca-et-la-lete'],
    ['決済が失敗する', 'inc-7'],
    ['🔥🔥🔥', 'inc-7'],
    ['!!! --- ???', 'inc-7'],
    ['ＦＵＬＬ width', 'inc-7-full-width'],
    [
      'Checkout fails for everybody who pays with the new wallet',
      'inc-7-checkout-fails-for-everybody-who-pays',
    ],
  ])('%s → %s', (title, name) => {
    expect(channelName(7, title)).toBe(name)
  })

  it('gets a number after a taken name, within the limit', () => {
    expect(channelName(7, 'x', 2)).toBe('inc-7-x-2')
    expect(channelName(7, 'x'.repeat(200), 12)).toMatch(/^inc-7-x{71}-12$/)
  })

  it('is always one that Slack accepts, and always different for another attempt', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 1, max: 20 }),
        (number, title, attempt) => {
          const name = channelName(number, title, attempt)
          expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
          expect(name.length).toBeLessThanOrEqual(80)
          expect(name.startsWith(`inc-${number}`)).toBe(true)
          expect(channelName(number, title, attempt + 1)).not.toBe(name)
        },
      ),
    )
  })
})
