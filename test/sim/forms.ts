import type { Json } from '../../src/sandbox/protocol.ts'
import type { Chance } from './chance.ts'
import { PEOPLE } from './plan.ts'

export type Found = { blockId: string; block: Json; element: Json }

/** Everything in these blocks that a person can press, choose from or write in. */
export function elementsOf(blocks: readonly Json[]): Found[] {
  return blocks.flatMap((block) => {
    const inside = [...listOf(block.elements), ...listOf([block.accessory]), ...listOf([block.element])]
    return inside
      .filter(({ action_id, url }) => typeof action_id === 'string' && url === undefined)
      .map((element) => ({ blockId: String(block.block_id), block, element }))
  })
}

/** What goes along when this element is used; nothing for a button. */
export function choiceFor(element: Json, draw: Chance): { value?: string | string[] | number } {
  const type = String(element.type)
  if (type === 'button') return {}
  const value = valueFor(element, draw)
  return value === null ? {} : { value }
}

/** A value for every input of a form, some left as they are. */
export function fillIn(
  blocks: readonly Json[],
  draw: Chance,
): Record<string, string | string[] | number | null> {
  const inputs = elementsOf(blocks).filter(({ block }) => block.type === 'input')
  const values: Record<string, string | string[] | number | null> = {}
  for (const { block, element } of inputs) {
    const prefilled =
      'initial_value' in element || 'initial_option' in element || 'initial_options' in element
    if ((block.optional === true || prefilled) && draw.odds(0.5)) continue
    const value = valueFor(element, draw)
    if (value !== null) values[String(element.action_id)] = value
  }
  return values
}

function valueFor(element: Json, draw: Chance): string | string[] | number | null {
  const type = String(element.type)
  const options = optionsOf(element)
  const one = () => options[draw.int(0, Math.max(0, options.length - 1))]
  if (type.includes('external')) return null
  if (type.startsWith('multi_users')) return [draw.pick(PEOPLE)]
  if (type.includes('users')) return draw.pick(PEOPLE)
  if (type.includes('channels') || type.includes('conversations')) return 'C0ROOM'
  if (type === 'checkboxes' || type.startsWith('multi_')) return one() === undefined ? [] : [one() ?? '']
  if (options.length > 0) return one() ?? null
  if (type === 'datepicker') return '2026-06-12'
  if (type === 'timepicker') return '13:05'
  if (type === 'number_input') return String(draw.int(1, 30))
  if (type === 'plain_text_input' || type === 'rich_text_input')
    return draw.pick([
      'It is back.',
      'A bad index & a <slow> query',
      'We look into it; more at 14:00.',
      '42',
      'req-id 81bb04d1',
    ])
  return null
}

function optionsOf(element: Json): string[] {
  const groups = listOf(element.option_groups).flatMap(({ options }) => listOf(options))
  return [...listOf(element.options), ...groups].map(({ value }) => String(value))
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value)
    ? (value.filter((one) => typeof one === 'object' && one !== null) as Json[])
    : []
}
