import { describe, expect, it } from 'vitest'
import { incidentRig } from './incident-rig.ts'

async function told(...notes: string[]) {
  const rig = await incidentRig()
  for (const text of notes) await rig.do({ type: 'note', text })
  return rig
}

describe('a timeline as Markdown', () => {
  it('has a heading a day, the number of each line, what was said as a quotation, and where the chain ends', async () => {
    const rig = await told('Pool is full\nsince 10:00')
    rig.clock.set(rig.clock.now() + 24 * 3_600_000)
    await rig.do({ type: 'correct-entry', entry: 2, text: 'Pool was full', reason: 'typo' })
    const text = await rig.exported('md')
    expect(text.match(/^## \d{4}-\d\d-\d\d$/gm)).toHaveLength(2)
    expect(text).toMatch(
      /^- \*\*\d\d:\d\d:\d\d\*\* #2 U0ANA noted\n {2}> Pool was full\n {2}- \*corrected by U0ANA at .* \(#3\): typo\*$/m,
    )
    const { hash, seq } = (await rig.incidents.loadWithHead('INC-1')) ?? {}
    expect(text).toContain(`The chain ends with #${seq} \`${hash}\``)
  })

  it('makes no markup, link or picture of what somebody typed', async () => {
    const text = await (
      await told('<script>x</script> ![p](http://evil/x.png) [l](http://evil) `code` *b*\n# head')
    ).exported('md')
    expect(text).toContain(
      '  > \\<script>x\\</script> !\\[p](http://evil/x.png) \\[l](http://evil) \\`code\\` \\*b\\*',
    )
    expect(text).toContain('\n  > # head')
  })
})

describe('a timeline as CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1'])('marks %j as text, not as a formula', async (formula) => {
    const rig = await told(`x ${formula}`, formula)
    const rows = (await rig.exported('csv')).split('\r\n')
    expect(rows.at(-3)).toContain(`,x ${formula.trim()}`)
    const last = rows.at(-2) ?? ''
    expect(last).toMatch(/,noted,"?'/)
  })

  it('keeps commas, quotes and line breaks inside their cell', async () => {
    const text = await (await told('a,b "c"\nd')).exported('csv')
    expect(text).toContain(',"a,b ""c""\nd",')
    expect(text.startsWith('\ufeffnumber,happened,')).toBe(true)
  })
})

describe('a timeline as JSON', () => {
  it('holds every entry as it is stored, with its hashes and what it reads today', async () => {
    const rig = await told('Pool is full')
    await rig.do({ type: 'redact-entries', entries: [2], reason: 'a secret' })
    const { entries, head } = JSON.parse(await rig.exported('json'))
    const { digest, hash } = (await rig.store.entriesAt('INC-1', [2]))[0] ?? {}
    expect(entries[1]).toMatchObject({
      seq: 2,
      event: { type: 'noted', text: '[redacted]' },
      redactedBy: 3,
      digest,
      hash,
      reads: { who: 'U0ANA', what: 'noted', marks: [{ mark: 'redacted', seq: 3, because: 'a secret' }] },
    })
    expect(head).toEqual({ seq: 3, hash: entries[2].hash })
  })

  it('is of one moment, though somebody writes meanwhile', async () => {
    const rig = await told('one')
    const { walk } = rig.incidents
    rig.incidents.walk = async function* (id, upTo) {
      await rig.do({ type: 'note', text: 'meanwhile' })
      yield* walk(id, upTo)
    }
    const { entries, head } = JSON.parse(await rig.exported('json'))
    expect(entries).toHaveLength(head.seq)
    expect(JSON.stringify(entries)).not.toContain('meanwhile')
  })
})
