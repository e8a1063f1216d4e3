import { describe, expect, it } from 'vitest'
import type { Mail } from '../../src/email/compose.ts'
import type { EmailConfig } from '../../src/email/config.ts'
import { handOver, tryConnection } from '../../src/email/session.ts'
import { type Instead, lineServer, STEPS, type Step } from './line-server.ts'
import { LOGIN, mailServer, refusal } from './mail-server.ts'

const mailTo = (...to: string[]): Mail => ({
  envelope: { from: 'status@example.com', to },
  messageId: '<1@example.com>',
  key: 'INC-7:12:0',
  raw: Buffer.from('Subject: Orders\r\n\r\nOrders fail.\r\n.\r\nA dot by itself is above.\r\n'),
})
const never = () => new AbortController().signal
const send = (config: EmailConfig, ...to: string[]) =>
  handOver(config, mailTo(...(to.length === 0 ? ['customers@example.com'] : to)), never())

describe('a mail', () => {
  it('is handed over after STARTTLS and a login, in one envelope, word for word', async () => {
    const { config, taken } = await mailServer()
    expect(await send(config, 'a@example.com', 'b@example.com')).toEqual({ sent: 'taken', refused: [] })
    expect(taken).toHaveLength(1)
    expect(taken[0]).toMatchObject({
      from: 'status@example.com',
      to: ['a@example.com', 'b@example.com'],
      secure: true,
      dsn: { ret: 'HDRS', envid: 'INC-7:12:0' },
    })
    expect(taken[0]?.raw).toContain('\r\n.\r\nA dot by itself')
  })

  it('is handed over where the port speaks TLS from the beginning', async () => {
    const { config, taken } = await mailServer({ secure: true })
    const wrapped = { ...config, smtp: { ...config.smtp, tls: 'wrapped' as const } }
    expect(await send(wrapped)).toEqual({ sent: 'taken', refused: [] })
    expect(taken.map(({ secure }) => secure)).toEqual([true])
  })

  it('reaches those who were not refused, and names the others with the server’s words', async () => {
    const { config, taken } = await mailServer({
      onRcptTo: ({ address }, _session, answer) =>
        answer(address.startsWith('gone') ? refusal(550, 'No such mailbox') : null),
    })
    expect(await send(config, 'gone@example.com', 'here@example.com')).toEqual({
      sent: 'taken',
      refused: [{ address: 'gone@example.com', said: expect.stringMatching(/^550 .*No such mailbox$/) }],
    })
    expect(taken.map(({ to }) => to)).toEqual([['here@example.com']])
  })

  it('that all are refused for says whom and why', async () => {
    const { config } = await mailServer({
      onRcptTo: (_address, _session, answer) => answer(refusal(550, 'No such mailbox')),
    })
    const why = /refused all 2 addresses\. a@example\.com: 550 .*No such mailbox; b@example\.com: 550/
    const both = await send(config, 'a@example.com', 'b@example.com')
    expect(both).toEqual({ sent: 'refused', why: expect.stringMatching(why) })
  })

  it('is not given up while one of its addresses may be taken later', async () => {
    const { config } = await mailServer({
      onRcptTo: ({ address }, _session, answer) =>
        answer(refusal(address.startsWith('grey') ? 451 : 550, 'Come again')),
    })
    expect(await send(config, 'gone@example.com', 'grey@example.com')).toMatchObject({ sent: 'not-now' })
  })
})

