import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hanging, markdown, safeAddress } from '../../src/report/markdown.ts'
import { parseMarkdown } from '../../src/sandbox/page/text/markdown.ts'

/** What a reader of Markdown makes of a text: its words, and every mark that is not a link to what it says. */
function read(source: string) {
  const marks = new Set<string>()
  let words = ''
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const one of node) walk(one)
      return
    }
    if (typeof node !== 'object' || node === null) return
    const { kind, text, ...rest } = node as { kind?: string; text?: string }
    if (kind === 'break') words += '\n'
    else if (kind && kind !== 'text' && kind !== 'paragraph' && kind !== 'link') marks.add(kind)
    if (typeof text === 'string') words += text
    for (const value of Object.values(rest)) walk(value)
  }
  walk(parseMarkdown(source))
  return { words, marks: [...marks] }
}

const hostile = fc.stringMatching(/^[-#*_`~|<>[\](){}!\\:.+=&;"'/ a1é\n]{0,40}$/)

describe('people’s words in Markdown', () => {
  it('read as exactly those words, whatever they are', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { words, marks } = read(markdown(text))
        expect(marks.filter((mark) => mark !== 'emoji')).toEqual([])
        if (marks.length === 0) expect(words).toBe(text.replace(/\s+/gu, ' ').trim())
      }),
      { numRuns: 3_000 },
    )
  })

  it('stay one cell of a table', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [table] = parseMarkdown(`| a | b |\n|---|---|\n| ${markdown(text)} | end |`) as {
          kind: string
          rows?: { children?: unknown }[]
        }[]
        expect(table?.kind).toBe('table')
        expect(JSON.stringify(table)).toContain('"end"')
      }),
    )
  })

  it.each([
    ['# no heading', '\\# no heading'],
    ['1. no list', '1\\. no list'],
    ['- no list', '\\- no list'],
    ['a | b', 'a \\| b'],
    ['<!channel> <b>', '\\<!channel\\> \\<b\\>'],
    ['![](@U0ANA)', '!\\[\\](@U0ANA)'],
    ['t_order_status stays', 't_order_status stays'],
    ['_not_ this', '\\_not\\_ this'],
    ['&lt; 5 & 6', '\\&lt; 5 & 6'],
    ['C:\\temp', 'C:\\\\temp'],
    ['two\nlines', 'two lines'],
  ])('%j is written as %j', (text, expected) => {
    expect(markdown(text)).toBe(expected)
  })

  it('keep addresses as links, without what ends the sentence, and nothing else as one', () => {
    expect(markdown('See https://a.example/x_y?q=1|2, please.')).toBe(
      'See [https://a.example/x_y?q=1\\|2](https://a.example/x%5Fy?q=1%7C2), please.',
    )
    expect(markdown('[click](http://evil.example)')).toBe(
      '\\[click\\]([http://evil.example](http://evil.example/))',
    )
    expect(markdown('javascript:alert(1)')).toBe('javascript:alert(1)')
    expect(safeAddress('javascript:alert(1)')).toBeUndefined()
    expect(safeAddress('no address')).toBeUndefined()
  })

  it('keep their lines inside a list item, each as harmless as the first', () => {
    expect(hanging('first\n# second\n\n- third')).toBe('first  \n  \\# second  \n  \\- third')
  })
})
