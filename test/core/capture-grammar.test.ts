import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCommand } from '../../src/core/grammar.ts'
import { aPolicy } from './a-policy.ts'

const read = (text: string) => readCommand(text, aPolicy())
const clock = (hour: number, minute: number, more: object = {}) => ({ hour, minute, second: 0, ...more })

describe('notes', () => {
  it.each<[string, object]>([
    ['note Restarted', { text: 'Restarted' }],
    ['note at 10:42 Restarted &amp; drained', { when: clock(10, 42), text: 'Restarted & drained' }],
    ['note INC-3 -5m Restarted', { incident: 3, when: { agoMs: 300_000 }, text: 'Restarted' }],
    [
      'INC-3 note at 2026-11-21 10:42 Restarted',
      { incident: 3, when: clock(10, 42, { day: { year: 2026, month: 11, day: 21 } }), text: 'Restarted' },
    ],
    ['note -5m', { when: { agoMs: 300_000 } }],
    ['note at the moment nothing works', { text: 'at the moment nothing works' }],
    ['note 10:42 is when it began', { text: '10:42 is when it began' }],
    ['note', {}],
  ])('%s', (text, meant) => {
    expect(read(text)).toEqual({ intent: 'note', ...meant })
  })

  it('with a time that is none are not guessed at', () => {
    expect(read('note at 25:99 Restarted')).toMatchObject({
      intent: 'unclear',
      sentence: expect.stringContaining('“25:99” is no time'),
    })
  })
})

describe('evidence', () => {
  it.each<[string, object]>([
    [
      'evidence req-id a1 b2',
      {
        items: [
          { evidence: 'request', id: 'a1' },
          { evidence: 'request', id: 'b2' },
        ],
      },
    ],
    [
      'evidence INC-3 at 10:42 req-id a1',
      { incident: 3, when: clock(10, 42), items: [{ evidence: 'request', id: 'a1' }] },
    ],
    ['evidence <https://a.example/x|x>', { items: [{ evidence: 'link', url: 'https://a.example/x' }] }],
    ['proof The pool is full', { items: [{ evidence: 'text', text: 'The pool is full' }] }],
    ['evidence', {}],
  ])('%s', (text, meant) => {
    expect(read(text)).toEqual({ intent: 'evidence', ...meant })
  })

  it('says what cannot be taken', () => {
    expect(read('evidence req-id a1 &lt;b&gt;')).toMatchObject({
      intent: 'unclear',
      sentence: expect.stringMatching(/^“<b>” is not the id of a request/),
    })
  })
})

describe('moments', () => {
  it.each<[string, object]>([
    ['moment', {}],
    ['moment started', { moment: 'started' }],
    [
      'moment started at 10:12 The logs say so',
      { moment: 'started', when: clock(10, 12), reason: 'The logs say so' },
    ],
    ['moment INC-3 mitigated -10m', { incident: 3, moment: 'mitigated', when: { agoMs: 600_000 } }],
    ['moment began 10:12 It rises', { moment: 'started', when: clock(10, 12), reason: 'It rises' }],
    [
      'moment acked yesterday 23:10 By phone',
      { moment: 'acknowledged', when: clock(23, 10, { day: 'yesterday' }), reason: 'By phone' },
    ],
  ])('%s', (text, meant) => {
    expect(read(text)).toEqual({ intent: 'moment', ...meant })
  })

  it('asks for what is missing or wrong', () => {
    expect(read('moment strated 10:12 x')).toMatchObject({
      intent: 'unclear',
      examples: [expect.stringContaining('moment started')],
    })
    expect(read('moment started when the release went out')).toMatchObject({
      intent: 'unclear',
      sentence: expect.stringContaining('when that was'),
    })
    expect(read('moment started at 24:00 x')).toMatchObject({ intent: 'unclear' })
  })
})

it('never throws, whatever follows', () => {
  const said = fc.tuple(
    fc.constantFrom('note', 'evidence', 'moment', 'moment started', 'note at', 'evidence -'),
    fc.string({ unit: 'binary', maxLength: 60 }),
  )
  fc.assert(
    fc.property(said, ([command, rest]) => {
      expect(typeof read(`${command} ${rest}`).intent).toBe('string')
    }),
  )
})
