import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

type Json = Record<string, unknown>
type Call = { method: string; args: Json }
/** What a method does instead of working: an error code, an HTTP status, or accepting without ever answering. */
export type Mishap =
  | { error: string }
  | { delayMs: number }
  | { status: number; headers?: Record<string, string> }
  | 'accept-then-drop'

type Message = {
  ts: string
  user: string
  text: string
  [field: string]: unknown
  metadata?: unknown
  thread_ts?: unknown
  blocks?: unknown
}
type Channel = {
  id: string
  name: string
  is_member: boolean
  is_archived: boolean
  creator: string
  created: number
  topic: { value: string }
  messages: Message[]
}

export const BOT = 'U0BOT'
export const PEOPLE = [
  { id: 'U0ANA', name: 'ana', team_id: 'T1', profile: { email: 'ana@example.com', display_name: 'Ana' } },
  { id: 'U0BEN', name: 'ben', team_id: 'T1', profile: { email: 'ben@example.com' } },
  { id: 'U0GUS', name: 'gus', team_id: 'T1', is_restricted: true, profile: {} },
  { id: 'U0OUT', name: 'out', team_id: 'T2', is_stranger: true, profile: {} },
  { id: 'U0OLD', name: 'old', team_id: 'T1', deleted: true, profile: {} },
  { id: BOT, name: 'tocsin', team_id: 'T1', is_bot: true, profile: {} },
]

