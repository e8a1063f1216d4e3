import { useMemo } from 'preact/hooks'
import type { Json } from '../../protocol.ts'
import { useSurface } from '../blocks/surface.ts'
import { json, num, str, textOf } from '../json.ts'
import { channelTitle, useDirectory } from '../state/directory.ts'
import { server } from '../state/server.ts'
import { meId } from '../state/workspace.ts'
import { Combo } from '../ui/combo.tsx'
import { Failed } from './failed.tsx'
import { useElement } from './use-element.ts'
import { asList, type Choice, choicesOf } from './values.ts'

/** Every kind of select, single and multi. */
export function SelectElement({ element }: { element: Json }) {
  const { value, known, set, busy, error, place } = useElement(element)
  const surface = useSurface()
  const choices = useChoices(element)
  const isMulti = str(element.type).startsWith('multi_')
  const isExternal = str(element.type).includes('external')
  const chosen = asList(value).map(
    (one) => [...choices, ...known].find((choice) => choice.value === one) ?? { value: one, label: one },
  )
  const search = async (query: string): Promise<Choice[]> => {
    const where = { as: meId(), action_id: element.action_id, block_id: place.blockId, query }
    const { viewId, home: _, ...at } = surface.at
    const answer = await server.options({ ...where, ...(viewId ? { view_id: viewId } : at) })
    return choicesOf(answer)
  }
  return (
    <span class="element element-wide">
      <Combo
        label={place.label || textOf(element.placeholder) || 'Select'}
        placeholder={textOf(element.placeholder) || 'Select an option'}
        choices={choices}
        chosen={chosen}
        isMulti={isMulti}
        most={num(element.max_selected_items)}
        isClearable={!place.dispatches}
        busy={busy}
        invalid={place.invalid}
        describedBy={place.describedBy}
        {...(isExternal ? { search, leastQuery: num(element.min_query_length) ?? 3 } : {})}
        onChange={(next) => set(isMulti ? next.map((one) => one.value) : (next[0]?.value ?? null), next)}
      />
      <Failed error={error} />
    </span>
  )
}

function useChoices(element: Json): Choice[] {
  const { people, channels, me } = useDirectory()
  const directory = useDirectory()
  return useMemo(() => {
    const type = str(element.type).replace(/^multi_/, '')
    const persons = (): Choice[] =>
      [...people.values()]
        .filter((person) => !person.deleted)
        .map((person) => ({
          value: person.id,
          label: person.realName + (person.id === me ? ' (you)' : ''),
          detail: person.title || `@${person.name}`,
          personId: person.id,
        }))
    const rooms = (kinds: string[]): Choice[] =>
      [...channels.values()]
        .filter((channel) => kinds.includes(channel.kind))
        .map((channel) => ({
          value: channel.id,
          label: channel.kind === 'im' ? channelTitle(directory, channel.id) : `#${channel.name}`,
        }))
    if (type === 'users_select') return persons()
    if (type === 'channels_select') return rooms(['public'])
    if (type === 'conversations_select') return rooms(conversationKinds(element))
    return choicesOf(element)
  }, [element, people, channels, me, directory])
}

function conversationKinds(element: Json): string[] {
  const { include } = json(element.filter)
  return Array.isArray(include) ? include.map(str) : ['public', 'private', 'im']
}
