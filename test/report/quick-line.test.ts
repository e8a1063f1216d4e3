import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReportLine } from '../../src/core/report/report-line.ts'
import { sampleLine, sampleModels } from '../../src/report/sample.ts'
import { parseReportTemplate } from '../../src/report/template.ts'

const [, model] = sampleModels()
if (!model) throw new Error('There is no sample')

/** The same template twice: once as it is, once with something in it that only the interpreter can do. */
function both(line: string) {
  const parse = (inside: string) =>
    parseReportTemplate(`{% timeline %}${inside}{% endtimeline %}`, 'x.liquid', '/nowhere')
  return { quick: parse(line), slow: parse(`${line}{% comment %}{% endcomment %}`) }
}

const words = fc.oneof(fc.string(), fc.constantFrom('', '# a', 'a\n- b', 'https://a.example/b_c'))
const anyLine: fc.Arbitrary<ReportLine> = fc.record({
  seq: fc.nat(),
  day: fc.constantFrom('2024-06-10', ''),
  newDay: fc.boolean(),
  time: words,
  by: words,
  text: words,
  weight: fc.constantFrom('key', 'said', 'minor'),
  withdrawn: fc.boolean(),
  marks: fc.option(words),
  link: fc.option(words),
})

describe('the quick way to fill a line', () => {
  it.each([
    '- **{{ line.time }}** {{ line.by }} {{ line.text | hanging }}{% if line.link %} ([m]({{ line.link | address }})){% endif %}\n',
    '{%- if line.newDay %}\n### {{ line.day }}\n\n{% endif -%}\n- {{line.seq}} {{- line.text -}} x\n',
    '{% if line.marks %}{% if line.newDay %}{{ line.marks }}{% endif %} a {% endif %}',
    '',
  ])('writes what the interpreter writes: %j', (template) => {
    const { quick, slow } = both(template)
    fc.assert(
      fc.property(anyLine, (line) => {
        expect(quick.line(line, model)).toBe(slow.line(line, model))
      }),
    )
  })

  it.each([
    '{{ line.text | upcase }}',
    '{{ line.text | hanging | upcase }}',
    '{% if line.marks == "x" %}a{% endif %}',
    '{% if line.marks %}a{% else %}b{% endif %}',
    '{{ report.id }}',
    '{{ line.text.size }}',
    '{{ line.weight }}{% unless line.marks %}c{% endunless %}',
  ])('leaves to the interpreter what it cannot do: %s', (template) => {
    const line = { ...sampleLine, text: 'abc', marks: null }
    const { quick, slow } = both(template)
    expect(quick.line(line, model)).toBe(slow.line(line, model))
  })

  it('leaves to it what is wrong, which it reports', () => {
    expect(() => both('{{ line.nothing }}').quick.line(sampleLine, model)).toThrow('undefined variable')
  })
})
