import { describe, expect, it } from 'vitest'
import { parseMrkdwn } from '../../src/sandbox/page/text/mrkdwn.ts'
import { parseMrkdwnInline } from '../../src/sandbox/page/text/mrkdwn-inline.ts'
import { type Inline, plainOf } from '../../src/sandbox/page/text/nodes.ts'

const inline = (text: string) => parseMrkdwnInline(text)
const text = (value: string): Inline => ({ kind: 'text', text: value })

describe('marks', () => {
  it('reads bold, italic, strike and code', () => {
    expect(inline('*b* _i_ ~s~ `c`')).toEqual([
      { kind: 'bold', children: [text('b')] },
      text(' '),
      { kind: 'italic', children: [text('i')] },
      text(' '),
      { kind: 'strike', children: [text('s')] },
      text(' '),
      { kind: 'code', text: 'c' },
    ])
  })

  it('nests them', () => {
    expect(inline('*a _b_*')).toEqual([
      { kind: 'bold', children: [text('a '), { kind: 'italic', children: [text('b')] }] },
    ])
  })

  it.each([
    'snake_case_name',
    '2*3*4',
    '* a list, not bold *',
    '**',
    '~60 tickets and ~70 more',
    'a * b',
    'not *closed',
    '`open',
    '10:30:00',
    'http',
  ])('leaves %j as typed', (typed) => {
    expect(inline(typed)).toEqual([text(typed)])
  })

  it('does not close a mark inside code or a link', () => {
    expect(inline('*a `*` b*')).toEqual([
      { kind: 'bold', children: [text('a '), { kind: 'code', text: '*' }, text(' b')] },
    ])
    const [bold] = inline('*see <https://a.example/x*y|here>*')
    expect(bold?.kind).toBe('bold')
  })

  it('closes before punctuation and across scripts', () => {
    expect(inline('*שלום*, ok')[0]).toEqual({ kind: 'bold', children: [text('שלום')] })
  })

  it.each(['*_~', '*a ', '*x`', ' y*', '<', '`', '*<', ':a'])('takes %j ten thousand times', (piece) => {
    const shown = plainOf(inline(piece.repeat(10_000)))
    expect(shown.length).toBeGreaterThan(5_000)
  })
})

describe('what people typed stays harmless', () => {
  it('decodes the three entities once, and no others', () => {
    expect(inline('&lt;!channel&gt; &amp;lt; &copy;')).toEqual([text('<!channel> &lt; &copy;')])
  })

  it('makes no link of dangerous addresses', () => {
    expect(inline('<javascript:alert(1)|click>')).toEqual([text('click')])
    expect(inline('<data:text/html,x>')).toEqual([text('data:text/html,x')])
  })
})

describe('angle brackets', () => {
  it('reads people, channels, groups and broadcasts', () => {
    expect(inline('<@U1> <#C1|general> <!subteam^S1|@on-call> <!here>')).toEqual([
      { kind: 'user', id: 'U1' },
      text(' '),
      { kind: 'channel', id: 'C1', label: 'general' },
      text(' '),
      { kind: 'group', id: 'S1', label: '@on-call' },
      text(' '),
      { kind: 'broadcast', range: 'here' },
    ])
  })

  it('reads links with and without words, decoding the address', () => {
    expect(inline('<https://a.example/?x=1&amp;y=2|two *words*>')).toEqual([
      {
        kind: 'link',
        url: 'https://a.example/?x=1&y=2',
        children: [text('two '), { kind: 'bold', children: [text('words')] }],
      },
    ])
    expect(inline('<mailto:a@b.example>')).toEqual([
      { kind: 'link', url: 'mailto:a@b.example', children: [text('a@b.example')] },
    ])
  })

  it('links bare addresses without the full stop after them', () => {
    expect(inline('see https://a.example/x.')).toEqual([
      text('see '),
      { kind: 'link', url: 'https://a.example/x', children: [text('https://a.example/x')] },
      text('.'),
    ])
  })

  it('reads date tokens with a link and a fallback', () => {
    expect(inline('<!date^1392734382^{date} at {time}^https://a.example|Feb 18>')).toEqual([
      {
        kind: 'date',
        seconds: 1392734382,
        format: '{date} at {time}',
        url: 'https://a.example',
        fallback: 'Feb 18',
      },
    ])
  })

  it('shows what it does not know as typed', () => {
    expect(inline('a <b> c')).toEqual([text('a <b> c')])
  })
})

describe('blocks', () => {
  it('splits fences, quotes and paragraphs, and keeps marks out of fences', () => {
    expect(parseMrkdwn('before\n```\n*raw* &lt;x&gt;\n  two\n```\n&gt; said\n&gt; more\nafter')).toEqual([
      { kind: 'paragraph', children: [text('before')] },
      { kind: 'pre', text: '*raw* <x>\n  two' },
      {
        kind: 'quote',
        children: [{ kind: 'paragraph', children: [text('said'), { kind: 'break' }, text('more')] }],
      },
      { kind: 'paragraph', children: [text('after')] },
    ])
  })

  it('quotes everything after three', () => {
    const [only, ...rest] = parseMrkdwn('&gt;&gt;&gt; one\ntwo')
    expect(only?.kind).toBe('quote')
    expect(rest).toEqual([])
  })

  it('shows bare addresses in fences', () => {
    expect(parseMrkdwn('```curl <https://a.example|a>```')).toEqual([
      { kind: 'pre', text: 'curl https://a.example' },
    ])
  })

  it('says the words alone', () => {
    expect(plainOf(inline('*a* <@U1> :tada: <https://x.example|there>'))).toBe('a U1 :tada: there')
  })
})
