import { describe, expect, it } from 'vitest'
import { richTextBlocks } from '../../src/sandbox/page/text/rich-text.ts'

const section = (...elements: unknown[]) => [{ type: 'rich_text_section', elements }]

describe('rich text', () => {
  it('keeps styles, also several at once', () => {
    expect(richTextBlocks(section({ type: 'text', text: 'x', style: { bold: true, code: true } }))).toEqual([
      { kind: 'paragraph', children: [{ kind: 'bold', children: [{ kind: 'code', text: 'x' }] }] },
    ])
  })

  it('reads every kind of element', () => {
    const [paragraph] = richTextBlocks(
      section(
        { type: 'user', user_id: 'U1' },
        { type: 'channel', channel_id: 'C1' },
        { type: 'usergroup', usergroup_id: 'S1' },
        { type: 'broadcast', range: 'here' },
        { type: 'emoji', name: 'tada', unicode: '1f389' },
        { type: 'color', value: '#FF0000' },
        { type: 'date', timestamp: 60, format: '{time}', fallback: 'then' },
        { type: 'link', url: 'https://a.example', text: 'a' },
        { type: 'text', text: 'one\ntwo' },
      ),
    )
    expect(paragraph?.kind === 'paragraph' && paragraph.children.map((node) => node.kind)).toEqual([
      'user',
      'channel',
      'group',
      'broadcast',
      'emoji',
      'color',
      'date',
      'link',
      'text',
      'break',
      'text',
    ])
  })

  it('reads lists with indent and offset, quotes and preformatted text', () => {
    const list = {
      type: 'rich_text_list',
      style: 'ordered',
      indent: 1,
      offset: 4,
      elements: section({ type: 'text', text: 'x' }),
    }
    const pre = {
      type: 'rich_text_preformatted',
      elements: [
        { type: 'text', text: 'a' },
        { type: 'link', url: 'https://b.example' },
      ],
    }
    const quote = { type: 'rich_text_quote', elements: [{ type: 'text', text: 'q' }] }
    expect(richTextBlocks([list, pre, quote])).toMatchObject([
      { kind: 'list', ordered: true, start: 5, indent: 1 },
      { kind: 'pre', text: 'ahttps://b.example' },
      { kind: 'quote' },
    ])
  })

  it('names what it does not know, and survives nonsense', () => {
    expect(JSON.stringify(richTextBlocks(section({ type: 'hologram' })))).toContain('hologram element')
    expect(richTextBlocks('nonsense')).toEqual([])
    expect(richTextBlocks([null, 7, { type: 'rich_text_section' }])).toEqual([
      { kind: 'paragraph', children: [] },
    ])
  })

  it('makes no link of a dangerous address', () => {
    expect(
      JSON.stringify(richTextBlocks(section({ type: 'link', url: 'javascript:x', text: 'a' }))),
    ).not.toContain('link')
  })
})
