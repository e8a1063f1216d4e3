import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/core/decider.ts'
import type { IncidentEvent } from '../../src/core/incident/incident.ts'
import { parseMarkdown } from '../../src/sandbox/page/text/markdown.ts'
import { BOT, card, channel, NOON } from '../core/incident/story.ts'
import { member, Watch, watched } from '../core/incident/watch.ts'
import { reportOf, text } from './a-report.ts'

const MANY = 20_000

/** An incident as it might have gone, with words that would break a document that took them as they are. */
function rich(): Watch {
  const watch = watched('sev2')
  const say = (who: string, summary: string, impact?: string) =>
    watch.do({ type: 'post-update', update: { summary, ...(impact && { impact }) } }, member(who))
  watch.do(card, BOT)
  watch.do(channel, BOT)
  watch.do({ type: 'change-classes', classes: ['orders'] })
  watch.advance(6).do({ type: 'decline', run: 1 }, member('UBEN'))
  watch.advance(2).do({ type: 'acknowledge' }, member('UCHLOE'))
  watch.do({ type: 'assign-role', role: 'commander', user: 'UCHLOE', standing: 'member' }, member('UCHLOE'))
  watch.do({ type: 'assign-role', role: 'scribe', user: 'UANA', standing: 'member' }, member('UANA'))
  watch.advance(3)
  say(
    'UCHLOE',
    'Timeouts in the orders database since the 11:55 deployment.',
    'About one checkout in five fails.',
  )
  watch.advance(10).do({ type: 'change-severity', severity: 'sev1', reason: 'Checkout fails for everybody' })
  watch.advance(3)
  watch.do(
    {
      type: 'note',
      text: 'Pool at 100 %: https://graphs.example.com/d/abc_def?var=a|b\n# not a heading\n| nor | a row |',
    },
    member('UANA'),
  )
  watch.do({ type: 'change-status', status: 'identified', note: 'A query lost its index' }, member('UANA'))
  watch.advance(22)
  say('UCHLOE', 'The index is being rebuilt, **40 %** done')
  watch.advance(14)
  say('UCHLOE', 'The index is back')
  watch.advance(5)
  watch.do({ type: 'change-status', status: 'monitoring' }, member('UCHLOE'))
  watch.advance(20).do({ type: 'change-status', status: 'resolved', lostMinutes: 0, note: 'At the baseline' })
  return watch
}

describe('a report', () => {
  it('of an incident that had everything is one that one would be glad to get', async () => {
    const report = await reportOf(rich())
    await expect(await text(report, 'file', 'INC-7.png')).toMatchFileSnapshot('golden/inc-7.md')
    await expect(await text(report, 'canvas')).toMatchFileSnapshot('golden/inc-7-canvas.md')
    await expect(report.chart).toMatchFileSnapshot('golden/inc-7.svg')
  })

  it('of an incident in which hardly anything happened stands by itself', async () => {
    const watch = watched('sev4').advance(1)
    watch.do({ type: 'change-status', status: 'resolved' })
    await expect(await text(await reportOf(watch), 'file')).toMatchFileSnapshot('golden/quiet.md')
  })

  it('keeps its outline whatever people wrote', async () => {
    const outline = (source: string) =>
      parseMarkdown(source).flatMap((block) =>
        block.kind === 'heading' ? [JSON.stringify(block.children)] : [],
      )
    const calm = watched('sev4')
    calm.do({ type: 'note', text: 'calm' })
    const wild = watched('sev4')
    for (const said of ['# heading', 'a\n\n## b\n---\n```\nc', '<details>', '| a |\n|---|', '[x]: http://y'])
      wild.do({ type: 'note', text: said })
    const [one, other] = await Promise.all([reportOf(calm), reportOf(wild)])
    expect(outline(await text(other, 'file'))).toEqual(outline(await text(one, 'file')))
  })

  it('shows times by the day on which they were, with the day said once', async () => {
    const watch = watched('sev4').advance(13 * 60)
    watch.do({ type: 'note', text: 'the day after' })
    const lines = (await text(await reportOf(watch), 'file')).split('\n')
    expect(lines.filter((line) => line.startsWith('### '))).toEqual(['### 2024-06-10', '### 2024-06-11'])
  })

  it('says so while the incident is open', async () => {
    expect(await text(await reportOf(watched('sev3')), 'file')).toContain('This incident is still open')
  })
})

describe(`a report of ${MANY.toLocaleString('en-US')} entries`, () => {
  const watch = new Watch()
  watch.do({ type: 'declare', number: 7, title: 'Long', severity: 'sev4' })
  const [first] = watch.entries
  if (!first) throw new Error('Nothing was declared')
  /** Made one by one as they are read, so that only what a report keeps is in memory. */
  async function* walk(): AsyncGenerator<Entry<IncidentEvent>> {
    yield first as Entry<IncidentEvent>
    for (let seq = 2; seq <= MANY; seq += 1) {
      const at = NOON + seq * 1_000
      yield {
        ...{ seq, at, recordedAt: at, via: 'command', actor: { kind: 'user', id: `U${seq % 50}` } },
        event: { type: 'noted', text: `Note ${seq}` },
      }
    }
  }
  const now = NOON + MANY * 1_000

  it('has every one of them in the file, and in the canvas only what fits, saying so', async () => {
    const report = await reportOf({ ...watch, entries: watch.entries, state: watch.state, now }, walk)
    const [file, canvas] = [await text(report, 'file'), await text(report, 'canvas')]
    expect(file.match(/^- \*\*\d\d:/gm)).toHaveLength(MANY)
    expect(canvas.length).toBeLessThan(20_000)
    expect(canvas).toContain(`${MANY - 1} entries, which are in the report as a file`)
  })

  it('lets other work go on in between', async () => {
    const report = await reportOf({ ...watch, entries: watch.entries, state: watch.state, now }, walk)
    let turns = 0
    let ticking = true
    const tick = () => {
      turns += 1
      if (ticking) setImmediate(tick)
    }
    setImmediate(tick)
    await text(report, 'file')
    ticking = false
    expect(turns).toBeGreaterThan(MANY / 250 - 2)
  })
})
