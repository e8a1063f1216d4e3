import { numberOf } from '../json.ts'
import type { Json } from '../protocol.ts'
import { BLOCK_LIMITS as L } from './limits.ts'
import {
  anyText,
  boxOption,
  checkInitial,
  confirm,
  conversationFilter,
  date,
  dispatchConfig,
  id,
  option,
  optionGroup,
  overflowOption,
  plainText,
  style,
  time,
  url,
  webUrl,
} from './objects.ts'
import { richTextBlock } from './rich-text.ts'
import {
  boolean,
  type Fields,
  type Inspection,
  integer,
  list,
  object,
  optional,
  type Rule,
  required,
  say,
  text,
  word,
} from './rule.ts'

/** Interactive elements and the image. Each is exactly what Slack documents, nothing more. */

const action: Fields = { action_id: optional(id) }
const confirmed: Fields = { ...action, confirm: optional(confirm) }
const focus: Fields = { focus_on_load: optional(focusRule) }
const placeholder: Fields = { placeholder: optional(plainText(L.placeholderChars)) }
const picker: Fields = { ...confirmed, ...focus, ...placeholder }
const typed: Fields = {
  ...action,
  ...focus,
  ...placeholder,
  dispatch_action_config: optional(dispatchConfig),
}
const several: Fields = { max_selected_items: optional(integer(1, 1_000)) }
const answerable: Fields = { response_url_enabled: optional(boolean) }
const LATEST_SECONDS = 9_999_999_999

function focusRule(value: unknown, at: string, inspection: Inspection): void {
  boolean(value, at, inspection)
  if (value !== true) return
  if (inspection.surface === 'message') say(inspection, at, 'invalid additional property: focus_on_load')
  inspection.focused++
  if (inspection.focused > 1) say(inspection, at, 'only one element can have focus_on_load set to true')
}

const menuOptions: Fields = {
  options: optional(list(option, { min: 1, max: L.options })),
  option_groups: optional(list(optionGroup, { min: 1, max: L.optionGroups })),
}

function checkMenu(element: Json, at: string, inspection: Inspection): void {
  const given = Number(element.options !== undefined) + Number(element.option_groups !== undefined)
  if (given === 0) say(inspection, at, 'must define either `options` or `option_groups`')
  if (given === 2) say(inspection, at, 'must define only one of `options` or `option_groups`')
  checkInitial(element, at, inspection)
}

const ids: Rule = list(id, { min: 1, max: 1_000 })
const conversation: Fields = {
  default_to_current_conversation: optional(boolean),
  filter: optional(conversationFilter),
}

const button = object({
  type: word('button'),
  ...confirmed,
  text: required(plainText(L.buttonTextChars)),
  value: optional(text({ max: L.buttonValueChars })),
  url: optional(url),
  style: optional(style),
  accessibility_label: optional(text({ max: L.accessibilityChars })),
})

const feedback = object({
  text: required(plainText(L.buttonTextChars)),
  value: required(text({ max: L.buttonValueChars })),
  accessibility_label: optional(text({ max: L.accessibilityChars })),
})

const decimal: Rule = text({ min: 1, max: 40, pattern: /^-?\d+(\.\d+)?$/, is: 'number' })