/** As much of Slack's Web API as these tests need, with a record of what was asked and mishaps on request. */
export async function slackServer() {
  const calls: Call[] = []
  const told: { url: string; body: Json }[] = [] // through response addresses
  const mishaps = new Map<string, Mishap[]>()
  const files = new Map<string, { facts: Json; serve(req: IncomingMessage, res: ServerResponse): void }>()
  const fetched: { file: string; authorization: string | undefined }[] = []
  const channels = new Map<string, Channel>()
  let clock = Date.UTC(2026, 0, 15) / 1000

  const channel = (name: string, given: Partial<Channel> = {}): Channel => {
    const id = given.id ?? `C0${name.replace(/\W/g, '').toUpperCase()}`
    const made = {
      id,
      name,
      is_member: false,
      is_archived: false,
      creator: 'U0ANA',
      created: 0,
      topic: { value: '' },
      messages: [],
      ...given,
    }
    channels.set(made.id, made)
    return made
  }
  channel('general')
  channel('incident-room', { id: 'C0ROOM' })

  const at = (args: Json) => {
    const found = channels.get(String(args.channel))
    if (!found) throw new Refused('channel_not_found')
    if (found.is_archived) throw new Refused('is_archived')
    return found
  }
  const inside = (args: Json) => {
    const found = at(args)
    if (!found.is_member) throw new Refused('not_in_channel')
    return found
  }
  const methods: Record<string, (args: Json) => Json> = {
    'auth.test': () => ({ bot_id: 'B0BOT', user_id: BOT, team_id: 'T1', team: 'Example' }),
    'users.list': () => ({ members: PEOPLE }),
    'users.info': ({ user }) => ({ user: PEOPLE.find(({ id }) => id === user) ?? refuse('user_not_found') }),
    'users.lookupByEmail': ({ email }) => ({
      user: PEOPLE.find(({ profile }) => profile.email === email) ?? refuse('users_not_found'),
    }),
    'usergroups.list': () => ({ usergroups: [{ id: 'S0CALL', handle: 'on-call', users: ['U0BEN'] }] }),
    'conversations.list': () => ({
      channels: [...channels.values()].filter(({ id, is_archived }) => id.startsWith('C') && !is_archived),
    }),
    'conversations.join': (args) => ({ channel: Object.assign(at(args), { is_member: true }) }),
    'conversations.info': (args) => ({ channel: at(args) }),
    'conversations.open': () => ({
      channel: channels.get('D0IM') ?? channel('im', { id: 'D0IM', is_member: true }),
    }),
    'conversations.create': ({ name }) => {
      if ([...channels.values()].some((known) => known.name === name)) refuse('name_taken')
      return {
        channel: channel(String(name), {
          is_member: true,
          creator: BOT,
          created: Math.floor(Date.now() / 1000),
        }),
      }
    },
    'conversations.invite': (args) => ({ channel: inside(args) }),
    'conversations.setTopic': (args) => ({
      channel: Object.assign(inside(args), { topic: { value: args.topic } }),
    }),
    'conversations.history': (args) => ({
      messages: inside(args)
        .messages.filter(({ thread_ts }) => !thread_ts)
        .reverse(),
    }),
    'conversations.replies': (args) => ({
      messages: inside(args).messages.filter(({ ts, thread_ts }) =>
        [ts, thread_ts].includes(String(args.ts)),
      ),
    }),
    'chat.postMessage': (args) => {
      const { messages, id } = inside(args)
      clock += 1
      const ts = `${clock}.000100`
      messages.push({ ...args, ts, user: BOT, text: String(args.text) })
      return { channel: id, ts }
    },
    'chat.postEphemeral': (args) => {
      inside(args)
      return { message_ts: '1.1' }
    },
    'chat.getPermalink': (args) => ({
      permalink: `https://example.slack.com/archives/${at(args).id}/p${String(args.message_ts).replace('.', '')}`,
    }),
    'files.info': ({ file }) => ({ file: files.get(String(file))?.facts ?? refuse('file_not_found') }),
    'chat.update': (args) => {
      const message = inside(args).messages.find(({ ts }) => ts === args.ts) ?? refuse('message_not_found')
      return { ts: Object.assign(message, args).ts }
    },
    'pins.add': () => ({}),
    'views.open': ({ view }) => ({ view: { ...(view as Json), id: 'V1' } }),
    'views.update': () => ({}),
    'views.publish': () => ({}),
  }

  const server = createServer(async (req, res) => {
    const body = await read(req)
    if (req.url?.startsWith('/told/')) {
      told.push({ url: req.url, body: JSON.parse(body) })
      res.end('ok')
      return
    }
    const file = /^\/files\/(\w+)/.exec(req.url ?? '')?.[1]
    if (file !== undefined) {
      fetched.push({ file, authorization: req.headers.authorization })
      files.get(file)?.serve(req, res)
      return
    }
    const method = req.url?.split('/').pop() ?? ''
    const args = decoded(body)
    calls.push({ method, args })
    const mishap = mishaps.get(method)?.shift()
    if (typeof mishap === 'object' && 'delayMs' in mishap) {
      setTimeout(() => answer(res, methods[method], args, undefined), mishap.delayMs)
    } else answer(res, methods[method], args, mishap)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    apiUrl: `${url}/api/`,
    calls,
    told,
    methods,
    files,
    fetched, // downloads of files, with the token that came along
    channel,
    room: () => channels.get('C0ROOM') as Channel,
    called: (method: string) => calls.filter((call) => call.method === method).map(({ args }) => args),
    /** The next calls of a method meet these, one each. */
    mishap: (method: string, ...next: Mishap[]) => void mishaps.set(method, next),
  }
}
export type SlackServer = Awaited<ReturnType<typeof slackServer>>

class Refused extends Error {}
export function refuse(code: string): never {
  throw new Refused(code)
}

function answer(
  res: ServerResponse,
  method: ((args: Json) => Json) | undefined,
  args: Json,
  mishap: Exclude<Mishap, { delayMs: number }> | undefined,
): void {
  const json = (body: Json) => res.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  if (typeof mishap === 'object' && 'error' in mishap) return void json({ ok: false, error: mishap.error })
  if (typeof mishap === 'object') return void res.writeHead(mishap.status, mishap.headers).end()
  try {
    const result = method ? method(args) : refuse('unknown_method')
    if (mishap === 'accept-then-drop') return void res.socket?.destroy()
    json({ ok: true, ...result })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    json({ ok: false, error: error.message })
  }
}

async function read(req: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of req) body += chunk
  return body
}

function decoded(form: string): Json {
  return Object.fromEntries(
    [...new URLSearchParams(form)].map(([name, value]) => [
      name,
      /^[[{]/.test(value) ? JSON.parse(value) : value,
    ]),
  )
}
