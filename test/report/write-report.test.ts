import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/core/decider.ts'
import { incident as decider } from '../../src/core/incident/decider.ts'
import type { IncidentCommand, IncidentEvent } from '../../src/core/incident/incident.ts'
import { parseMarkdown } from '../../src/sandbox/page/text/markdown.ts'
import { BOT, card, channel, NOON } from '../core/incident/story.ts'
import { member, Watch, watched } from '../core/incident/watch.ts'
import { reportFrom, reportOf, text } from './a-report.ts'

const MANY = 20_000
const DAY = 24 * 60 * 60_000

const LEVER = { switch: 'automation', id: 'SW-1', name: 'Automatic replies' } as const

/** Something that the rig has nobody to say: about an earlier entry, or about a switch. */
function append(watch: Watch, event: IncidentEvent): void {
  const seq = watch.entries.length + 1
  const entry = {
    seq,
    event,
    actor: { kind: 'user', id: 'UANA' },
    via: 'command',
    at: watch.now,
    recordedAt: watch.now,
  } as const
  watch.entries.push(entry)
  watch.state = decider.evolve(watch.state, entry)
}

/** The same, once people have written what they learned. */
function reviewed(): Watch {
  const watch = rich()
  const chloe = member('UCHLOE')
  const said: IncidentCommand[] = [
    {
      type: 'summarise',
      summary: {
        cause:
          'The migration dropped the index that the checkout query needs; nothing in the deployment noticed.',
        fix: 'The index was built again.',
        impact: 'For 40 minutes nobody could check out, for 25 more one in five could not.',
        dataLoss: 'no',
      },
    },
    {
      type: 'contribute',
      findings: [
        { kind: 'factor', text: 'Migrations run before anybody has seen their query plans' },
        { kind: 'factor', text: 'The pool hides slow queries until it is full\n| and then | all at once' },
        { kind: 'went-well', text: 'The first update came after 11 minutes' },
        { kind: 'went-badly', text: 'Two people were paged who had left the team' },
        { kind: 'lucky', text: 'It was before the sale' },
      ],
    },
    {
      type: 'add-follow-up',
      text: 'Check query plans in the pipeline',
      owner: { user: 'UBEN', standing: 'member' },
      due: NOON + 7 * DAY,
    },
    { type: 'add-follow-up', text: 'Clean up the groups | of on-call' },
    { type: 'log-decision', text: 'Migrations need a second look from now on' },
    { type: 'log-near-miss', text: 'Returns use the same pool' },
  ]
  for (const command of said) {
    const rejection = watch.advance(10).do(command, chloe)
    if (rejection) throw new Error(rejection.rejected)
  }
  return watch
}

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
  append(watch.advance(2), {
    ...LEVER,
    type: 'switch-pulled',
    by: 'UCHLOE',
    reason: 'Wrong replies',
    value: 'off',
    customers: true,
    tookMs: 900,
  })
  watch.advance(20)
  say('UCHLOE', 'The index is being rebuilt, **40 %** done')
  watch.advance(14)
  say('UCHLOE', 'The index is back')
  append(watch, {
    ...LEVER,
    type: 'switch-restored',
    by: 'UCHLOE',
    reason: 'Replies are right again',
    value: 'on',
    pulledMs: 34 * 60_000,
  })
  watch.advance(5)
  watch.do({ type: 'change-status', status: 'monitoring' }, member('UCHLOE'))
  watch.advance(4).do(
    {
      type: 'add-message',
      ...{ channel: 'CINC', ts: `${(NOON + 40 * 60_000) / 1_000}.000200`, kind: 'decision' },
      written: {
        text: 'We keep the old pool size until Monday',
        author: 'UBEN',
        permalink: 'https://x.slack.com/p1',
      },
    },
    member('UANA'),
  )
  watch.do(
    {
      type: 'add-evidence',
      items: [
        { evidence: 'request', id: 'req-81f2' },
        { evidence: 'link', url: 'https://a.example/t?x=1' },
      ],
    },
    member('UANA'),
  )
  watch.do({ type: 'note', text: 'It was the cache' }, member('UANA'))
  const wrong = watch.entries.length
  append(watch.advance(2), { type: 'entry-withdrawn', entry: wrong, reason: 'It was not' })
  watch.do(
    {
      type: 'correct-moment',
      moment: 'started',
      at: NOON - 5 * 60_000,
      reason: 'Errors since the deployment',
    },
    member('UANA'),
  )
  watch.advance(14).do({ type: 'change-status', status: 'resolved', lostMinutes: 0, note: 'At the baseline' })
  return watch
}

describe('a report', () => {
  it('of an incident that had everything is one that one would be glad to get', async () => {
    const report = await reportOf(rich())
    await expect(await text(report, 'file', 'INC-7.png')).toMatchFileSnapshot('golden/inc-7.md')
    await expect(await text(report, 'canvas')).toMatchFileSnapshot('golden/inc-7-canvas.md')
    await expect(report.chart).toMatchFileSnapshot('golden/inc-7.svg')
  })

  it('of an incident that was reviewed has what people wrote', async () => {
    await expect(await text(await reportOf(reviewed()), 'file')).toMatchFileSnapshot('golden/reviewed.md')
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
  /** Made as they are read, so that only what a report keeps is in memory. */
  function entryAt(seq: number): Entry<IncidentEvent> {
    if (seq === 1) return first as Entry<IncidentEvent>
    const at = NOON + seq * 1_000
    return {
      ...{ seq, at, recordedAt: at, via: 'command', actor: { kind: 'user', id: `U${seq % 50}` } },
      event: { type: 'noted', text: `Note ${seq}` },
    }
  }
  const now = NOON + MANY * 1_000

  it('has every one of them in the file, and in the canvas only what fits, saying so', async () => {
    const report = await reportFrom(watch.state, MANY, entryAt, now)
    const [file, canvas] = [await text(report, 'file'), await text(report, 'canvas')]
    expect(file.match(/^- \*\*\d\d:/gm)).toHaveLength(MANY)
    expect(canvas.length).toBeLessThan(20_000)
    expect(canvas).toContain(`${MANY - 1} entries, which are in the report as a file`)
  })

  it('lets other work go on in between', async () => {
    const report = await reportFrom(watch.state, MANY, entryAt, now)
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
