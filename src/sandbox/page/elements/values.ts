import type { Json } from '../../protocol.ts'
import { isJson, list, num, str, textOf } from '../json.ts'

/** What can be entered in an element, in the forms that `Click.value` has. */
export type Value = string | string[] | number | null

export type Choice = { value: string; label: string; detail?: string; group?: string; personId?: string }

export function choiceOf(option: Json, group?: string): Choice {
  const detail = textOf(option.description)
  return {
    value: str(option.value),
    label: textOf(option.text),
    ...(detail ? { detail } : {}),
    ...(group ? { group } : {}),
  }
}

/** An element's `options` or `option_groups`, in order. */
export function choicesOf(element: Json): Choice[] {
  const grouped = list(element.option_groups).flatMap((group) =>
    list(group.options).map((option) => choiceOf(option, textOf(group.label))),
  )
  return [...list(element.options).map((option) => choiceOf(option)), ...grouped]
}

/** The `initial_…` of an element, as a value. */
export function initialValue(element: Json): Value {
  const options = list(element.initial_options)
  if (options.length) return options.map((option) => str(option.value))
  if (isJson(element.initial_option)) return str(element.initial_option.value)
  const several = element.initial_users ?? element.initial_conversations ?? element.initial_channels
  if (Array.isArray(several)) return several.map(str)
  const one =
    element.initial_user ??
    element.initial_conversation ??
    element.initial_channel ??
    element.initial_date ??
    element.initial_time
  if (typeof one === 'string') return one
  if (element.type === 'datetimepicker') return num(element.initial_date_time) ?? null
  if (isJson(element.initial_value)) return richTextWords(element.initial_value)
  const typed = str(element.initial_value)
  return typed === '' ? null : typed
}

/** One entry of Slack's `view.state.values` → a value; undefined when nothing was recorded. */
export function recordedValue(entry: Json | undefined): Value | undefined {
  if (!entry) return undefined
  if (Array.isArray(entry.selected_options))
    return list(entry.selected_options).map((option) => str(option.value))
  if ('selected_option' in entry)
    return isJson(entry.selected_option) ? str(entry.selected_option.value) : null
  const several = entry.selected_users ?? entry.selected_conversations ?? entry.selected_channels
  if (Array.isArray(several)) return several.map(str)
  for (const key of SINGLES) if (key in entry) return str(entry[key]) || null
  if ('selected_date_time' in entry) return num(entry.selected_date_time) ?? null
  if ('rich_text_value' in entry)
    return isJson(entry.rich_text_value) ? richTextWords(entry.rich_text_value) : null
  return 'value' in entry ? str(entry.value) || null : undefined
}

const SINGLES = [
  'selected_user',
  'selected_conversation',
  'selected_channel',
  'selected_date',
  'selected_time',
]

/** Labels of what is chosen already, for options that come from the app only when asked (external selects). */
export function knownChoices(element: Json, entry: Json | undefined): Choice[] {
  const chosen = [element.initial_option, entry?.selected_option].filter(isJson)
  return [...chosen, ...list(element.initial_options), ...list(entry?.selected_options)].map((option) =>
    choiceOf(option),
  )
}

function richTextWords(value: Json): string {
  const words = (node: Json): string => str(node.text) + list(node.elements).map(words).join('')
  return list(value.elements).map(words).join('\n')
}

export function isEmpty(value: Value): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

export function asList(value: Value): string[] {
  if (Array.isArray(value)) return value
  return value === null || value === '' ? [] : [String(value)]
}
