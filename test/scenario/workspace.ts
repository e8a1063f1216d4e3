import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { Bot } from '../../src/bot.ts'
import { readConfig } from '../../src/config/config.ts'
import type { Policy } from '../../src/core/policy.ts'
import { startEmbedded } from '../../src/embedded/embedded.ts'
import { createLog, type Log } from '../../src/log.ts'
import type { Connected } from '../../src/parts/switch-providers.ts'
import { loadPolicy } from '../../src/policy-file.ts'
import type {
  Acked,
  Channel,
  Fault,
  Json,
  Message,
  Submitted,
  Typed,
  View,
  WorkspaceState,
} from '../../src/sandbox/protocol.ts'

const read = loadPolicy('policy.yml')
if (!('policy' in read)) throw new Error('policy.yml is not valid')
/** The policy that the project comes with. */
export const defaultPolicy: Policy = read.policy

/**
 * The whole bot in its embedded workspace, as a story tells it: people type, click and submit over the
 * workspace's control interface; everything between it and the bot is the real wire.
 */
export async function openWorkspace(
  options: {
    connect?: 'http' | 'socket'
    folder?: string
    log?: Log
    policy?: Policy
    switchProviders?: Connected
  } = {},
) {
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'tocsin-story-'))
  const config = readConfig({
    PORT: '0',
    DATA_DIR: folder,
    WORKSPACE_CONNECT: options.connect ?? 'socket',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
  })
  if (config.slack.mode !== 'embedded') throw new Error('A story needs the embedded workspace')
  const parts = {
    config,
    slack: config.slack,
    policy: options.policy ?? defaultPolicy,
    log: options.log ?? createLog(config.logLevel),
    ...(options.switchProviders && { switchProviders: options.switchProviders }),
  }
  let running = await startEmbedded(parts)

  async function ask<T>(method: 'GET' | 'POST', where: string, body?: object): Promise<T> {
    const response = await fetch(`${running.workspaceUrl}/sandbox/${where}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const answer = (await response.json()) as T & { error?: string }
    if (!response.ok) throw new Error(`${where}: ${answer.error}`)
    return answer
  }
  const quiet = () => running.bot.quiet()
  async function act<T>(where: string, body: object): Promise<T> {
    const answer = await ask<T>('POST', where, body)
    await quiet()
    return answer
  }

  onTestFinished(async () => {
    await running.bot.stop()
    if (!options.folder) rmSync(folder, { recursive: true, force: true })
  })

  return {
    folder,
    get bot(): Bot {
      return running.bot
    },
    get url(): string {
      return running.workspaceUrl
    },
    quiet,
    ask,
    advance: (minutes: number) => act('advance', { minutes }),
    faults: (faults: Fault[]) => act('faults', faults),
    /** The bot ends and starts again, on a clock that went on for so long in between. */
    async restart({ downMinutes = 0 } = {}) {
      await running.bot.stop()
      if (downMinutes > 0) passTime(path.join(folder, 'workspace.json'), downMinutes)
      running = await startEmbedded(parts)
      await connected(running.bot.url)
      await quiet()
    },
    person: (name: string) => person(name, ask, act),
    async people<Names extends string>(...names: Names[]): Promise<Record<Names, Someone>> {
      const found = names.map(async (name) => [name, await person(name, ask, act)] as const)
      return Object.fromEntries(await Promise.all(found)) as Record<Names, Someone>
    },
  }
}

export type Workspace = Awaited<ReturnType<typeof openWorkspace>>
export type Someone = Awaited<ReturnType<typeof person>>

/** Until the bot has its sockets: what is pressed before that reaches nobody, as in Slack. */
async function connected(url: string): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await fetch(`${url}/readyz`)).ok) {
    if (Date.now() > deadline) throw new Error('The bot did not connect')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** The workspace keeps how far its clock is ahead; nobody is running to notice. */
function passTime(file: string, minutes: number): void {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as { data: { clockOffsetMs: number } }
  kept.data.clockOffsetMs += minutes * 60_000
  writeFileSync(file, JSON.stringify(kept))
}

type Ask = <T>(method: 'GET' | 'POST', where: string, body?: object) => Promise<T>
type Act = <T>(where: string, body: object) => Promise<T>

/** One person at their screen. Names are as people know them: `ana`, `#incident-room`, a button's text. */
async function person(name: string, ask: Ask, act: Act) {
  const anyone = await ask<WorkspaceState>('GET', 'state?as=U0ANA')
  const found = anyone.people.find((each) => each.name === name)
  if (!found) throw new Error(`Nobody is called ${name}`)
  const as = found.id
  const state = () => ask<WorkspaceState>('GET', `state?as=${as}`)

  async function channel(wanted: string): Promise<Channel> {
    const { channels } = await state()
    const match = channels.find((each) => `#${each.name}` === wanted || each.id === wanted)
    if (!match)
      throw new Error(`${name} sees no ${wanted} among ${channels.map((each) => `#${each.name}`).join(' ')}`)
    return match
  }

  async function command(text: string, where = '#incident-room', threadTs?: string) {
    const typed = await act<Typed>('type', {
      as,
      channel: (await channel(where)).id,
      text,
      ...(threadTs && { threadTs }),
    })
    const answer = (typed.ephemeral ?? []).map(wordsOf).join('\n')
    if (!answer.startsWith('⏳')) return { ...typed, answer }
    // A busy machine: Slack was told to wait, and the answer itself came as a message of its own.
    const late = (await channel(where)).messages.filter(({ ephemeral }) => ephemeral === true).at(-1)
    return { ...typed, answer: late === undefined ? answer : wordsOf(late) }
  }

  async function click(label: string, where = '#incident-room', choose?: string) {
    const seen = await channel(where)
    for (const message of seen.messages.toReversed()) {
      const element = elementsOf(message).find((each) => labelOf(each) === label)
      if (!element) continue
      const value = choose === undefined ? undefined : optionOf(element, choose)
      return act<Acked>('click', {
        as,
        channel: seen.id,
        ts: message.ts,
        actionId: element.action_id,
        ...(value !== undefined && { value }),
      })
    }
    throw new Error(`${name} sees no “${label}” in ${where}`)
  }

  /** What stands in a channel, a line a message; thread replies are indented. */
  async function reads(where = '#incident-room'): Promise<string[]> {
    return (await channel(where)).messages.map(
      (message) => `${message.threadTs ? '  ' : ''}${wordsOf(message)}`,
    )
  }

  return {
    id: as,
    state,
    channel,
    command,
    click,
    say: (text: string, where = '#incident-room') => command(text, where),
    /** Their open modal, the top one. */
    modal: async (): Promise<View | undefined> => (await state()).views.at(-1),
    /** All that their open modal holds, as JSON; nothing when none is open. */
    form: async (): Promise<string> => JSON.stringify((await state()).views.at(-1)?.view ?? ''),
    /** Chooses in their open modal, where a field tells of it at once; `field` is its name. */
    async choose(field: string, value: string | string[]) {
      const viewId = (await state()).views.at(-1)?.id
      return act<Acked>('click', { as, viewId, actionId: field, value })
    },
    /** Presses a button in their open modal. */
    async press(action: string, blockId?: string) {
      const viewId = (await state()).views.at(-1)?.id
      return act<Acked>('click', { as, viewId, actionId: action, ...(blockId && { blockId }) })
    },
    /** Presses a button on the app's home page. */
    pressHome: (action: string) => act<Acked>('click', { as, home: true, actionId: action }),
    /** Where the bot writes to them alone. */
    async directMessages(): Promise<Channel> {
      const { channels } = await state()
      const found = channels.find(({ kind }) => kind === 'im')
      if (!found) throw new Error(`Nobody wrote to ${name}`)
      return found
    },
    submit: (values: Record<string, string | string[] | null> = {}) =>
      act<Submitted>('submit', { as, values }),
    close: () => act<Acked>('close', { as }),
    shortcut: (callbackId: string) => act<Acked>('shortcut', { as, callbackId }),
    async home(): Promise<string> {
      await act('home', { as })
      const { home } = await state()
      return home ? wordsOf({ text: '', blocks: home.view.blocks as Json[], attachments: [] }) : ''
    },
    reads,
    async messages(where = '#incident-room'): Promise<Message[]> {
      return (await channel(where)).messages
    },
    /** All that stands in the room. */
    room: async (): Promise<string> => (await reads()).join('\n'),
    /** What stands on the newest card in the room. */
    async card(): Promise<string> {
      const { messages, pins } = await channel('#incident-room')
      const newest = messages.findLast(({ ts }) => pins.includes(ts))
      return newest === undefined ? '' : wordsOf(newest)
    },
    /** Everything that the bot wrote to them alone, oldest first. */
    async told(): Promise<string[]> {
      const { channels } = await state()
      return channels.filter(({ kind }) => kind === 'im').flatMap(({ messages }) => messages.map(wordsOf))
    },
  }
}

/** Every text a person reads in a message, joined by line breaks. */
export function wordsOf(message: Pick<Message, 'text' | 'blocks' | 'attachments'>): string {
  const attached = message.attachments.flatMap(
    (attachment) => (attachment.blocks as Json[] | undefined) ?? [],
  )
  const blocks = [...message.blocks, ...attached]
  return blocks.length === 0 ? message.text : blocks.flatMap(textsIn).join('\n')
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  const { text, ...rest } = value as Json
  const own = typeof text === 'string' ? [text] : textsIn(text)
  return [...own, ...Object.values(rest).flatMap(textsIn)]
}

function elementsOf(message: Message): Json[] {
  const found: Json[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null) {
      if ('action_id' in value) found.push(value as Json)
      Object.values(value).forEach(walk)
    }
  }
  walk(message.blocks)
  walk(message.attachments)
  return found
}

function labelOf(element: Json): string | undefined {
  const text = (element.text ?? element.placeholder) as { text?: string } | undefined
  return text?.text ?? (element.type === 'overflow' ? 'More' : undefined)
}

function optionOf(element: Json, label: string): string {
  const option = (element.options as { text: { text: string }; value: string }[]).find(
    (each) => each.text.text === label,
  )
  if (!option) throw new Error(`There is no “${label}” to choose`)
  return option.value
}
