import {
  archiveChannel,
  createChannel,
  deleteChannel,
  directMessage,
  joinChannel,
  leaveChannel,
  nameProblem,
  renameChannel,
  setTopic,
  unarchiveChannel,
} from '../channels.ts'
import { failureText } from '../deliver.ts'
import { setGroupUsers } from '../groups.ts'
import { present } from '../json.ts'
import { BOT, TEAM } from '../people.ts'
import type { Acked, ChannelAct, Json, Person, React, Shortcut } from '../protocol.ts'
import { addReaction, EMOJI_NAME, removeReaction } from '../reactions.ts'
import type { ChannelRecord } from '../records.ts'
import { wireView } from '../views.ts'
import { threadsOf, wireMessage } from '../wire-message.ts'
import { wireUser } from '../wire-user.ts'
import type { Workspace } from '../workspace.ts'
import {
  channelOf,
  Impossible,
  interaction,
  memberChannelOf,
  personOf,
  type Stage,
  shownName,
} from './acting.ts'

/** Reactions, shortcuts, the home tab, and what people do to channels and groups. */

export function react(workspace: Workspace, act: React): Acked {
  const person = personOf(workspace, act.as)
  const channel = memberChannelOf(workspace, act.channel, person)
  const message = workspace.message(channel, act.ts)
  if (!message || message.subtype === 'tombstone') throw new Impossible('That message is gone.', 404)
  const name = act.name.replaceAll(/^:|:$/g, '')
  if (!EMOJI_NAME.test(name)) throw new Impossible(`"${act.name}" is not an emoji's name.`)
  if (channel.archived) throw new Impossible(`#${channel.name} is archived.`)
  const reacted = message.reactions.some((one) => one.name === name && one.users.includes(person.id))
  if (act.remove === true && !reacted)
    throw new Impossible(`There is no :${name}: of ${person.realName} there.`)
  if (act.remove !== true && reacted)
    throw new Impossible(`${person.realName} has that reaction there already.`)
  if (act.remove === true) removeReaction(workspace, channel, message, { name, user: person.id })
  else addReaction(workspace, channel, message, { name, user: person.id })
  return { ok: true, ms: 0 }
}

export async function shortcut(stage: Stage, act: Shortcut): Promise<Acked> {
  const { workspace } = stage
  const person = personOf(workspace, act.as)
  const onMessage = act.channel !== undefined && act.ts !== undefined
  const wanted = onMessage ? 'message' : 'global'
  const known = workspace.app.shortcuts.find(
    (one) => one.callbackId === act.callbackId && one.type === wanted,
  )
  if (!known) throw new Impossible(`The app has no ${wanted} shortcut "${act.callbackId}".`, 404)
  const answer = await stage.deliveries.send('interactive', {
    ...shortcutPayload(onMessage ? 'message_action' : 'shortcut', person),
    callback_id: act.callbackId,
    action_ts: workspace.ts(),
    trigger_id: stage.triggers.issue(person.id),
    ...(onMessage ? messageOf(stage, person, act) : {}),
  })
  const ms = Math.round(answer.ms)
  return answer.acked ? { ok: true, ms } : { ok: false, ms, error: failureText(known.name, answer) }
}

/** Shortcuts say less of the app and the person than other interactions do. */
function shortcutPayload(type: 'message_action' | 'shortcut', person: Person): Json {
  const { api_app_id: _, ...payload } = interaction(type, person)
  const named = type === 'shortcut' ? { username: person.name } : { name: person.name }
  return { ...payload, user: { id: person.id, ...named, team_id: TEAM.id } }
}

function messageOf(stage: Stage, person: Person, act: Shortcut): Json {
  const { workspace } = stage
  const channel = memberChannelOf(workspace, act.channel ?? '', person)
  const message = workspace.message(channel, act.ts ?? '')
  if (!message || message.subtype === 'tombstone') throw new Impossible('That message is gone.', 404)
  return {
    message_ts: message.ts,
    message: wireMessage(workspace, channel, message, { thread: threadsOf(channel).get(message.ts) }),
    channel: { id: channel.id, name: shownName(channel) },
    response_url: stage.responseUrls.issue(channel.id, person.id, message.ts),
  }
}

/** A person opens the app's home tab. */
export function openHome(workspace: Workspace, as: string): Acked {
  const person = personOf(workspace, as)
  if (!workspace.app.homeTab) throw new Impossible('The app has no home tab.')
  const channel = directMessage(workspace, BOT.userId, person.id)
  const home = workspace.homes.get(person.id)
  workspace.happened({
    subscription: 'app_home_opened',
    event: present({
      type: 'app_home_opened',
      user: person.id,
      channel: channel.id,
      tab: 'home',
      view: home ? wireView(home) : undefined,
      event_ts: workspace.ts(),
    }),
  })
  return { ok: true, ms: 0 }
}

