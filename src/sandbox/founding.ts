import type { InstalledApp } from './app.ts'
import type { WorkspaceClock } from './clock.ts'
import { Ids } from './ids.ts'
import { cast, type OpeningChannel, openingChannels, openingGroups } from './people.ts'
import type { Person } from './protocol.ts'
import type { ChannelRecord, WorkspaceData } from './records.ts'

/** A fresh workspace: its people, groups and channels with a word of welcome in each. */
export function found(app: InstalledApp, clock: WorkspaceClock): WorkspaceData {
  const ids = new Ids()
  const people = cast(app.name)
  const updated = Math.floor(clock.now() / 1_000)
  const firstCommand = app.commands[0]?.command ?? '/help'
  return {
    ids: ids.state,
    clockOffsetMs: 0,
    people,
    groups: openingGroups().map((group) => ({ ...group, updated })),
    channels: openingChannels(firstCommand).map((one) => openChannel(one, people, ids, clock)),
    files: [],
    canvases: [],
    homes: [],
  }
}

function openChannel(
  opening: OpeningChannel,
  people: Person[],
  ids: Ids,
  clock: WorkspaceClock,
): ChannelRecord {
  const staff = people.filter((one) => !one.isBot && !one.isGuest).map((one) => one.id)
  const channel = emptyChannel({
    id: opening.id,
    name: opening.name,
    kind: 'public',
    creator: opening.opening.user,
    members: [...staff, ...opening.alsoIn],
    now: clock.now(),
  })
  channel.general = opening.general
  channel.topic.value = opening.topic
  channel.purpose.value = opening.purpose
  const ts = ids.ts(clock.now())
  const { user, text } = opening.opening
  channel.messages.set(ts, { ts, user, text, blocks: [], attachments: [], files: [], reactions: [] })
  return channel
}

export function emptyChannel(given: {
  id: string
  name: string
  kind: ChannelRecord['kind']
  creator: string
  members: string[]
  now: number
}): ChannelRecord {
  const seconds = Math.floor(given.now / 1_000)
  return {
    id: given.id,
    name: given.name,
    kind: given.kind,
    general: false,
    creator: given.creator,
    created: seconds,
    updated: given.now,
    archived: false,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previousNames: [],
    members: given.members,
    bookmarks: [],
    messages: new Map(),
    ephemerals: new Map(),
    lastRead: {},
  }
}