export const ELEMENTS: Record<string, Rule> = {
  button,
  static_select: object(
    { type: word('static_select'), ...picker, ...menuOptions, initial_option: optional(option) },
    checkMenu,
  ),
  multi_static_select: object(
    {
      type: word('multi_static_select'),
      ...picker,
      ...several,
      ...menuOptions,
      initial_options: optional(list(option, { min: 1, max: L.options })),
    },
    checkMenu,
  ),
  external_select: object({
    type: word('external_select'),
    ...picker,
    initial_option: optional(option),
    min_query_length: optional(integer(0, 1_000)),
  }),
  multi_external_select: object({
    type: word('multi_external_select'),
    ...picker,
    ...several,
    initial_options: optional(list(option, { min: 1, max: L.options })),
    min_query_length: optional(integer(0, 1_000)),
  }),
  users_select: object({ type: word('users_select'), ...picker, initial_user: optional(id) }),
  multi_users_select: object({
    type: word('multi_users_select'),
    ...picker,
    ...several,
    initial_users: optional(ids),
  }),
  conversations_select: object({
    type: word('conversations_select'),
    ...picker,
    ...answerable,
    ...conversation,
    initial_conversation: optional(id),
  }),
  multi_conversations_select: object({
    type: word('multi_conversations_select'),
    ...picker,
    ...several,
    ...conversation,
    initial_conversations: optional(ids),
  }),
  channels_select: object({
    type: word('channels_select'),
    ...picker,
    ...answerable,
    initial_channel: optional(id),
  }),
  multi_channels_select: object({
    type: word('multi_channels_select'),
    ...picker,
    ...several,
    initial_channels: optional(ids),
  }),
  overflow: object(
    {
      type: word('overflow'),
      ...confirmed,
      options: required(list(overflowOption, { min: 1, max: L.overflowOptions })),
    },
    checkInitial,
  ),
  datepicker: object({ type: word('datepicker'), ...picker, initial_date: optional(date) }),
  timepicker: object({
    type: word('timepicker'),
    ...picker,
    initial_time: optional(time),
    timezone: optional(text({ min: 1, max: 100 })),
  }),
  datetimepicker: object({
    type: word('datetimepicker'),
    ...confirmed,
    ...focus,
    initial_date_time: optional(integer(0, LATEST_SECONDS)),
  }),
  checkboxes: object(
    {
      type: word('checkboxes'),
      ...confirmed,
      ...focus,
      options: required(list(boxOption, { min: 1, max: L.checkboxes })),
      initial_options: optional(list(boxOption, { min: 1, max: L.checkboxes })),
    },
    checkInitial,
  ),
  radio_buttons: object(
    {
      type: word('radio_buttons'),
      ...confirmed,
      ...focus,
      options: required(list(boxOption, { min: 1, max: L.radioButtons })),
      initial_option: optional(boxOption),
    },
    checkInitial,
  ),
  plain_text_input: object(
    {
      type: word('plain_text_input'),
      ...typed,
      initial_value: optional(text({ max: L.inputChars })),
      multiline: optional(boolean),
      min_length: optional(integer(0, L.inputChars)),
      max_length: optional(integer(1, L.inputChars)),
    },
    (element, at, inspection) => {
      const least = numberOf(element.min_length) ?? 0
      const most = numberOf(element.max_length) ?? L.inputChars
      if (least > most) say(inspection, at, '`min_length` must be less than or equal to `max_length`')
      if (String(element.initial_value ?? '').length > most) {
        say(inspection, `${at}/initial_value`, `must be less than ${most + 1} characters`)
      }
    },
  ),
  email_text_input: object({
    type: word('email_text_input'),
    ...typed,
    initial_value: optional(text({ max: L.inputChars })),
  }),
  url_text_input: object({
    type: word('url_text_input'),
    ...typed,
    initial_value: optional(text({ max: L.inputChars })),
  }),
  number_input: object(
    {
      type: word('number_input'),
      ...typed,
      is_decimal_allowed: required(boolean),
      initial_value: optional(decimal),
      min_value: optional(decimal),
      max_value: optional(decimal),
    },
    (element, at, inspection) => {
      if (Number(element.min_value ?? -Infinity) > Number(element.max_value ?? Infinity)) {
        say(inspection, at, '`min_value` must be less than or equal to `max_value`')
      }
    },
  ),
  rich_text_input: object({
    type: word('rich_text_input'),
    ...typed,
    initial_value: optional(richTextBlock),
    min_lines: optional(integer(1, 100)),
    max_lines: optional(integer(1, 100)),
  }),
  feedback_buttons: object({
    type: word('feedback_buttons'),
    ...action,
    positive_button: required(feedback),
    negative_button: required(feedback),
  }),
  icon_button: object({
    type: word('icon_button'),
    ...confirmed,
    icon: required(text({ min: 1, max: 100 })),
    text: required(plainText(L.buttonTextChars)),
    value: optional(text({ max: L.buttonValueChars })),
    accessibility_label: optional(text({ max: L.accessibilityChars })),
    visible_to_user_ids: optional(ids),
  }),
  image: object(
    {
      type: word('image'),
      alt_text: required(text({ min: 1, max: L.altTextChars })),
      image_url: optional(webUrl),
      slack_file: optional(object({ id: optional(id), url: optional(webUrl) })),
    },
    checkImage,
  ),
}

export function checkImage(image: Json, at: string, inspection: Inspection): void {
  if ((image.image_url === undefined) === (image.slack_file === undefined)) {
    say(inspection, at, 'must define one of `image_url` or `slack_file`')
  }
}

export function elementsOnly(...types: string[]): Record<string, Rule> {
  return Object.fromEntries(Object.entries(ELEMENTS).filter(([type]) => types.includes(type)))
}

export const contextTexts: Record<string, Rule> = {
  plain_text: anyText(L.textChars),
  mrkdwn: anyText(L.textChars),
  ...elementsOnly('image'),
}
