import type { App } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import { Stand } from './stand.ts'

let stand: Stand
afterEach(() => stand.close())

type Open = (configure: (app: App) => void) => Promise<Stand>
const ways: [string, Open][] = [
  ['signed HTTP', (configure) => Stand.overHttp(configure)],
  ['Socket Mode', (configure) => Stand.overSocket(configure)],
]

describe.each(ways)('a slash command over %s', (_way, open) => {
  it('shows the acknowledgement to the person alone', async () => {
    stand = await open((app) => {
      app.command('/probe', async ({ ack, command }) =>
        ack(`heard ${command.text} in ${command.channel_name}`),
      )
    })
    const typed = await stand.type('/probe declare sev2 @ben #ops-alerts a < b & c')
    expect(typed.error).toBeUndefined()
    expect(typed.ephemeral?.map((one) => one.text)).toEqual([
      'heard declare sev2 <@U0BEN|ben> <#C0ALERTS|ops-alerts> a &lt; b &amp; c in incident-room',
    ])
    expect((await stand.channel('C0ROOM')).messages.at(-1)).toMatchObject({
      ephemeral: true,
      user: 'U0TOCSIN',
    })
    expect((await stand.channel('C0ROOM', 'U0BEN')).messages.some((one) => one.ephemeral)).toBe(false)
  })

  it('posts what the app says with the real client', async () => {
    stand = await open((app) => {
      app.command('/probe', async ({ ack, client, command }) => {
        await ack()
        await client.chat.postMessage({
          channel: command.channel_id,
          text: 'card',
          blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*card*' } }],
        })
      })
    })
    expect(await stand.type('/probe')).toMatchObject({ ok: true })
    await stand.quiet()
    await expect.poll(async () => (await stand.channel('C0ROOM', 'U0BEN')).messages.at(-1)?.text).toBe('card')
  })
})
