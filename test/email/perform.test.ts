import { describe, expect, it } from 'vitest'
import type { IncidentCommand } from '../../src/core/incident/incident.ts'
import type { EmailConfig } from '../../src/email/config.ts'
import { sendMail } from '../../src/email/perform.ts'
import type { Outcome } from '../../src/engine/outcome.ts'
import { lineServer } from './line-server.ts'
import { mailServer, refusal } from './mail-server.ts'
import { byMail, owedBy, released, storyWith, TEXT } from './told.ts'

const MINUTE = 60_000
const someStory = (to = ['customers@example.com']) => storyWith({ customers: byMail(to) })

/** The story goes on with what came back, as a commit would have it. */
function recorded(outcome: Outcome): IncidentCommand {
  if (outcome.outcome !== 'ok' || outcome.command === undefined) throw new Error(JSON.stringify(outcome))
  return outcome.command as IncidentCommand
}
const perform = (config: EmailConfig, owed: ReturnType<typeof released>, laterMs = 0) =>
  sendMail(config, { now: () => owed.entry.recordedAt + laterMs }).perform(owed, new AbortController().signal)

describe('sending a message by e-mail', () => {
  it('records under which id it arrived', async () => {
    const { config, taken } = await mailServer()
    const story = someStory()
    story.given(recorded(await perform(config, released(story, TEXT))))
    expect(story.state.comms.messages[0]?.deliveries.customers).toMatchObject({
      state: 'delivered',
      ref: taken[0]?.mail.messageId,
    })
  })

  it('goes a second time only to those who were refused the first time', async () => {
    let isBack = false
    const { config, taken } = await mailServer({
      onRcptTo: ({ address }, _session, answer) =>
        answer(address.startsWith('gone') && !isBack ? refusal(550, 'No such mailbox') : null),
    })
    const story = someStory(['here@example.com', 'gone@example.com'])
    story.given(recorded(await perform(config, released(story, TEXT))))
    expect(story.state.comms.messages[0]?.deliveries.customers).toMatchObject({
      refused: [{ address: 'gone@example.com', said: expect.stringContaining('No such mailbox') }],
    })
    isBack = true
    story.given({ type: 'resend-message', number: 1, target: 'customers' })
    story.given(recorded(await perform(config, owedBy(story, 'customers'))))
    expect(taken.map(({ to }) => to)).toEqual([['here@example.com'], ['gone@example.com']])
    const [first, second] = taken
    expect(second?.mail.messageId).toBe(first?.mail.messageId)
    expect(story.state.comms.messages[0]?.deliveries.customers).not.toHaveProperty('refused')
  })

  it('that may have been sent is not sent again, and nobody is told that it failed for certain', async () => {
    const { config, taken } = await mailServer()
    const story = someStory()
    const command = recorded(await perform(config, released(story, TEXT, { maybeSent: true })))
    expect(command).toMatchObject({ type: 'record-undelivered', maybe: true })
    expect(taken).toEqual([])
    story.given(command, { type: 'resend-message', number: 1, target: 'customers' })
    expect(owedBy(story, 'customers').maybeSent).toBe(false) // on purpose it goes
  })

  it('whose answer is lost is settled as uncertain, at once', async () => {
    const { config } = await lineServer({ text: 'hang up' })
    const story = someStory()
    const command = recorded(await perform(config, released(story, TEXT)))
    expect(command).toMatchObject({ type: 'record-undelivered', maybe: true })
  })

  it('is tried again while the server is away, and told of after ten minutes', async () => {
    const { config } = await lineServer({ greeting: 'hang up' })
    const story = someStory()
    const owed = released(story, TEXT)
    expect(await perform(config, owed, 9 * MINUTE)).toMatchObject({ outcome: 'retry' })
    expect(recorded(await perform(config, owed, 10 * MINUTE))).toMatchObject({
      type: 'record-undelivered',
      why: expect.stringContaining('Tried for 10 minutes.'),
    })
  })

  it('whose words were removed since is not sent', async () => {
    const { config, taken } = await mailServer()
    const story = someStory()
    const owed = released(story, TEXT)
    const gone = { ...owed, entry: { ...owed.entry, redactedBy: 99 } }
    expect(recorded(await perform(config, gone))).toMatchObject({
      type: 'record-undelivered',
      why: expect.stringContaining('removed before it was sent'),
    })
    expect(taken).toEqual([])
  })

  it('puts a piece of the server’s answer into the timeline, and not all that it likes to say', async () => {
    const { config } = await lineServer({ RCPT: { say: `550 ${'No '.repeat(2_000)}` } })
    const story = someStory()
    story.given(recorded(await perform(config, released(story, TEXT))))
    const delivery = story.state.comms.messages[0]?.deliveries.customers
    expect(delivery?.state === 'failed' && delivery.why.length).toBeLessThan(500)
  })
})
