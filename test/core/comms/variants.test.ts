import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Text } from '../../../src/core/comms/comms.ts'
import { asHtml, asLine, asPlain, asSlack, asSubject } from '../../../src/core/comms/variants.ts'

const SOURCE = `**What is wrong:** Some orders fail.
Please see https://status.example.com/a?b=1&c=2.

- Cards & wallets
- Invoices <b>work</b>

Thank you.`

describe('one source', () => {
  it('is plain text with bullets', () => {
    expect(asPlain(SOURCE)).toBe(
      'What is wrong: Some orders fail.\nPlease see https://status.example.com/a?b=1&c=2.\n\n• Cards & wallets\n• Invoices <b>work</b>\n\nThank you.',
    )
  })

  it('is mrkdwn in which only our own marks mark', () => {
    expect(asSlack(SOURCE)).toBe(
      '*What is wrong:* Some orders fail.\nPlease see <https://status.example.com/a?b=1&amp;c=2>.\n\n• Cards &amp; wallets\n• Invoices &lt;b&gt;work&lt;/b&gt;\n\nThank you.',
    )
  })

  it('is HTML in which nobody’s words are markup', () => {
    const html = asHtml(SOURCE)
    expect(html).toContain('<strong>What is wrong:</strong> Some orders fail.<br>')
    expect(html).toContain('<a href="https://status.example.com/a?b=1&amp;c=2"')
    expect(html).toContain('<li>Invoices &lt;b&gt;work&lt;/b&gt;</li>')
  })

  it('is one line for a banner', () => {
    expect(asLine('Some orders\nfail.\n\n**Sorry.**')).toBe('Some orders fail. Sorry.')
  })

  it('has a subject that stays the same until it is over', () => {
    const of = (change: Partial<Text>) => asSubject({ title: 'Orders fail', body: 'x', ...change })
    expect(of({ status: 'investigating' })).toBe('Orders fail')
    expect(of({ status: 'monitoring' })).toBe('Orders fail')
    expect(of({ status: 'resolved' })).toBe('Resolved: Orders fail')
    expect(of({ status: 'resolved', title: 'Resolved: orders' })).toBe('Resolved: orders')
    expect(asSubject({ title: 'Orders fail', body: 'x', status: 'resolved' }, true)).toBe(
      'Correction: Orders fail',
    )
  })

  it('makes no link of anything but https', () => {
    expect(asHtml('javascript:alert(1) http://x https://"onload=x')).not.toContain('<a ')
  })
})

describe('any text', () => {
  const nasty = fc
    .array(
      fc.constantFrom(
        '**',
        '*',
        '_',
        '- ',
        '\n',
        '\n\n',
        '<',
        '>',
        '&',
        '"',
        "'",
        '<!channel>',
        '<@U1>',
        'https://x.example',
        'a',
        ' ',
        '\u202e',
        '<script>',
      ),
    )
    .map((parts) => parts.join(''))

  it('pings nobody in Slack and opens no tag in HTML', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string()), (text) => {
        expect(asSlack(text)).not.toMatch(/<[!@#]/u)
        const tags = asHtml(text).match(/<\/?[a-z]+/gu) ?? []
        for (const tag of tags) expect(tag).toMatch(/^<\/?(?:p|br|ul|li|strong|a)$/u)
      }),
    )
  })

  it('loses none of its words', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/u), { minLength: 1 }), (parts) => {
        expect(asPlain(parts.join(' ')).split(/\s+/u)).toEqual(parts)
      }),
    )
  })
})
