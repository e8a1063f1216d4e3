import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Evidence, readEvidence, readIds } from '../../../src/core/capture/evidence.ts'
import type { IncidentCommand } from '../../../src/core/incident/incident.ts'
import {
  EVIDENCE_AT_ONCE,
  EVIDENCE_ID_MAX,
  EVIDENCE_MAX,
  EVIDENCE_TEXT_MAX,
} from '../../../src/core/limits.ts'
import { aPolicy } from '../a-policy.ts'
import { declared, NOON } from '../incident/story.ts'

const request = (id: string): Evidence => ({ evidence: 'request', id })
const link = (url: string): Evidence => ({ evidence: 'link', url })
const text = (words: string): Evidence => ({ evidence: 'text', text: words })
const add = (...items: Evidence[]): IncidentCommand => ({ type: 'add-evidence', items })

describe('what somebody means with words after evidence', () => {
  it.each<[string, Evidence[]]>([
    ['req-id 7f3a 9c2e', [request('7f3a'), request('9c2e')]],
    ['req-id: 7f3a, 9c2e; 11-22', [request('7f3a'), request('9c2e'), request('11-22')]],
    ['request ids "7f3a" “9c2e”', [request('7f3a'), request('9c2e')]],
    ['x-request-id=7f3a/9', [request('7f3a/9')]],
    ['REQ-ID 7f3a', [request('7f3a')]],
    ['ids 1-a-b', [request('1-a-b')]],
    [
      '<https://grafana.example.com/d/1?a=1&amp;b=2|dashboard>',
      [link('https://grafana.example.com/d/1?a=1&b=2')],
    ],
    ['https://Grafana.Example.com:443/d/1.', [link('https://grafana.example.com/d/1')]],
    ['req-id 7f3a <https://a.example/x>', [request('7f3a'), link('https://a.example/x')]],
    ['The pool is exhausted', [text('The pool is exhausted')]],
    [
      'Rate rises, see <https://a.example/x|panel>',
      [link('https://a.example/x'), text('Rate rises, see panel (https://a.example/x)')],
    ],
    ['', []],
    ['   ', []],
    ['req-id', []],
  ])('%s', (said, meant) => {
    expect(readEvidence(said)).toEqual(meant)
  })

  it('says what cannot be taken, and why', () => {
    expect(readEvidence('req-id ok <script>')).toMatchObject({
      wrong: expect.stringContaining('is not the id'),
    })
    expect(readEvidence(`req-id ${'x'.repeat(EVIDENCE_ID_MAX + 1)}`)).toMatchObject({
      wrong: expect.any(String),
    })
    expect(readEvidence('https://ana:secret@a.example/')).toMatchObject({
      wrong: expect.stringContaining('password'),
    })
    expect(JSON.stringify(readEvidence('https://ana:secret@a.example/'))).not.toContain('secret@')
    expect(readEvidence(`https://a.example/${'x'.repeat(1_000)}`)).toMatchObject({
      wrong: expect.any(String),
    })
  })

  it('never throws, and never makes of an id something else than what was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (said) => {
        const read = readEvidence(said)
        expect(Array.isArray(read) || typeof read.wrong === 'string').toBe(true)
      }),
    )
    const id = fc.stringMatching(/^[a-z0-9]{4,20}$/)
    fc.assert(
      fc.property(
        fc.uniqueArray(id, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(' ', ', ', '\n', ' ; '),
        (ids, between) => {
          expect(readIds(ids.join(between))).toEqual(ids.map(request))
        },
      ),
    )
  })
})

