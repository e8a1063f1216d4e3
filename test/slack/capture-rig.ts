import { aBot } from './a-bot.ts'

export type Bot = Awaited<ReturnType<typeof aBot>>
export const OWN = 'C0INC'
export const TS = `${Math.floor(Date.now() / 1000) - 1_200}.000200`

/** A bot with an incident that has the channel C0INC of its own, where Ben has said something. */
export async function withIncident(options: { messages?: object[] } = {}) {
  const bot = await aBot()
  const create = bot.slack.methods['conversations.create']
  bot.slack.methods['conversations.create'] = (args) => {
    const made = bot.slack.channel(String(args.name), { id: OWN, is_member: true, creator: 'U0BOT' })
    made.messages.push({ ts: TS, user: 'U0BEN', text: 'Pool exhausted', ...options.messages?.[0] })
    if (create === undefined) throw new Error('There is no such method')
    return { channel: made }
  }
  await bot.type('declare sev2 Orders fail')
  await bot.quiet()
  return bot
}
export const own = (bot: Bot) => {
  const found = bot.slack.called('conversations.replies') // what was looked at
  return found.filter(({ channel }) => channel === OWN)
}
export const said = (bot: Bot, more: object) => {
  const channel = bot.slack.methods['conversations.info']?.({ channel: OWN })?.channel as {
    messages: Record<string, unknown>[]
  }
  Object.assign(channel.messages.find(({ ts }) => ts === TS) ?? {}, more)
}
export const reacted = (type: 'added' | 'removed', more: object = {}) => ({
  type: `reaction_${type}`,
  user: 'U0ANA',
  reaction: 'pushpin',
  item: { type: 'message', channel: OWN, ts: TS },
  item_user: 'U0BEN',
  event_ts: '1768469500.000000',
  ...more,
})
let events = 0
export const send = async (bot: Bot, event: object, given?: string) => {
  events += 1
  const id = given ?? `EvC${events}`
  const { status } = await bot.event(event, id)
  await bot.quiet()
  return status
}
/** What was entered comes first: that is what a test is about. */
export const submit = (
  bot: Bot,
  form: string,
  values: Record<string, string>,
  memory: object,
  given?: { view?: string },
) => bot.submit(form, memory, values, given)
export const timeline = async (bot: Bot) => (await bot.type('timeline INC-1')).shown
export const pin = { reactions: [{ name: 'pushpin', users: ['U0ANA'] }] }
