import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/sandbox/protocol.ts'
import { openWorkspace, wordsOf } from './workspace.ts'

/** Every text that Slack would read as mrkdwn; plain_text is shown as it is. */
function mrkdwnIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn)
  if (typeof value !== 'object' || value === null) return []
  const { text, type } = value as Json
  const own = typeof text === 'string' && type !== 'plain_text' ? [text] : []
  return [...own, ...Object.values(value).flatMap(mrkdwnIn)]
}

describe.each(['socket', 'http'] as const)('an incident, over %s', (connect) => {
  it('runs from declaring to resolving, and everybody sees where it stands', {
    timeout: 60_000,
  }, async () => {
    const workspace = await openWorkspace({ connect })
    const ana = await workspace.person('ana')
    const ben = await workspace.person('ben')
    const chloe = await workspace.person('chloe')

    const { answer } = await ana.command('/incident declare sev2 Orders API answers 500')
    expect(answer).toContain('INC-1')
    expect(answer).toContain('is declared')

    const room = await ben.channel('#incident-room')
    expect(room.pins).toHaveLength(1)
    expect(await ben.card()).toContain('Investigating')
    const own = '#inc-1-orders-api-answers-500'
    expect((await ben.channel(own)).members).toEqual(expect.arrayContaining([ana.id, ben.id, chloe.id]))
    expect((await ben.channel(own)).topic).toContain('SEV2')

    await ben.click('Take command')
    expect(await ben.card()).toContain(`<@${ben.id}>`)
    expect((await ben.channel(own)).topic).toContain(`<@${ben.id}>`)

    await ben.click('Post update…')
    expect((await ben.modal())?.type).toBe('modal')
    await ben.submit({
      summary: 'Connection pool is exhausted',
      impact: 'A third of orders fail',
      next: 'Raising the limit',
    })
    expect(await ben.modal()).toBeUndefined()
    const told = await chloe.reads('#incident-room')
    expect(told.some((line) => line.includes('Connection pool is exhausted'))).toBe(true)
    expect((await chloe.reads(own)).some((line) => line.includes('A third of orders fail'))).toBe(true)
    expect(await ben.card()).toContain('Connection pool is exhausted')

    // In the incident's own channel nothing needs to be named.
    expect((await ana.command('/incident severity sev1 Every order fails now', own)).answer).toContain('SEV1')
    expect((await ana.command('/incident note Restarted the pool', own)).answer).toMatch(/noted/i)
    await ben.click('Mark identified')
    await ben.click('Mark monitoring')
    expect((await ben.command('/incident resolve Error rate is back to normal', own)).answer).toMatch(
      /resolved/i,
    )
    expect(await ben.card()).toContain('Resolved')

    const pages = [
      await ana.command('/incident timeline', own),
      await ana.command('/incident timeline 2', own),
    ]
    const timeline = pages.map(({ answer }) => answer).join('\n')
    for (const line of [
      'declared',
      'Connection pool is exhausted',
      'Every order fails now',
      'Restarted the pool',
    ]) {
      expect(timeline).toContain(line)
    }
    expect((await ana.command('/incident reopen Errors are back', own)).answer).toMatch(
      /reopened|open again/i,
    )
    expect(await ben.card()).not.toContain('Resolved')
  })
})

describe('the embedded workspace', () => {
  it('goes on where it was after a restart', { timeout: 60_000 }, async () => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    await ana.command('/incident declare sev3 Analytics are late')
    await workspace.advance(15)
    const before = (await ana.state()).now
    await workspace.restart()
    expect((await ana.state()).now).toBeGreaterThanOrEqual(before)
    expect((await ana.command('/incident note Still late')).answer).toMatch(/INC-1/)
    const messages = await ana.messages()
    expect(messages.filter(({ text }) => text.includes('INC-1 Analytics are late'))).toHaveLength(1)
  })

  it('moves the bot’s clock with its own', { timeout: 60_000 }, async () => {
    const workspace = await openWorkspace()
    const before = workspace.bot.clock.now()
    await workspace.advance(15)
    expect(workspace.bot.clock.now() - before).toBeGreaterThanOrEqual(15 * 60_000)
  })
})