describe('adding evidence', () => {
  it('takes each piece once, within a command and over all of them, and says what was known since when', () => {
    const story = declared()
    const { events } = story.do(add(request('a1b2'), request('a1b2'), link('https://a.example/')))
    expect(events).toEqual([{ type: 'evidence-added', items: [request('a1b2'), link('https://a.example/')] }])
    const again = story.do(add(request('a1b2'), request('c3d4')))
    expect(again.events).toEqual([
      {
        type: 'evidence-added',
        items: [request('c3d4')],
        known: [{ item: request('a1b2'), since: NOON + 60_000 }],
      },
    ])
    expect(story.do(add(request('a1b2'))).rejection).toMatchObject({
      code: 'known-already',
      rejected: expect.stringContaining('request a1b2 (since 2024-06-10 12:01 UTC)'),
    })
  })

  it('takes the same words twice: only what has a name can be a duplicate', () => {
    const story = declared().given(add(text('Slow')), add(text('Slow')))
    expect(Object.keys(story.state.evidence)).toHaveLength(2)
  })

  it('is about when it was found', () => {
    const story = declared().later(60)
    const { events } = story.do({ type: 'add-evidence', items: [request('a1b2')], at: NOON + 5 * 60_000 })
    expect(events).toMatchObject([{ happenedAt: NOON + 5 * 60_000 }])
    expect(
      story.do({ type: 'add-evidence', items: [request('x')], at: NOON + 24 * 3_600_000 }).rejection?.code,
    ).toBe('in-future')
  })

  it('has limits, each named in its refusal', () => {
    const story = declared()
    const many = Array.from({ length: EVIDENCE_AT_ONCE + 1 }, (_, n) => request(`id-${n}`))
    expect(story.do(add(...many)).rejection).toMatchObject({
      code: 'too-many-at-once',
      rejected: expect.stringContaining(`${EVIDENCE_AT_ONCE}`),
    })
    expect(story.do(add()).rejection?.code).toBe('no-evidence')
    expect(story.do(add(text('x'.repeat(EVIDENCE_TEXT_MAX + 1)))).rejection?.code).toBe('too-long')
    for (let n = 0; n < EVIDENCE_MAX; n += EVIDENCE_AT_ONCE)
      story.given(add(...Array.from({ length: EVIDENCE_AT_ONCE }, (_, m) => request(`r${n + m}`))))
    expect(story.do(add(request('one-more'))).rejection?.code).toBe('too-much-evidence')
  })

  it('is for whom the policy lets, and never for guests', () => {
    const story = declared('sev3', aPolicy({ may: { ...aPolicy().may, 'add-evidence': ['@on-call'] } }))
    expect(story.do(add(request('a1b2'))).rejection?.code).toBe('not-allowed')
    const guest = { kind: 'user', id: 'UGUS', standing: 'guest' } as const
    expect(declared().do(add(request('a1b2')), guest).rejection?.code).toBe('no-standing')
  })

  it('goes on after the end: a review adds to it', () => {
    const story = declared().given({ type: 'change-status', status: 'resolved' })
    expect(story.do(add(request('a1b2'))).rejection).toBeUndefined()
  })
})

describe('files that are shared', () => {
  const file = {
    id: 'F1',
    name: 'p95.png',
    type: 'image/png',
    bytes: 10,
    permalink: 'https://x.slack.com/f/F1',
  }
  const share: IncidentCommand = {
    type: 'record-files',
    channel: 'CINC',
    ts: `${NOON / 1000}.000100`,
    by: 'USAM',
    files: [file],
  }

  it('are evidence once, of who shared them, from when they were shared', () => {
    const story = declared().later(5)
    const { events, effects } = story.do(share)
    expect(events).toMatchObject([{ type: 'file-shared', by: 'USAM', happenedAt: NOON, file }])
    expect(effects.map(({ kind }) => kind)).toEqual(['slack.sync-card'])
    expect(story.do(share).events).toEqual([])
  })

  it('are kept where the policy asks for it, and looked up where Slack said nothing of them', () => {
    const keeping = declared(
      'sev3',
      aPolicy({ capture: { reaction: 'pushpin', keepFiles: { maxMegabytes: 5 } } }),
    )
    expect(keeping.do(share).effects).toContainEqual(
      expect.objectContaining({
        kind: 'slack.keep-file',
        lane: 'file',
        subject: 'file:F1',
        args: { file: 'F1' },
      }),
    )
    const stub = { ...file, name: '', permalink: '' }
    expect(
      declared()
        .do({ ...share, files: [stub] })
        .effects.map(({ kind }) => kind),
    ).toContain('slack.keep-file')
  })

  it('take their copy along when their words are removed', () => {
    const story = declared().given(share)
    const { effects } = story.do({ type: 'redact-entries', entries: [2], reason: 'A customer’s name' })
    expect(effects).toContainEqual({
      kind: 'slack.forget-file',
      lane: 'file',
      subject: 'file:F1', // behind the download that may be under way
      args: { file: 'F1' },
    })
  })

  it('say what became of their copy, and nothing when they are no evidence any more', () => {
    const story = declared().given(share)
    expect(story.do({ type: 'record-file', file, kept: { sha256: 'abc' } }).events).toEqual([
      { type: 'file-kept', file: 'F1', name: 'p95.png', sha256: 'abc', bytes: 10 },
    ])
    expect(story.state.evidence['file:F1']).toMatchObject({ kept: true })
    expect(story.do({ type: 'record-file', file, notKept: 'too large' }).events).toMatchObject([
      { type: 'file-not-kept' },
    ])
    expect(declared().do({ type: 'record-file', file, kept: { sha256: 'abc' } }).events).toEqual([])
  })
})
