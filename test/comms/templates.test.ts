import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { fitProblems } from '../../src/comms/fit.ts'
import { examplesOf, readTemplate, SAMPLE } from '../../src/comms/template-file.ts'
import { loadCommsTemplates } from '../../src/comms/templates.ts'
import { lint } from '../../src/core/comms/lint.ts'

const HEAD = `name: Test
about: A test.
audiences: [public]
moments: [declared]
severities: [sev1]`

const file = (matter: string, body = 'Hello.') => `---\n${matter}\n---\n${body}`
const problems = (source: string) => {
  const read = readTemplate('test', 'test.md', source)
  return 'problems' in read ? read.problems : []
}

describe('the templates that come with Tocsin', () => {
  const { templates, problems: mistakes } = loadCommsTemplates([])

  it('have no mistakes', () => {
    expect(mistakes).toEqual([])
    expect(templates.length).toBeGreaterThanOrEqual(15)
  })

  it.each(templates)('$key reads well with its own examples', (template) => {
    const { title, body } = template.fill(examplesOf(template), SAMPLE)
    expect(`${title}\n${body}`).not.toMatch(/\{\{|\{%|undefined|null|\.\.| {2,}|\.[A-Z]/u)
    const outside = template.audiences.some((key) => ['public', 'customers', 'banner'].includes(key))
    const means = template.audiences.includes('banner') ? (['banner'] as const) : (['statuspage'] as const)
    const status = template.status === 'resolved' ? ({ status: 'resolved' } as const) : {}
    const text = { title, body, ...status }
    const findings = template.clears
      ? []
      : lint(text, { outside, means: [...means], severity: 'sev2', jargon: [], internal: [] })
    expect(
      outside ? findings.filter(({ rule }) => rule !== 'next-word' || means[0] !== 'banner') : [],
    ).toEqual([])
  })

  it.each(templates)('$key does without what is optional', (template) => {
    const needed = Object.entries(examplesOf(template)).filter(
      ([name]) => template.asks[name]?.optional === false,
    )
    const { body } = template.fill(Object.fromEntries(needed), SAMPLE)
    expect(body).not.toMatch(/\n{3}|:\*\*\s*(?:\n|$)/u)
  })
})

describe('a template with a mistake', () => {
  it.each([
    ['no front matter', 'Hello.', 1, 'There is no front matter'],
    ['front matter without an end', '---\nname: x\n', 1, 'There is no front matter'],
    ['broken YAML', file('name: [x'), 3, ''],
    ['something that it must have missing', file('name: Test'), 2, 'about'],
    ['something that nobody knows', file(`${HEAD}\naudience: x`), 7, 'audience'],
    ['a moment that does not exist', file(HEAD.replace('declared', 'sometimes')), 5, 'moments'],
    [
      'a variable that nobody gives',
      file(HEAD, 'Hello.\n\nSo {{ affcted }}.'),
      10,
      '`affcted` is neither asked for',
    ],
    [
      'a question that nothing needs',
      file(`${HEAD}\nasks:\n  who: { ask: Who? }`),
      8,
      '`who` is asked for and never used',
    ],
    [
      'a filter that does not exist',
      file(HEAD, 'Hello {{ organisation | shout }}'),
      8,
      'undefined filter: shout',
    ],
    ['a part that is not closed', file(HEAD, '{% if organisation %}Hello'), 8, 'not closed'],
    [
      'a fact that does not exist',
      file(HEAD, 'Hello {{ incident.titel }}'),
      8,
      'undefined variable: incident.titel',
    ],
    ['another file in it', file(HEAD, "{% include '/etc/passwd' %}"), 8, 'tag "include" not found'],
    [
      'a loop without an end',
      file(HEAD, '{% for i in (1..100000000) %}x{% endfor %}'),
      8,
      'memory alloc limit exceeded',
    ],
  ])('with %s is told with its line', (_, source, line, message) => {
    expect(problems(source)).toContainEqual(
      expect.objectContaining({ line, message: expect.stringContaining(message) }),
    )
  })

  it.each([
    ['title', '{{ organisation | shout }}', 7],
    ['status', '{{ nothing }}', 8],
  ])('in its %s is told with that line', (part, text, line) => {
    const matter = `${HEAD}\ntitle: ${part === 'title' ? `"${text}"` : 'Hello'}\nstatus: "${part === 'status' ? text : ''}"`
    expect(problems(file(matter))[0]).toMatchObject({ line })
  })

  it('that is too long for where it goes is told of, with the line of its title or text', () => {
    const audiences = {
      public: {
        name: 'Banner',
        outside: true,
        reach: { by: 'banner' as const, flag: 'b' },
        approve: 'none' as const,
        approveOwn: false,
      },
      pages: {
        name: 'Page',
        outside: true,
        reach: { by: 'statuspage' as const, components: [] },
        approve: 'none' as const,
        approveOwn: false,
      },
    }
    const long = readTemplate('t', 't.md', file(HEAD, 'x'.repeat(201)))
    const titled = readTemplate(
      't',
      't.md',
      file(
        `${HEAD.replace('public', 'pages')}\nasks:\n  who: { ask: Who?, example: ${'x'.repeat(111)} }\ntitle: "{{ who }}"`,
      ),
    )
    if ('problems' in long || 'problems' in titled) throw new Error('Not read')
    expect(fitProblems([long.template, titled.template], audiences)).toEqual([
      { file: 't.md', line: 8, column: 1, message: expect.stringContaining('The text has 201 characters') },
      { file: 't.md', line: 9, column: 1, message: expect.stringContaining('110 fit for Page') },
    ])
  })

  it('that is too long is not read', () => {
    expect(problems(file(HEAD, 'x'.repeat(20_001)))[0]?.message).toContain('more than 20000 characters')
  })
})

describe('the templates of an organisation', () => {
  it('are added to those that come along, replace them by name, and fall back on them', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-templates-'))
    mkdirSync(path.join(folder, 'comms'))
    writeFileSync(path.join(folder, 'comms', 'ours.md'), file(HEAD, 'Ours.'))
    writeFileSync(path.join(folder, 'comms', 'scope.md'), file(HEAD, 'Our scope.'))
    writeFileSync(path.join(folder, 'comms', 'resolved.md'), file(HEAD, '{{ nothing }}'))
    const { templates, problems: mistakes } = loadCommsTemplates([folder])
    const body = (key: string) => templates.find((one) => one.key === key)?.fill({}, SAMPLE).body
    expect(body('ours')).toBe('Ours.')
    expect(body('scope')).toBe('Our scope.')
    expect(templates.find(({ key }) => key === 'resolved')?.name).toBe('Resolved')
    expect(mistakes).toEqual([
      expect.objectContaining({ file: path.join(folder, 'comms', 'resolved.md'), line: 8 }),
    ])
  })
})

describe('filling', () => {
  const template = () => {
    const read = readTemplate(
      't',
      't.md',
      file(`${HEAD}\nasks:\n  who: { ask: Who? }`, 'For {{ who | sentence }}'),
    )
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    return read.template
  }

  it('never runs what somebody answers', () => {
    expect(template().fill({ who: '{{ incident.id }}{% raw %}' }, SAMPLE).body).toBe(
      'For {{ incident.id }}{% raw %}.',
    )
  })

  it('makes sentences of a few words', () => {
    expect(template().fill({ who: ' customers in Europe ' }, SAMPLE).body).toBe('For Customers in Europe.')
    expect(template().fill({ who: 'écoutez !' }, SAMPLE).body).toBe('For Écoutez !')
  })

  it('that fails with what really happened leaves what was answered, and says so', () => {
    const read = readTemplate(
      't',
      't.md',
      file(
        `${HEAD}\nasks:\n  who: { ask: Who?, example: three }`,
        "{% if who == 'many' %}{{ incident.nothing }}{% endif %}{{ who }}",
      ),
    )
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    expect(read.template.fill({ who: 'few' }, SAMPLE)).toEqual({ title: '', status: '', body: 'few' })
    const filled = read.template.fill({ who: 'many' }, SAMPLE)
    expect(filled.body).toBe(`many\n\n${SAMPLE.next_update_sentence}`)
    expect(filled.problem).toContain('nothing')
  })

  it('that turns for ever is stopped, and leaves what was answered', () => {
    const loop = '{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}{{ who }}'
    const read = readTemplate('t', 't.md', file(`${HEAD}\nasks:\n  who: { ask: Who? }`, loop))
    expect('problems' in read).toBe(true)
  })

  const asks = 'asks:\n  who: { ask: Who?, example: x }'
  it.each([
    ['turns for ever', '{% for a in (1..9999) %}{% for b in (1..9999) %}{{ who }}{% endfor %}{% endfor %}'],
    [
      'doubles a text again and again',
      `{% assign t = who %}${'{% assign t = t | append: t %}'.repeat(40)}{{ t }}`,
    ],
    [
      'makes lists of lists',
      `{% assign t = who | split: "" %}${'{% assign t = t | concat: t %}'.repeat(40)}{{ t | size }}`,
    ],
    ['prints a table without an end', '{% tablerow a in (1..99999999) cols:1 %}{{ who }}{% endtablerow %}'],
  ])('by what somebody answers, that %s, is stopped within its limits', (_, body) => {
    const guarded = `{% if who == 'go' %}${body}{% else %}{{ who }}{% endif %}`
    const read = readTemplate('t', 't.md', file(`${HEAD}\n${asks}`, guarded))
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    const filled = read.template.fill({ who: 'go' }, SAMPLE)
    expect(filled.problem).toMatch(/limit exceeded/)
    expect(filled.body).toBe(`go\n\n${SAMPLE.next_update_sentence}`)
  })

  it.each(["{% include 'x' %}{{ who }}", "{% render '/etc/passwd' %}{{ who }}", "{% layout 'x' %}{{ who }}"])(
    '%s reads no file: it is no template',
    (body) => {
      expect(problems(file(`${HEAD}\n${asks}`, body))[0]?.message).toMatch(/not found/)
    },
  )

  it.each(['constructor', '__proto__', 'toString', 'incident.constructor.constructor'])(
    'names nothing but what it was given: %s',
    (path) => {
      const read = readTemplate('t', 't.md', file(`${HEAD}\n${asks}`, `{{ who }}{{ ${path} }}`))
      expect('problems' in read).toBe(true)
    },
  )

  it('on a machine that stands still for a moment is done once more', () => {
    const ready = template()
    let now = 0
    let stops = 2
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      if (stops-- > 0) now += 10_000
      return now
    })
    onTestFinished(() => clock.mockRestore())
    expect(ready.fill({ who: 'everybody' }, SAMPLE)).toMatchObject({ body: 'For Everybody.' })
  })

  it('on a machine that does nothing else than stand still leaves what was answered', () => {
    const ready = template()
    let now = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 10_000
      return now
    })
    onTestFinished(() => clock.mockRestore())
    const filled = ready.fill({ who: 'everybody' }, SAMPLE)
    expect(filled.body).toBe(`everybody\n\n${SAMPLE.next_update_sentence}`)
    expect(filled.problem).toContain('limit exceeded')
  })

  it('takes answers of any length and sign as words', () => {
    const who = `${'<!channel> {{ incident.id }} مشكلة '.repeat(400)}`.trim()
    const read = readTemplate('t', 't.md', file(`${HEAD}\n${asks}`, '{{ who }}'))
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    expect(read.template.fill({ who }, SAMPLE)).toMatchObject({ body: who })
  })
})
