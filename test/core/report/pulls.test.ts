import { describe, expect, it } from 'vitest'
import type { IncidentEvent } from '../../../src/core/incident/incident.ts'
import { figureRows } from '../../../src/core/report/figure-rows.ts'
import { createFigures } from '../../../src/core/report/figures.ts'
import { chartOf } from '../chart/drawn.ts'
import { type Watch, watched } from '../incident/watch.ts'

const MINUTE = 60_000
const SAFE = { switch: 'safe', id: 'SW-1', name: 'Safe mode' } as const
const pull: IncidentEvent = {
  ...SAFE,
  type: 'switch-pulled',
  by: 'UANA',
  reason: 'x',
  value: 'on',
  customers: true,
  tookMs: 1,
}
const restore: IncidentEvent = {
  ...SAFE,
  type: 'switch-restored',
  by: 'UANA',
  reason: 'x',
  value: 'off',
  pulledMs: 1,
}

/** An incident in which this happened, so many minutes after it began. */
function withSwitches(...happened: [minutes: number, event: IncidentEvent][]): Watch {
  const watch = watched('sev4')
  for (const [minutes, event] of happened) {
    const at = watch.state.declaredAt + minutes * MINUTE
    const entry = {
      seq: watch.entries.length + 1,
      event,
      actor: { kind: 'bot' },
      via: 'delivery',
      at,
      recordedAt: at,
    } as const
    watch.entries.push(entry)
  }
  watch.advance(60)
  return watch
}
function rows(watch: Watch) {
  const figures = createFigures()
  for (const entry of watch.entries) figures.add(entry)
  return figureRows(figures.done(watch.state, watch.now)).filter(({ name }) => name.includes('Safe mode'))
}

describe('kill switches in a report', () => {
  it('say how long they were pulled in all, and how often', () => {
    const watch = withSwitches([5, pull], [15, restore], [20, pull], [25, restore])
    expect(rows(watch)).toEqual([{ name: 'Switch “Safe mode”', value: '15 min', note: 'pulled 2 times' }])
    expect(chartOf(watch).switches).toMatchObject([{ name: 'Safe mode', pulled: [{}, {}] }])
  })

  it('that are still pulled count until now, and say so', () => {
    expect(rows(withSwitches([30, pull]))).toMatchObject([
      { value: '30 min', note: 'pulled once, and still pulled' },
    ])
  })

  it('count as they were found when they were set elsewhere', () => {
    const settled = (pulled: boolean): IncidentEvent => ({
      ...SAFE,
      type: 'switch-settled',
      value: 'on',
      pulled,
    })
    expect(rows(withSwitches([10, settled(true)], [40, settled(false)]))).toMatchObject([{ value: '30 min' }])
    expect(rows(withSwitches([10, pull], [12, settled(true)], [40, restore]))).toMatchObject([
      { value: '30 min', note: 'pulled once' },
    ])
  })
})