describe('when Slack misbehaves', () => {
  it('posts once what was accepted but never answered', { timeout: 120_000 }, async () => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    await workspace.faults([{ on: 'api', kind: 'accept-then-drop', method: 'chat.postMessage', times: 2 }])
    await ana.command('/incident declare sev4 Search is slow')
    await ana.command('/incident update Reindexing')
    const updates = async () =>
      (await ana.messages()).filter((message) => message.threadTs && wordsOf(message).includes('Reindexing'))
    await expect.poll(async () => (await updates()).length, { timeout: 60_000 }).toBeGreaterThan(0)
    await workspace.quiet()
    expect(await updates()).toHaveLength(1)
    expect((await ana.channel('#incident-room')).pins).toHaveLength(1)
  })

  it('keeps order and loses nothing in a storm of 429s', { timeout: 120_000 }, async () => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    await ana.command('/incident declare sev3 Search is slow')
    await workspace.faults([
      {
        on: 'api',
        kind: 'rate-limit',
        method: 'chat.postMessage',
        probability: 0.6,
        times: 25,
        retryAfterSeconds: 1,
      },
    ])
    for (let n = 1; n <= 12; n += 1) await ana.say(`/incident note Step ${n} done`)
    const steps = async () =>
      (await ana.reads()).flatMap((line) => /^ {2}[\s\S]*Step (\d+) done/.exec(line)?.[1] ?? [])
    const SECOND = 1 / 60
    const told = async () => {
      await workspace.advance(SECOND) // instead of waiting for what each refusal asks for
      return (await steps()).length
    }
    await expect.poll(told, { timeout: 90_000 }).toBe(12)
    expect(await steps()).toEqual(Array.from({ length: 12 }, (_, n) => `${n + 1}`))
  })
})

describe('text that bites', () => {
  it.each([
    ['a ping to everybody', '<!channel> & <!here> <@U0BEN>'],
    ['SQL', "Robert'); DROP TABLE streams;--"],
    ['Liquid', '{{ 89 | times: 89 }} {% include "/etc/passwd" %}'],
    ['right-to-left text', 'انقطاع الخدمة \u202Eabc\u202C שלום'],
    ['emoji of many parts', '👩‍👩‍👧‍👦 🏳️‍🌈 🔥🔥🔥'],
    ['markup', '*bold* _it_ `code` ~no~ <https://evil.example|click>'],
  ])('%s stays harmless text', { timeout: 60_000 }, async (_, text) => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    expect((await ana.command(`/incident declare sev3 ${text}`)).answer).toContain('INC-1')
    const record = await workspace.ask<{ method: string; args: Json }[]>('GET', 'record')
    const shown = record
      .filter(({ method }) => method.startsWith('chat.'))
      .flatMap(({ args }) => mrkdwnIn(args))
    expect(shown.length).toBeGreaterThan(0)
    for (const mrkdwn of shown) {
      expect(mrkdwn).not.toMatch(/<!(channel|here|everyone)/)
      expect(mrkdwn).not.toContain('<https://evil')
      expect(mrkdwn).not.toContain('\u202E')
      expect(mrkdwn).not.toMatch(/\b7921\b/)
    }
  })

  it('a title of 5,000 characters gets the limit told, and nothing is declared', {
    timeout: 60_000,
  }, async () => {
    const workspace = await openWorkspace()
    const ana = await workspace.person('ana')
    const { answer } = await ana.command(`/incident declare sev3 ${'x'.repeat(5_000)}`)
    expect(answer).toMatch(/\b5,?000\b/)
    expect((await ana.command('/incident list')).answer).not.toContain('INC-1')
  })
})

describe('who may', () => {
  it('a guest is told that guests cannot act, and nothing happens', { timeout: 60_000 }, async () => {
    const workspace = await openWorkspace()
    const [ana, gil] = [await workspace.person('ana'), await workspace.person('gil')]
    expect((await gil.command('/incident declare sev1 Let me in')).answer).toMatch(/guest/i)
    await ana.command('/incident declare sev3 Search is slow')
    expect((await gil.command('/incident take')).answer).toMatch(/guest/i)
    expect((await ana.command('/incident status')).answer).not.toContain(gil.id)
  })

  it('two who take command at once are both answered, and one has it', { timeout: 60_000 }, async () => {
    const workspace = await openWorkspace()
    const [ana, ben] = [await workspace.person('ana'), await workspace.person('ben')]
    await ana.command('/incident declare sev3 Search is slow')
    const [one, two] = await Promise.all([ana.click('Take command'), ben.click('Take command')])
    expect([one.ok, two.ok]).toEqual([true, true])
    const { answer } = await ana.command('/incident timeline')
    expect(answer.match(/commander/gi)?.length).toBe(1)
    const answers = [...(await ana.messages()), ...(await ben.messages())].filter(
      ({ ephemeral }) => ephemeral,
    )
    expect(answers.map(wordsOf).join('\n')).toMatch(/already|has the command|is the/i)
  })
})

describe('the global shortcut', () => {
  it('tells a guest at once that guests cannot declare, instead of a form to fill in for nothing', {
    timeout: 60_000,
  }, async () => {
    const workspace = await openWorkspace()
    const gil = await workspace.person('gil')
    await gil.shortcut('shortcut.declare')
    const view = (await gil.modal())?.view
    expect(JSON.stringify(view)).toMatch(/guest/i)
    expect(JSON.stringify(view)).not.toContain('"type":"input"')
  })
})
