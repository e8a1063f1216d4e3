import type { Command, Group, Person } from '../../protocol.ts'
import { emojiFor, searchEmoji } from './emoji.ts'
import { rank, WORD_SCORE } from './ranking.ts'

export type CompletionItem = {
  key: string
  /** What takes the place of the typed piece. */
  insert: string
  label: string
  detail: string
  /** Shown before the label: an emoji, or a person's colour. */
  glyph?: string
  personId?: string
}

/** The piece of text from `from` to `to` (the caret) that an item would take the place of. */
export type Completion = {
  kind: 'command' | 'subcommand' | 'mention' | 'channel' | 'emoji'
  from: number
  to: number
  items: CompletionItem[]
}

export type CompletionSources = {
  commands: Command[]
  people: Person[]
  groups: Group[]
  channels: { id: string; name: string; topic?: string }[]
}

const MAX_ITEMS = 8
/** An app's subcommands are shown whole: the list is how people learn them. */
const MAX_SUBCOMMANDS = 40
const MIN_EMOJI_QUERY = 2

/** What could be completed at the caret; undefined when nothing. */
export function completeAt(text: string, caret: number, sources: CompletionSources): Completion | undefined {
  const before = text.slice(0, caret)
  const found = before.startsWith('/') ? commandCompletion(before, sources) : undefined
  return found ?? tokenCompletion(before, sources)
}

function commandCompletion(before: string, { commands }: CompletionSources): Completion | undefined {
  if (!/\s/.test(before)) {
    const items = rank(commands, before.slice(1), (command) => [command.command.slice(1)], MAX_ITEMS)
    return some({
      kind: 'command',
      from: 0,
      to: before.length,
      items: items.map((command) => ({
        key: command.command,
        insert: `${command.command} `,
        label: command.usageHint ? `${command.command} ${command.usageHint}` : command.command,
        detail: command.description,
      })),
    })
  }
  const [, name = '', typed = ''] = /^(\S+)\s+(\S*)$/.exec(before) ?? []
  const command = commands.find((candidate) => candidate.command === name)
  if (!command) return undefined
  const items = rank(command.subcommands, typed, (sub) => [firstWord(sub.text)], MAX_SUBCOMMANDS)
  return some({
    kind: 'subcommand',
    from: before.length - typed.length,
    to: before.length,
    items: items.map((sub) => ({
      key: sub.text,
      insert: sub.text.includes(' ') ? `${firstWord(sub.text)} ` : sub.text,
      label: sub.text,
      detail: sub.description,
    })),
  })
}

function firstWord(text: string): string {
  return text.split(/\s/, 1)[0] ?? ''
}

function tokenCompletion(before: string, sources: CompletionSources): Completion | undefined {
  const match = /(?:^|[\s(])([@#:])([\p{L}\p{N}._+-]*)$/u.exec(before)
  const [, mark = '', query = ''] = match ?? []
  if (!match) return undefined
  const at = { from: before.length - query.length - 1, to: before.length }
  if (mark === '@') return some({ kind: 'mention', ...at, items: mentions(query, sources) })
  if (mark === '#') return some({ kind: 'channel', ...at, items: channelItems(query, sources) })
  if (query.length < MIN_EMOJI_QUERY) return undefined
  const items = searchEmoji(query, MAX_ITEMS).map((name) => {
    const glyph = emojiFor(name) ?? ''
    return { key: name, insert: `${glyph} `, label: `:${name}:`, detail: '', glyph }
  })
  return some({ kind: 'emoji', ...at, items })
}

function mentions(query: string, { people, groups }: CompletionSources): CompletionItem[] {
  const persons = people
    .filter((person) => !person.deleted)
    .map((person) => ({
      texts: [person.name, person.realName],
      item: {
        key: person.id,
        insert: `@${person.name} `,
        label: person.realName,
        detail: person.title ? `@${person.name} · ${person.title}` : `@${person.name}`,
        personId: person.id,
      },
    }))
  const teams = groups.map((group) => ({
    texts: [group.handle, group.name],
    item: { key: group.id, insert: `@${group.handle} `, label: `@${group.handle}`, detail: group.name },
  }))
  const wide = ['here', 'channel'].map((word) => ({
    texts: [word],
    item: { key: word, insert: `@${word} `, label: `@${word}`, detail: 'Notify everyone in this channel' },
  }))
  const all = [...persons, ...teams, ...wide]
  return rank(all, query, (one) => one.texts, MAX_ITEMS, WORD_SCORE).map(({ item }) => item)
}

function channelItems(query: string, { channels }: CompletionSources): CompletionItem[] {
  return rank(channels, query, (channel) => [channel.name], MAX_ITEMS).map((channel) => ({
    key: channel.id,
    insert: `#${channel.name} `,
    label: `#${channel.name}`,
    detail: channel.topic ?? '',
  }))
}

function some(completion: Completion): Completion | undefined {
  return completion.items.length ? completion : undefined
}
