import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SEVERITIES } from '../src/core/incident/incident.ts'
import { loadPolicy, parsePolicy, problemLine } from '../src/policy-file.ts'

const own = readFileSync('policy.yml', 'utf8')

function problems(text: string): string[] {
  const read = parsePolicy(text, 'policy.yml')
  return 'problems' in read ? read.problems.map(problemLine) : []
}

function digest(text: string): string {
  const read = parsePolicy(text, 'policy.yml')
  return 'policy' in read ? read.policy.digest : ''
}

describe('policy.yml', () => {
  it('of the project is sound and gives SEV1 and SEV2 a channel of their own', () => {
    const read = loadPolicy('policy.yml')
    if ('problems' in read) throw new Error(read.problems.map(problemLine).join('\n'))
    const dedicated = SEVERITIES.filter((key) => read.policy.severities[key].dedicatedChannel)
    expect(dedicated).toEqual(['sev1', 'sev2'])
    expect(read.policy.channels).toEqual({ room: 'incident-room', alerts: 'ops-alerts' })
  })

  it('reports a mistake with line, column and what is allowed', () => {
    const line = own.split('\n').findIndex((text) => text.includes('timeZone:')) + 1
    const [missing, unknown] = problems(own.replace('  timeZone: UTC', '  timezone: UTC'))
    expect(missing).toMatch(/^policy\.yml:\d+:\d+: `organisation\.timeZone` is missing\. Allowed: text\.$/)
    expect(unknown).toBe(
      `policy.yml:${line}:3: \`organisation.timezone\` is not a setting that exists. Did you mean \`timeZone\`? Allowed: name, timeZone.`,
    )
  })

  it('points at the entry of a list', () => {
    const line = own.split('\n').findIndex((text) => text.includes('  rename: members')) + 1
    expect(problems(own.replace('rename: members', 'rename: ["@a", nobody]'))).toEqual([
      expect.stringContaining(`policy.yml:${line}:18: \`may.rename.1\``),
    ])
  })

  it('points at what is wrong with a rule, a class or a question, and says what there is', () => {
    const lineOf = (text: string) => own.split('\n').findIndex((line) => line.includes(text)) + 1
    const rule = 'classes: [products, orders, returns]'
    expect(problems(own.replace(rule, 'classes: [products, order, returns]'))).toEqual([
      `policy.yml:${lineOf(rule)}:27: There is no class "order". Allowed: products, orders, returns, capsule, stylist, analytics.`,
    ])
    const condition = 'atLeast: { customers: most, work: stopped }'
    expect(problems(own.replace(condition, 'atLeast: { customers: all, work: stopped }'))).toEqual([
      `policy.yml:${lineOf(condition)}:18: There is no answer to customers "all". Allowed: most, many, few, colleagues, nobody.`,
    ])
    const fallback = own.replace('  otherwise:\n    severity: sev4', '  otherwise:\n    severity: sev3')
    expect(problems(fallback)).toEqual([
      expect.stringMatching(
        /^policy\.yml:\d+:3: No answers lead to SEV4\. Allowed: a rule for each severity/,
      ),
    ])
    expect(problems(own.replace('sev2: { outageMinutes: 60 }', 'sev2: { outageMinutes: 0 }'))).toEqual([
      expect.stringMatching(/`triage\.doubts\.sev2\.outageMinutes` is too small\. Allowed: at least 1\.$/),
    ])
  })

  it('explains the quotes that YAML wants around @', () => {
    expect(problems(own.replace('rename: members', 'rename: [@on-call]'))).toEqual([
      expect.stringContaining('has to stand in quotes. Allowed: "@on-call".'),
    ])
  })

  it.each([
    '',
    '# nothing',
    '[1, 2]',
    'a: b: c',
    '"',
    'a: 1\na: 2',
    '!!js/function x',
    '\u0000',
    '---\n---\n',
  ])('that holds %j is one or more problems, never a throw', (text) => {
    expect(problems(text).length).toBeGreaterThan(0)
  })

  it('does not let aliases multiply', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', 'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]']
    const more = ['c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]', 'd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]']
    expect(problems([...bomb, ...more].join('\n')).length).toBeGreaterThan(0)
  })

  it('that is not there is a problem in a sentence', () => {
    const read = loadPolicy('no-such-policy.yml')
    expect('problems' in read && read.problems.map(problemLine)).toEqual([
      expect.stringContaining('no-such-policy.yml:1:1: The policy file cannot be read (ENOENT).'),
    ])
  })

  it('keeps its digest when only comments change, and changes it with the content', () => {
    expect(digest(`# a comment\n${own}`)).toBe(digest(own))
    expect(digest(own.replace('Example Organisation', 'Another'))).not.toBe(digest(own))
  })
})
