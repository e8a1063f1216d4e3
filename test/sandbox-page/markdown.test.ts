import { describe, expect, it } from 'vitest'
import { parseMarkdown } from '../../src/sandbox/page/text/markdown.ts'
import { parseMarkdownInline } from '../../src/sandbox/page/text/markdown-inline.ts'
import type { Inline, TextBlock } from '../../src/sandbox/page/text/nodes.ts'

const text = (value: string): Inline => ({ kind: 'text', text: value })
const paragraph = (value: string): TextBlock => ({ kind: 'paragraph', children: [text(value)] })

describe('blocks', () => {
  it('reads headings, rules, fences and paragraphs', () => {
    expect(parseMarkdown('# One #\n\na\nb\n\n---\n~~~js\n# not a heading\n~~~')).toEqual([
      { kind: 'heading', level: 1, children: [text('One')] },
      { kind: 'paragraph', children: [text('a'), { kind: 'break' }, text('b')] },
      { kind: 'rule' },
      { kind: 'pre', text: '# not a heading' },
    ])
  })

  it('keeps an unclosed fence to the end', () => {
    expect(parseMarkdown('```\nx\n\ny')).toEqual([{ kind: 'pre', text: 'x\n\ny' }])
  })

  it('nests lists and starts numbers where they start', () => {
    expect(parseMarkdown('3. three\n4. four\n   - inner\n\nafter')).toEqual([
      {
        kind: 'list',
        ordered: true,
        start: 3,
        indent: 0,
        items: [
          [paragraph('three')],
          [
            paragraph('four'),
            { kind: 'list', ordered: false, start: 1, indent: 0, items: [[paragraph('inner')]] },
          ],
        ],
      },
      paragraph('after'),
    ])
  })

  it('keeps a loose list together and shows task boxes', () => {
    expect(parseMarkdown('- [x] done\n\n- [ ] open')).toEqual([
      {
        kind: 'list',
        ordered: false,
        start: 1,
        indent: 0,
        items: [[paragraph('done')], [paragraph('open')]],
        tasks: [true, false],
      },
    ])
  })

  it('reads tables with alignment, escaped bars and short rows', () => {
    expect(parseMarkdown('| a | b |\n|:-:|--:|\n| 1 \\| 2 |\nend')).toEqual([
      {
        kind: 'table',
        align: ['center', 'right'],
        head: [[text('a')], [text('b')]],
        rows: [[[text('1 | 2')], []]],
      },
      paragraph('end'),
    ])
  })

  it('takes bars without a ruler as words', () => {
    expect(parseMarkdown('a | b\nc | d')).toHaveLength(1)
  })

  it('stops at its depth on endless quotes', () => {
    expect(JSON.stringify(parseMarkdown('>'.repeat(5_000)))).toContain('quote')
  })
})

describe('inline', () => {
  it('reads bold, italic, both, strike and code', () => {
    expect(parseMarkdownInline('**b** *i* ***bi*** ~~s~~ ``a`b``')).toEqual([
      { kind: 'bold', children: [text('b')] },
      text(' '),
      { kind: 'italic', children: [text('i')] },
      text(' '),
      { kind: 'bold', children: [{ kind: 'italic', children: [text('bi')] }] },
      text(' '),
      { kind: 'strike', children: [text('s')] },
      text(' '),
      { kind: 'code', text: 'a`b' },
    ])
  })

  it('lets a link be a link only when it is safe', () => {
    expect(parseMarkdownInline('[a](https://x.example "t") [b](javascript:alert(1))')[0]).toEqual({
      kind: 'link',
      url: 'https://x.example',
      children: [text('a')],
    })
    expect(JSON.stringify(parseMarkdownInline('[b](javascript:x)'))).not.toContain('link')
  })

  it('reads pictures, and the mentions of a canvas', () => {
    expect(parseMarkdownInline('![the chart](https://x.example/a.png "t")![](@U0ANA) ![](#C0ROOM)')).toEqual([
      { kind: 'image', url: 'https://x.example/a.png', alt: 'the chart' },
      { kind: 'user', id: 'U0ANA' },
      text(' '),
      { kind: 'channel', id: 'C0ROOM' },
    ])
    const inline = `data:image/svg+xml;base64,${'A'.repeat(20_000)}`
    expect(parseMarkdownInline(`![c](${inline})`)).toEqual([{ kind: 'image', url: inline, alt: 'c' }])
  })

  it('keeps how a mention was written: in a document it is only letters', () => {
    expect(parseMarkdownInline('<@U0ANA> <https://x.example|x> <https://y.example>')).toMatchObject([
      { kind: 'user', id: 'U0ANA', written: '<@U0ANA>' },
      text(' '),
      { kind: 'link', written: '<https://x.example|x>' },
      text(' '),
      { kind: 'link', url: 'https://y.example' },
    ])
    expect(parseMarkdownInline('<https://y.example>')[0]).not.toHaveProperty('written')
  })

  it('draws no picture from an address that could run something', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,<script>', 'file:///etc/passwd'])
      expect(JSON.stringify(parseMarkdownInline(`![words](${url})`))).not.toContain('"image"')
  })

  it('is not slowed down by pictures that never end', () => {
    const hostile = ['![](', '![', '![](data:image/png,', '![](https://'].map((one) => one.repeat(20_000))
    for (const one of hostile) expect(parseMarkdownInline(one)).toBeDefined()
  })

  it('leaves words with underscores and escaped marks alone', () => {
    expect(parseMarkdownInline('snake_case_name \\*no\\* 2 * 3')).toEqual([
      text('snake_case_name *no* 2 * 3'),
    ])
  })
})
