import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { sampleLine, sampleModels } from '../../src/report/sample.ts'
import { parseReportTemplate, templateProblem, templateProblemLine } from '../../src/report/template.ts'
import { loadTemplates } from '../../src/report/templates.ts'

const [empty, full] = sampleModels()
if (!empty || !full) throw new Error('There are no samples')

/** A templates folder with this as the report's template, and other files beside it. */
function folder(report: string, others: Record<string, string> = {}): string {
  const made = mkdtempSync(path.join(tmpdir(), 'tocsin-templates-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  mkdirSync(path.join(made, 'reports'))
  writeFileSync(path.join(made, 'reports', 'post-incident.md.liquid'), report)
  for (const [name, text] of Object.entries(others)) writeFileSync(path.join(made, name), text)
  return made
}
const problem = (report: string) => {
  const { problems, report: used } = loadTemplates([folder(report)])
  const [first] = problems
  return { at: first && [first.line, first.column], message: first?.message ?? '', used }
}

describe('templates', () => {
  it('as they come have no mistake, and prompt for what nobody has written', () => {
    const { problems, report } = loadTemplates([])
    expect(problems).toEqual([])
    const text = report.before(empty) + report.after(empty)
    expect(text.match(/^_.*written yet\./gm)).toHaveLength(6)
    expect(report.before(full) + report.after(full)).not.toContain('yet')
  })

  it('that run out of time between two of their parts have a mistake like any other', () => {
    const template = parseReportTemplate('{{ report.id }}{{ report.title }}', 'x.liquid', '.')
    let now = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 10_000
      return now
    })
    onTestFinished(() => clock.mockRestore())
    let error: unknown
    try {
      template.before(full)
    } catch (thrown) {
      error = thrown
    }
    expect(templateProblem(error, 'x.liquid')?.message).toContain('limit exceeded')
  })

  it('of an organisation take the place of those, and may take in parts of their own', () => {
    const own = folder(
      '{% render "head" %}{{ report.id }}\n{% timeline %}{{ line.text | hanging }}!{% endtimeline %}end',
      {
        'head.liquid': 'Ours: ',
      },
    )
    const { problems, report, file } = loadTemplates(['/nowhere', own])
    expect(problems).toEqual([])
    expect(file).toContain(own)
    expect([report.before(full), report.line(sampleLine, full), report.after(full)]).toEqual([
      'Ours: INC-7\n',
      'noted: Restarted the pool  \n  Queue is draining!',
      'end',
    ])
  })

  it.each([
    ['a name that does not exist', '# x\n\n{{ report.titel }}', [3, 4], 'undefined variable: report.titel'],
    [
      'a name that only a full report reaches',
      '{% for a in report.actions %}{{ a.ownr }}{% endfor %}',
      [1, 33],
      'a.ownr',
    ],
    ['a name in a line', '{% timeline %}\n{{ line.who }}{% endtimeline %}', [2, 4], 'line.who'],
    ['a filter that does not exist', '{{ report.id | shout }}', [1, 1], 'undefined filter: shout'],
    ['a tag that is not closed', 'x\n{% if report.open %}', [2, 1], 'not closed'],
    ['a timeline that is not closed', 'x\n{% timeline %}', [2, 1], 'not closed'],
    ['a tag that does not exist', '{% shout %}', [1, 1], 'tag "shout" not found'],
    [
      'a timeline inside something',
      '{% if true %}{% timeline %}{% endtimeline %}{% endif %}',
      [1, 14],
      'by itself',
    ],
    ['a part that is not there', '{% render "nowhere" %}', [1, 1], 'nowhere'],
    ['a file outside its folder', '{% render "../../../etc/passwd" %}', [1, 1], 'passwd'],
    ['work without end', '{% for i in (1..100000000) %}x{% endfor %}', [1, 1], 'limit'],
  ])('with %s are reported with their place, and the plain report says so', (_, text, at, message) => {
    const found = problem(text)
    expect(found.message).toContain(message)
    expect(found.at).toEqual(at)
    expect(found.used.before(full)).toContain('The template of this report has a mistake')
    expect(found.used.before(full)).toContain('INC-7: Orders API answers 500')
    expect(found.used.line(sampleLine, full)).toContain('Restarted the pool')
  })

  it('say their place like a compiler', () => {
    expect(templateProblemLine({ file: 'a.liquid', line: 3, column: 4, message: 'no' })).toBe(
      'a.liquid:3:4: no',
    )
  })

  it('cannot reach what is not theirs, nor let words through as they are', () => {
    expect(problem('{{ report.constructor }}').message).toContain('undefined variable')
    expect(problem('{{ report.id.__proto__ }}').message).toContain('undefined variable')
    const { report } = loadTemplates([
      folder('{{ report.title | raw }} {{ report.title | escape }} {% assign t = report.title %}{{ t }}'),
    ])
    expect(report.before({ ...full, title: '**bold**' })).toBe(
      '\\*\\*bold\\*\\* \\*\\*bold\\*\\* \\*\\*bold\\*\\*',
    )
  })

  it('whose mistake shows only with what really happened go on as the plain report', () => {
    const { report, problems } = loadTemplates([
      folder('{% if report.id == "INC-9" %}{{ report.nothing }}{% endif %}fine'),
    ])
    expect(problems).toEqual([])
    expect(report.before(full)).toBe('fine')
    expect(report.before({ ...full, id: 'INC-9' })).toContain('has a mistake')
  })
})
