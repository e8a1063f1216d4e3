import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timelineChart } from '../../../src/core/chart/timeline-chart.ts'
import { member, type Watch, watched } from '../incident/watch.ts'
import { chartOf, textsOf, trouble } from './drawn.ts'

const SEVERITIES = ['sev1', 'sev2', 'sev3', 'sev4'] as const
const words = (svg: string) => textsOf(svg).map(({ words: said }) => said)
const draw = (watch: Watch) => timelineChart(chartOf(watch))

/** Anything that may happen in an incident, minutes or days apart. */
const step = fc.record({
  wait: fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: 0, max: 900, noNaN: true })),
  act: fc.constantFrom('update', 'note', 'raise', 'lower', 'status', 'ack', 'page', 'resolve', 'reopen'),
})

function live(watch: Watch, steps: { wait: number; act: string }[]): void {
  for (const [index, { wait, act }] of steps.entries()) {
    watch.advance(wait)
    if (act === 'update') watch.do({ type: 'post-update', update: { summary: 'x' } })
    if (act === 'note') watch.do({ type: 'note', text: 'x' })
    if (act === 'raise') watch.do({ type: 'change-severity', severity: 'sev1', reason: 'x' })
    if (act === 'lower') watch.do({ type: 'change-severity', severity: 'sev3', reason: 'x' })
    if (act === 'status') watch.do({ type: 'change-status', status: index % 2 ? 'identified' : 'monitoring' })
    if (act === 'ack') watch.do({ type: 'acknowledge' }, member('UANA'))
    if (act === 'page') watch.do({ type: 'page', to: { user: `U${index}`, standing: 'member' }, text: 'x' })
    if (act === 'resolve') watch.do({ type: 'change-status', status: 'resolved' })
    if (act === 'reopen') watch.do({ type: 'reopen', reason: 'x' })
  }
}

describe('the chart of an incident', () => {
  it('has no text over another and none outside, whatever happened and however long it took', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SEVERITIES), fc.array(step, { maxLength: 30 }), (severity, steps) => {
        const watch = watched(severity)
        live(watch, steps)
        expect(trouble(draw(watch))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('is no larger for 5,000 events than there is room to draw', () => {
    const watch = watched('sev2')
    for (let n = 0; n < 5_000; n += 1) {
      if (n % 9 === 0) watch.advance(1)
      watch.do(
        n % 7 === 0 ? { type: 'post-update', update: { summary: `${n}` } } : { type: 'note', text: `${n}` },
      )
    }
    const svg = draw(watch)
    expect(svg.length).toBeLessThan(60_000)
    expect(trouble(svg)).toEqual([])
    expect(words(svg)).toContain('several, close together')
  })

  it('says when each key moment was, once for those at one place, with the day where there are several', () => {
    const watch = watched('sev1').advance(7)
    watch.do({ type: 'acknowledge' }, member('UBEN'))
    watch.advance(33).do({ type: 'change-status', status: 'monitoring' })
    watch.advance(9)
    watch.do({ type: 'change-status', status: 'resolved' })
    expect(words(draw(watch))).toEqual(
      expect.arrayContaining(['declared 12:00', 'acknowledged 12:07', 'mitigated 12:40', 'resolved 12:49']),
    )
    const long = watched('sev1').advance(7)
    long.do({ type: 'acknowledge' }, member('UBEN'))
    long.advance(3 * 24 * 60).do({ type: 'change-status', status: 'resolved' })
    expect(words(draw(long))).toEqual(
      expect.arrayContaining([
        'declared 10 Jun 12:00, acknowledged 12:07',
        'mitigated, resolved 13 Jun 12:07',
      ]),
    )
  })

  it('shows missed updates by another shape than made ones, and for how long one was overdue', () => {
    const watch = watched('sev2').advance(31)
    const { updates } = chartOf(watch)
    expect(updates.missed.map(({ count }) => count)).toEqual([1])
    expect(updates.overdue).toEqual([
      { from: watch.state.declaredAt + 15 * 60_000, to: watch.now, what: 'overdue' },
    ])
    expect(draw(watch)).toContain('url(#overdue)')
    watch.do({ type: 'post-update', update: { summary: 'x' } })
    watch.advance(5)
    expect(chartOf(watch).updates.overdue[0]?.to).toBe(watch.state.declaredAt + 31 * 60_000)
  })

  it('names a stretch only where its name fits into it', () => {
    const watch = watched('sev2').advance(600)
    for (const severity of ['sev1', 'sev3', 'sev1', 'sev3'] as const) {
      watch.do({ type: 'change-severity', severity, reason: 'x' })
      watch.advance(12)
    }
    watch.advance(600)
    const svg = draw(watch)
    expect(trouble(svg)).toEqual([])
    expect(words(svg).filter((said) => /^SEV\d$/.test(said))).toEqual(['SEV2', 'SEV3'])
  })

  it('shows severity by height as well as by colour', () => {
    const tops = (severity: (typeof SEVERITIES)[number]) => {
      const [band] =
        /<rect [^>]*fill="#(?:e2745c|f2a74e|f6d973|bcd9f5)"[^>]*>/.exec(draw(watched(severity).advance(9))) ??
        []
      return Number(/ height="([\d.]+)"/.exec(band ?? '')?.[1])
    }
    const heights = SEVERITIES.map(tops)
    expect(heights).toEqual(heights.toSorted((one, other) => other - one))
    expect(new Set(heights).size).toBe(4)
  })

  it('writes what people said as text and nothing else', () => {
    const watch = watched('sev4')
    watch.do({ type: 'rename', title: '<script>alert("1")</script> & \u0007 more' })
    const svg = draw(watch)
    expect(svg).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp;')
    expect(svg).not.toContain('<script')
    expect(svg).not.toContain('\u0007')
  })

  it('goes on to the present while the incident is open', () => {
    const watch = watched('sev3').advance(30)
    expect(words(draw(watch)).join('\n')).toContain('12:00 – 12:30 UTC · still open')
  })
})
