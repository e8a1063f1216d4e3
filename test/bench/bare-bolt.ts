import { App, HTTPReceiver } from '@slack/bolt'

/** The least that a slash command can cost with Bolt: a signed request, an empty acknowledgement. */
const [port, signingSecret = ''] = process.argv.slice(2)
const receiver = new HTTPReceiver({ signingSecret })
const app = new App({
  receiver,
  token: 'xoxb-bare',
  tokenVerificationEnabled: false,
  botId: 'B0',
  botUserId: 'U0',
  ignoreSelf: false,
})
app.command('/incident', async ({ ack }) => {
  await ack()
})
await receiver.start({ port: Number(port), host: '127.0.0.1' })
