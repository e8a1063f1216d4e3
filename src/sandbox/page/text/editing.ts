import type { Channel, Group, Person } from '../../protocol.ts'

export type Names = { people: Person[]; groups: Group[]; channels: Pick<Channel, 'id' | 'name'>[] }

/** A message's text → the words it was typed as, for editing it: the workspace makes tokens of them again. */
export function decodeForEditing(text: string, names: Names): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => {
      return `@${names.people.find((person) => person.id === id)?.name ?? id}`
    })
    .replace(/<!subteam\^([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => {
      return `@${names.groups.find((group) => group.id === id)?.handle ?? id}`
    })
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => {
      return `#${names.channels.find((channel) => channel.id === id)?.name ?? id}`
    })
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
}
