import { randomUUID } from 'node:crypto'
import { VERIFICATION_TOKEN } from '../app-events.ts'
import { failureText } from '../deliver.ts'
import { commandText, type Directory, messageText } from '../escape.ts'
import { shareFiles } from '../files.ts'
import { isObject, present } from '../json.ts'
import { TYPED_CHARS } from '../limits.ts'
import { addMessage, changeMessage, removeMessage, threadRoot } from '../messages.ts'
import { BOT, TEAM } from '../people.ts'
import type { Acked, Edit, Message, Person, Type, Typed } from '../protocol.ts'
import type { ChannelRecord } from '../records.ts'
import { say } from '../response-urls.ts'
import { shownMessage } from '../shown.ts'
import { Refusal } from '../web-api/refusal.ts'
import type { Workspace } from '../workspace.ts'
import { Impossible, memberChannelOf, personOf, type Stage, shownName } from './acting.ts'
import { attached } from './attaching.ts'

/** A person writes in the composer: a message, or a slash command. */
export async function type(stage: Stage, act: Type): Promise<Typed> {
  const { workspace } = stage
  const person = personOf(workspace, act.as)
  const channel = memberChannelOf(workspace, act.channel, person)
  if (channel.archived) throw new Impossible(`#${channel.name} is archived.`)
  if (act.text.length > TYPED_CHARS) throw new Impossible(`A message has at most ${TYPED_CHARS} characters.`)
  if (channel.kind === 'im' && workspace.app.messagesReadOnly && channel.members.includes(BOT.userId)) {
    throw new Impossible('Sending messages to this app has been turned off.')
  }
  const text = act.text.trim()
  if (text.startsWith('/')) {
    if (act.files?.length)
      throw new Impossible('A slash command takes no files. Remove them, or send them first.')
    return await command(stage, person, channel, text, act.threadTs)
  }
  return await post(workspace, person, channel, act)
}

async function post(workspace: Workspace, person: Person, channel: ChannelRecord, act: Type): Promise<Typed> {
  const files = act.files ?? []
  if (act.text.trim() === '' && files.length === 0) throw new Impossible('There is nothing to send.')
  const threadTs = act.threadTs === undefined ? undefined : threadRoot(channel, act.threadTs)?.ts
  if (act.threadTs !== undefined && threadTs === undefined) throw new Impossible('That thread is gone.', 404)
  const said = {
    user: person.id,
    text: messageText(act.text, directoryOf(workspace)),
    clientMsgId: randomUUID(),
    ...present({ threadTs }),
  }
  if (files.length === 0) return { ok: true, ms: 0, ts: addMessage(workspace, channel, said).ts }
  const shared = await attached(workspace, person, files)
  return { ok: true, ms: 0, ts: shareFiles(workspace, channel, shared, said) }
}

async function command(
  stage: Stage,
  person: Person,
  channel: ChannelRecord,
  typed: string,
  threadTs: string | undefined,
): Promise<Typed> {
  const { workspace, deliveries, triggers, responseUrls } = stage
  const [word = ''] = typed.split(/\s/, 1)
  const known = workspace.app.commands.find((one) => one.command === word)
  if (!known) return { ok: false, ms: 0, error: `${word} is not a valid command.` }
  if (threadTs !== undefined)
    return { ok: false, ms: 0, error: `${word} is not supported in threads. Sorry!` }
  const rest = typed.slice(word.length).trim()
  const answer = await deliveries.send('command', {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: shownName(channel),
    user_id: person.id,
    user_name: person.name,
    command: word,
    text: known.shouldEscape ? commandText(rest, directoryOf(workspace)) : rest,
    api_app_id: BOT.appId,
    is_enterprise_install: 'false',
    response_url: responseUrls.issue(channel.id, person.id),
    trigger_id: triggers.issue(person.id),
  })
  const ms = Math.round(answer.ms)
  if (!answer.acked) return { ok: false, ms, error: failureText(word, answer) }
  return { ms, ...shown(workspace, channel, person, word, answer.payload) }
}

/** What the acknowledgement itself said. */
function shown(
  workspace: Workspace,
  channel: ChannelRecord,
  person: Person,
  word: string,
  payload: unknown,
): { ok: boolean; error?: string; ephemeral?: Message[] } {
  if (!isObject(payload) || Object.keys(payload).length === 0) return { ok: true }
  try {
    const message = say(workspace, channel, { user: person.id }, payload)
    if (message?.ephemeralFor === undefined) return { ok: true }
    return { ok: true, ephemeral: [shownMessage(workspace, channel, message, undefined, person.id)] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { ok: false, error: `${word} failed: Slack cannot show the app's answer (${error.code}).` }
  }
}

/** A person changes or deletes a message of their own. */
export function edit(workspace: Workspace, act: Edit): Acked {
  const person = personOf(workspace, act.as)
  const channel = memberChannelOf(workspace, act.channel, person)
  const message = workspace.message(channel, act.ts)
  if (!message) throw new Impossible('That message is gone.', 404)
  if (message.user !== person.id || (message.subtype !== undefined && message.subtype !== 'file_share')) {
    throw new Impossible('People change only messages of their own.')
  }
  if (channel.archived) throw new Impossible(`#${channel.name} is archived.`)
  if (act.text === null) {
    removeMessage(workspace, channel, message)
  } else {
    const isEmpty = act.text.trim() === '' && message.files.length === 0
    if (isEmpty || act.text.length > TYPED_CHARS) throw new Impossible('That text cannot be sent.')
    const text = messageText(act.text, directoryOf(workspace))
    // Saved as it was: Slack neither marks it as edited nor tells anybody.
    if (text !== message.text)
      changeMessage(workspace, channel, message, { text }, { user: person.id, showEdited: true })
  }
  return { ok: true, ms: 0 }
}

function directoryOf(workspace: Workspace): Directory {
  return {
    user: (handle) => [...workspace.people.values()].find((one) => one.name === handle && !one.deleted),
    group: (handle) => [...workspace.groups.values()].find((one) => one.handle === handle),
    channel: (name) => {
      const found = workspace.channelNamed(name)
      return found?.kind === 'public' ? found : undefined
    },
  }
}
