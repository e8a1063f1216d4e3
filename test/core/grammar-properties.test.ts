import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/core/commands.ts'
import { readCommand } from '../../src/core/grammar.ts'
import { SEVERITIES } from '../../src/core/incident/incident.ts'
import { COMMAND_TEXT_MAX } from '../../src/core/limits.ts'
import { aPolicy } from './a-policy.ts'

const read = (text: string) => readCommand(text, aPolicy())
const words = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases])
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...words,
        'INC-3',
        '#3',
        'sev1',
        'sev9',
        '2',
        'commander',
        'me',
        'monitoring',
        'page',
        'class:orders',
        'orders',
      ),
      fc.constantFrom(
        '<@U1|dana>',
        '<!here>',
        '<',
        '>',
        '<<',
        '&lt;',
        '&amp;amp;',
        '“',
        '\u202e',
        '\u00a0',
        '\ud800',
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
    ),
    { maxLength: 12 },
  )
  .chain((parts) => fc.constantFrom(' ', '  ', '\n', '').map((space) => parts.join(space)))

/** As Slack would escape it. */
const escaped = (text: string) => text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;')

describe('any text', () => {
  it('is read as something, the same each time', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const intent = read(text)
        expect(read(text)).toEqual(intent)
        if (intent.intent === 'unclear') expect(intent.examples.length).toBeGreaterThan(0)
      }),
      { numRuns: 1_000 },
    )
  })

  it('ends nothing unless its first words say so', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const intent = read(text)
        if (intent.intent === 'status' && intent.status === 'resolved') {
          expect(text.toLowerCase().normalize('NFKC')).toMatch(/resolve/u)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('that is typed into a note comes back as it was typed', () => {
    const typed = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
      // Other line breaks come back as \n.
      .filter((text) => !/^\s|\s$|^[#i]|[\r\v\f\u0085\u2028\u2029]/iu.test(text))
    fc.assert(
      fc.property(typed, (text) => {
        expect(read(`note ${escaped(text)}`)).toEqual({ intent: 'note', text })
      }),
    )
  })

  it('of a declaration keeps severity and title apart, whatever case and space', () => {
    const title = fc.constantFrom('Orders API <500>', 'Down & out', '{{ x }}', 'שירות נפל', '👨‍👩‍👧‍👦 down')
    const spelling = fc.constantFrom('sevN', 'SEVN', 'Sev-N', 'sev N', 'N', 'SEV-N:')
    const space = fc.constantFrom(' ', '   ', '\t', '\u00a0', '\u2003')
    fc.assert(
      fc.property(
        title,
        spelling,
        space,
        fc.constantFrom(...SEVERITIES),
        (title, spelling, space, severity) => {
          const text = ['Declare', spelling.replace('N', severity.slice(3)), escaped(title)].join(space)
          expect(read(text)).toEqual({ intent: 'declare', severity, title })
        },
      ),
    )
  })

  it('of the greatest length is read, however awkward', () => {
    for (const unit of [
      '<',
      '<a',
      '< ',
      '“',
      'a ',
      '\u202e',
      '&amp;',
      'INC-3 ',
      'rollback ',
      '.',
      '-',
      'to ',
    ]) {
      for (const word of ['', 'assign ', 'class ', 'declare ', 'declare class:', 'timeline ']) {
        const text = `${word}${unit.repeat(COMMAND_TEXT_MAX)}`.slice(0, COMMAND_TEXT_MAX)
        expect(() => read(text)).not.toThrow()
      }
    }
  })
})
