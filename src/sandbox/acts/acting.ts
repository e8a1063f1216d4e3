import { VERIFICATION_TOKEN } from '../app-events.ts'
import type { Deliveries } from '../deliver.ts'
import { BOT, TEAM } from '../people.ts'
import type { Json, Person } from '../protocol.ts'
import type { ChannelRecord } from '../records.ts'
import type { ResponseUrls } from '../response-urls.ts'
import type { Triggers } from '../triggers.ts'
import type { Workspace } from '../workspace.ts'

/** What the acts of people work with. */
export type Stage = {
  workspace: Workspace
  deliveries: Deliveries
  triggers: Triggers
  responseUrls: ResponseUrls
  /** The options each person was last offered by the app, by `user action_id`. */
  offers: Map<string, Json[]>
}

/** Thrown when a person cannot do that here: a sentence for them, and the control interface's status. */
export class Impossible extends Error {
  readonly status: number

  constructor(sentence: string, status = 400) {
    super(sentence)
    this.status = status
  }
}

export function personOf(workspace: Workspace, id: string): Person {
  const person = workspace.people.get(id)
  if (!person || person.deleted) throw new Impossible(`There is no person ${id}.`, 404)
  if (person.isBot) throw new Impossible(`${id} is the app; people act here.`)
  return person
}

/** A channel the person is in. */
export function channelOf(workspace: Workspace, id: string, person: Person): ChannelRecord {
  const channel = workspace.channels.get(id)
  if (!channel || (channel.kind !== 'public' && !channel.members.includes(person.id))) {
    throw new Impossible(`There is no channel ${id} that ${person.realName} can see.`, 404)
  }
  return channel
}

export function memberChannelOf(workspace: Workspace, id: string, person: Person): ChannelRecord {
  const channel = channelOf(workspace, id, person)
  if (!channel.members.includes(person.id)) {
    throw new Impossible(`${person.realName} is not in #${channel.name}; join it first.`)
  }
  return channel
}

/** What every interaction payload has. */
export function interaction(type: string, person: Person): Json {
  return {
    type,
    user: { id: person.id, username: person.name, name: person.name, team_id: TEAM.id },
    api_app_id: BOT.appId,
    token: VERIFICATION_TOKEN,
    team: { id: TEAM.id, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** A channel's name as payloads give it. */
export function shownName(channel: ChannelRecord): string {
  if (channel.kind === 'im') return 'directmessage'
  return channel.kind === 'private' ? 'privategroup' : channel.name
}
