import { optionsOf } from './blocks/objects.ts'
import { escapeText, richText } from './escape.ts'
import { isObject, numberOf, present, textOf } from './json.ts'
import type { Json } from './protocol.ts'
import type { Workspace } from './workspace.ts'

/** What a person entered in an element, in the short form of the control interface. */
export type Entered = string | string[] | number | null

/** How an element type shows what was chosen: under which key, and the initial value's key. */
const SHOWN: Record<string, { key: string; initial: string; empty: unknown }> = {
  plain_text_input: { key: 'value', initial: 'initial_value', empty: null },
  email_text_input: { key: 'value', initial: 'initial_value', empty: null },
  url_text_input: { key: 'value', initial: 'initial_value', empty: null },
  number_input: { key: 'value', initial: 'initial_value', empty: null },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value', empty: null },
  static_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', empty: null },
  overflow: { key: 'selected_option', initial: '', empty: null },
  checkboxes: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  users_select: { key: 'selected_user', initial: 'initial_user', empty: null },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', empty: [] },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation', empty: null },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', empty: [] },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', empty: null },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', empty: [] },
  datepicker: { key: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { key: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', empty: null },
}

/** Elements that have a value of their own; a button has none. */
export function holdsValue(element: Json): boolean {
  return textOf(element.type) !== 'overflow' && SHOWN[textOf(element.type) ?? ''] !== undefined
}

export function initialState(element: Json): Json {
  const type = textOf(element.type) ?? ''
  const shown = SHOWN[type]
  if (!shown) return { type }
  return { type, [shown.key]: element[shown.initial] ?? shown.empty }
}

function isEmpty(state: Json): boolean {
  const shown = SHOWN[textOf(state.type) ?? '']
  const value = shown && state[shown.key]
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** What a choice makes of an element: its `state.values` entry, or a sentence why it cannot be chosen. */
export function chosenState(
  workspace: Workspace,
  element: Json,
  entered: Entered,
  offered: Json[] = [],
): Json | string {
  const type = textOf(element.type) ?? ''
  const shown = SHOWN[type]
  if (!shown) return `A ${type} takes no value.`
  if (entered === null || entered === '') return { type, [shown.key]: shown.empty }
  const chosen = Array.isArray(shown.empty)
    ? each(entered, (one) => chosenValue(workspace, element, type, one, offered))
    : chosenValue(workspace, element, type, entered, offered)
  if (chosen instanceof Refusal) return chosen.sentence
  return { type, [shown.key]: chosen }
}

class Refusal {
  readonly sentence: string
  constructor(sentence: string) {
    this.sentence = sentence
  }
}

function each(entered: Entered, choose: (one: string) => unknown): unknown {
  const chosen = (Array.isArray(entered) ? entered : [String(entered)]).map(choose)
  return chosen.find((one) => one instanceof Refusal) ?? chosen
}

function chosenValue(
  workspace: Workspace,
  element: Json,
  type: string,
  entered: Exclude<Entered, null>,
  offered: Json[],
): unknown {
  if (Array.isArray(entered)) return new Refusal(`A ${type} takes one value.`)
  const value = String(entered)
  if (type === 'datetimepicker') return chosenSeconds(value)
  if (type === 'rich_text_input') return { type: 'rich_text', elements: richText(escapeText(value)) }
  if (/select$|buttons$|overflow|checkboxes/.test(type)) {
    return chosenFromList(workspace, element, type, value, offered)
  }
  const pattern = PATTERNS[type]
  return pattern && !pattern.test(value) ? new Refusal(`"${value}" is not a value for a ${type}.`) : value
}

const PATTERNS: Record<string, RegExp> = {
  datepicker: /^\d{4}-\d{2}-\d{2}$/,
  timepicker: /^([01]\d|2[0-3]):[0-5]\d$/,
}

function chosenSeconds(value: string): unknown {
  const seconds = Number(value)
  return Number.isInteger(seconds) && seconds > 0
    ? seconds
    : new Refusal(`"${value}" is not a time in seconds.`)
}

function chosenFromList(
  workspace: Workspace,
  element: Json,
  type: string,
  value: string,
  offered: Json[],
): unknown {
  if (type.includes('users')) return workspace.people.has(value) ? value : new Refusal(`No person ${value}.`)
  if (type.includes('channels') || type.includes('conversations')) {
    return workspace.channels.has(value) ? value : new Refusal(`No channel ${value}.`)
  }
  const option = [...optionsOf(element), ...offered].find((one) => one.value === value)
  return option ? wireOption(option) : new Refusal(`"${value}" is not one of the options.`)
}

/** Slack fills in `emoji` on what it hands back. */
function wireOption(option: Json): Json {
  const text = isObject(option.text) ? option.text : {}
  return { ...option, text: text.type === 'plain_text' ? { emoji: true, ...text } : text }
}

/** Why Slack itself would not submit this value, in the words shown under the input; undefined: fine. */
export function inputProblem(block: Json, element: Json, state: Json): string | undefined {
  if (isEmpty(state)) return block.optional === true ? undefined : 'Please complete this required field.'
  const value = textOf(state.value) ?? ''
  if (element.type === 'plain_text_input') return lengthProblem(element, value)
  if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    return 'Please enter a valid email address.'
  }
  if (element.type === 'url_text_input' && !/^https?:\/\/[^\s.]+(\.|:|\/)\S*$/.test(value)) {
    return 'Please enter a valid URL.'
  }
  if (element.type === 'number_input') return numberProblem(element, value)
  const most = numberOf(element.max_selected_items)
  const chosen = Object.values(state).find((one) => Array.isArray(one))
  if (most !== undefined && Array.isArray(chosen) && chosen.length > most)
    return `Please choose at most ${most}.`
  return undefined
}

function lengthProblem(element: Json, value: string): string | undefined {
  const least = numberOf(element.min_length) ?? 0
  const most = numberOf(element.max_length) ?? 3_000
  if (value.length < least) return `Please enter at least ${least} characters.`
  return value.length > most ? `Please enter at most ${most} characters.` : undefined
}

function numberProblem(element: Json, value: string): string | undefined {
  const pattern = element.is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/
  if (!pattern.test(value)) return 'Please enter a valid number.'
  if (Number(value) < Number(element.min_value ?? -Infinity)) return `Must be at least ${element.min_value}.`
  return Number(value) > Number(element.max_value ?? Infinity)
    ? `Must be at most ${element.max_value}.`
    : undefined
}

/** One entry of `block_actions.actions`. */
export function actionOf(element: Json, blockId: string, state: Json | undefined, ts: string): Json {
  return present({
    ...(state ?? {}),
    type: element.type,
    action_id: element.action_id,
    block_id: blockId,
    text: element.type === 'button' ? wireOption(element).text : undefined,
    value:
      state?.value ??
      (element.type === 'button' || element.type === 'icon_button' ? element.value : undefined),
    style: element.style,
    placeholder: element.placeholder,
    action_ts: ts,
  })
}

/** Options out of a `block_suggestion` answer. */
export function suggested(payload: unknown): Json[] | undefined {
  if (!isObject(payload)) return undefined
  if (!Array.isArray(payload.options) && !Array.isArray(payload.option_groups)) return undefined
  return optionsOf(payload)
}