export function read(workspace: Workspace, as: string, id: string): void {
  const person = personOf(workspace, as)
  const channel = memberChannelOf(workspace, id, person)
  const last = [...channel.messages.keys()].at(-1)
  if (last === undefined || channel.lastRead[person.id] === last) return
  channel.lastRead[person.id] = last
  workspace.changed()
}

export function join(workspace: Workspace, as: string, id: string): void {
  const person = personOf(workspace, as)
  const channel = channelOf(workspace, id, person)
  if (channel.members.includes(person.id)) return
  if (person.isGuest) throw new Impossible('Guests are invited to channels; they do not join them.')
  if (channel.archived) throw new Impossible(`#${channel.name} is archived.`)
  joinChannel(workspace, channel, person.id)
}

export function leave(workspace: Workspace, as: string, id: string): void {
  const person = personOf(workspace, as)
  const channel = memberChannelOf(workspace, id, person)
  if (channel.kind === 'im' || channel.general) throw new Impossible('Nobody leaves this conversation.')
  leaveChannel(workspace, channel, person.id)
}

export function openDm(workspace: Workspace, as: string, other: string): { channel: string } {
  const person = personOf(workspace, as)
  if (!workspace.people.has(other) || other === person.id)
    throw new Impossible(`There is no person ${other} to write to.`, 404)
  return { channel: directMessage(workspace, person.id, other).id }
}

/** What people do to a channel themselves: create, rename, archive, bring back, describe, invite. */
export function changeChannel(workspace: Workspace, act: ChannelAct): { channel: string } {
  const person = personOf(workspace, act.as)
  if (act.create !== undefined) {
    const problem = nameProblem(workspace, act.create)
    if (problem) throw new Impossible(nameSentence(act.create, problem))
    const made = createChannel(workspace, {
      name: act.create,
      isPrivate: act.private === true,
      by: person.id,
    })
    return { channel: made.id }
  }
  const channel = memberChannelOf(workspace, act.channel ?? '', person)
  if (channel.kind === 'im') throw new Impossible('A direct message stays as it is.')
  if (act.delete === true) {
    if (channel.general) throw new Impossible('The general channel stays.')
    deleteChannel(workspace, channel, person.id)
    return { channel: channel.id }
  }
  if (act.archive !== undefined) archive(workspace, channel, act.archive, person)
  if (act.rename !== undefined) {
    const problem = nameProblem(workspace, act.rename)
    if (problem) throw new Impossible(nameSentence(act.rename, problem))
    renameChannel(workspace, channel, act.rename, person.id)
  }
  if (act.topic !== undefined) setTopic(workspace, channel, 'topic', act.topic.slice(0, 250), person.id)
  for (const user of act.invite ?? []) {
    if (!workspace.people.has(user)) throw new Impossible(`There is no person ${user}.`, 404)
    if (!channel.members.includes(user)) joinChannel(workspace, channel, user, person.id)
  }
  for (const user of act.remove ?? []) {
    if (channel.members.includes(user)) leaveChannel(workspace, channel, user)
  }
  return { channel: channel.id }
}

function nameSentence(name: string, problem: string): string {
  if (problem === 'name_taken') return `There is a #${name} already.`
  if (problem === 'invalid_name_maxlength')
    return 'That name is too long: a channel has at most 80 characters.'
  return 'A channel’s name has small letters, digits, hyphens and underscores only.'
}

function archive(workspace: Workspace, channel: ChannelRecord, wanted: boolean, person: Person): void {
  if (channel.general) throw new Impossible('The general channel stays.')
  if (wanted && !channel.archived) archiveChannel(workspace, channel, person.id)
  if (!wanted && channel.archived) unarchiveChannel(workspace, channel, person.id)
}

/** Somebody leaves the company, comes back, becomes a guest, or gets another title. */
export function changePerson(
  workspace: Workspace,
  id: string,
  changes: Partial<Pick<Person, 'deleted' | 'title' | 'isGuest'>>,
): void {
  const person = workspace.people.get(id)
  if (!person || person.isBot) throw new Impossible(`There is no person ${id}.`, 404)
  Object.assign(person, changes)
  workspace.happened({
    subscription: 'user_change',
    event: {
      type: 'user_change',
      user: wireUser(workspace, person),
      cache_ts: workspace.nowSeconds(),
      event_ts: workspace.ts(),
    },
  })
  workspace.changed()
}

export function changeGroup(workspace: Workspace, id: string, users: string[]): void {
  const group = workspace.groups.get(id)
  if (!group) throw new Impossible(`There is no group ${id}.`, 404)
  const unknown = users.find((one) => !workspace.people.has(one))
  if (unknown !== undefined) throw new Impossible(`There is no person ${unknown}.`, 404)
  setGroupUsers(workspace, group, [...new Set(users)])
}
