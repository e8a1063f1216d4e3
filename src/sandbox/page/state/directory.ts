import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Group, Person, WorkspaceState } from '../../protocol.ts'

/** Names for ids, and how the person at the screen reads times. Stable while none of it changes. */
export type Directory = {
  me: string
  domain: string
  timeZone: string
  hour12: boolean
  people: Map<string, Person>
  groups: Map<string, Group>
  channels: Map<string, { id: string; name: string; kind: string; members: string[] }>
}

const hour12 = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hour12 ?? false

let last: { key: string; people: Person[]; groups: Group[]; directory: Directory } | undefined

export function directoryOf(state: WorkspaceState): Directory {
  const key = `${state.me.id} ${state.channels.map((channel) => `${channel.id}${channel.name}${channel.members.length}`)}`
  if (last && last.key === key && last.people === state.people && last.groups === state.groups)
    return last.directory
  const directory: Directory = {
    me: state.me.id,
    domain: state.team.domain,
    timeZone: state.me.tz,
    hour12,
    people: new Map(state.people.map((person) => [person.id, person])),
    groups: new Map(state.groups.map((group) => [group.id, group])),
    channels: new Map(state.channels.map(({ id, name, kind, members }) => [id, { id, name, kind, members }])),
  }
  last = { key, people: state.people, groups: state.groups, directory }
  return directory
}

export const DirectoryContext = createContext<Directory | undefined>(undefined)

export function useDirectory(): Directory {
  const directory = useContext(DirectoryContext)
  if (!directory) throw new Error('Drawn outside a workspace.')
  return directory
}

/** What a channel is called: `incident-room`, or the other person's name in a direct message. */
export function channelTitle(directory: Directory, id: string): string {
  const channel = directory.channels.get(id)
  if (!channel) return id
  if (channel.kind !== 'im') return channel.name
  return directory.people.get(partnerOf(directory, id))?.realName ?? 'Direct message'
}

/** The other person of a direct message, or oneself in a note to self. */
export function partnerOf(directory: Directory, id: string): string {
  const members = directory.channels.get(id)?.members ?? []
  return members.find((member) => member !== directory.me) ?? directory.me
}