describe('nothing is sent', () => {
  it('without TLS, and the password is not said', async () => {
    const { config, taken } = await mailServer({ disabledCommands: ['STARTTLS'] })
    const sent = await send(config)
    expect(sent).toMatchObject({ sent: 'refused', why: expect.stringContaining('did not begin TLS') })
    expect(taken).toEqual([])
    expect(JSON.stringify(sent)).not.toContain(LOGIN.pass)
  })

  it('to a server whose certificate nobody vouches for', async () => {
    const { config } = await mailServer()
    const { ca: _, ...unknown } = config.smtp
    const why = expect.stringContaining('certificate cannot be verified')
    expect(await send({ ...config, smtp: unknown })).toEqual({ sent: 'refused', why })
  })

  it('after a wrong password, which is not tried again and not repeated', async () => {
    const { config } = await mailServer()
    const wrong = { user: LOGIN.user, pass: 'a-secret-that-is-wrong' }
    const sent = await send({ ...config, smtp: { ...config.smtp, auth: wrong } })
    expect(sent).toMatchObject({ sent: 'refused', why: expect.stringContaining('login in SMTP_URL: 535') })
    expect(JSON.stringify(sent)).not.toContain(wrong.pass)
  })

  it('when nobody listens', async () => {
    const { config } = await lineServer()
    const nowhere = { ...config, smtp: { ...config.smtp, port: 1 } }
    expect(await send(nowhere)).toMatchObject({
      sent: 'not-now',
      why: expect.stringContaining('ECONNREFUSED'),
    })
  })
})

/** What a break, and each kind of answer, comes to at every step. */
const BEFORE: Step[] = STEPS.filter((step) => step !== 'text')

describe('a connection that ends', () => {
  it.each(BEFORE)('at %s has sent nothing, so the mail is tried again', async (step) => {
    const { config, texts } = await lineServer({ [step]: 'hang up' })
    expect(await send(config)).toMatchObject({ sent: 'not-now' })
    expect(texts).toEqual([])
  })

  it('after the text leaves unknown whether it was taken', async () => {
    const { config, texts } = await lineServer({ text: 'hang up' })
    expect(await send(config)).toMatchObject({ sent: 'unknown' })
    expect(texts).toHaveLength(1)
  })

  it.each(['MAIL', 'DATA'] as const)('because %s is never answered is no answer either', async (step) => {
    const patience = new AbortController()
    const { config } = await lineServer({ [step]: () => patience.abort() })
    expect(await handOver(config, mailTo('a@example.com'), patience.signal)).toMatchObject({
      sent: 'not-now',
    })
  })

  it('because the text is never answered leaves it unknown', async () => {
    const patience = new AbortController()
    const { config } = await lineServer({ text: () => patience.abort() })
    expect(await handOver(config, mailTo('a@example.com'), patience.signal)).toMatchObject({
      sent: 'unknown',
    })
  })
})

describe('an answer', () => {
  it.each(STEPS)('of “not now” at %s is believed: the mail is tried again', async (step) => {
    const say = step === 'greeting' ? '421 Too busy' : '451 4.3.2 Try again later'
    const { config } = await lineServer({ [step]: { say } as Instead })
    expect(await send(config)).toMatchObject({ sent: 'not-now' })
  })

  it.each(STEPS)('of “never” at %s is passed on, word for word', async (step) => {
    const say = '554 5.7.1 Not from you'
    const { config } = await lineServer({ [step]: { say } as Instead })
    expect(await send(config)).toMatchObject({ sent: 'refused', why: expect.stringContaining(say) })
  })

  it('of 421 after the text is an answer: it was not taken', async () => {
    const { config } = await lineServer({ text: { say: '421 Shutting down' } })
    expect(await send(config)).toMatchObject({ sent: 'not-now' })
  })

  it('that is endless is cut off', async () => {
    const { config } = await lineServer({ EHLO: { say: `250-${'x'.repeat(100_000)}` } })
    expect(await send(config)).toMatchObject({ sent: 'not-now' })
  })
})

describe('a look at the server', () => {
  it('logs in and sends nothing', async () => {
    const { config, taken } = await mailServer()
    expect(await tryConnection(config, never())).toEqual({ sent: 'taken', refused: [] })
    expect(taken).toEqual([])
  })

  it('says what is wrong', async () => {
    const { config } = await mailServer()
    const { ca: _, ...unknown } = config.smtp
    expect(await tryConnection({ ...config, smtp: unknown }, never())).toMatchObject({ sent: 'refused' })
  })
})
