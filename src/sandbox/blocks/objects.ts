import { isObject, objectsOf } from '../json.ts'
import type { Json } from '../protocol.ts'
import { BLOCK_LIMITS as L } from './limits.ts'
import {
  boolean,
  type Fields,
  list,
  object,
  oneOf,
  optional,
  type Rule,
  required,
  say,
  tagged,
  text,
  word,
} from './rule.ts'

/** Composition objects: texts, options, confirmations. */

export const plainText = (max: number): Rule =>
  object({ type: word('plain_text'), text: required(text({ min: 1, max })), emoji: optional(boolean) })

const mrkdwn = (max: number): Rule =>
  object({ type: word('mrkdwn'), text: required(text({ min: 1, max })), verbatim: optional(boolean) })

export const anyText = (max: number): Rule => tagged({ plain_text: plainText(max), mrkdwn: mrkdwn(max) })

export const url: Rule = text({ min: 1, max: L.urlChars, pattern: /^[a-z][a-z0-9+.-]*:\S+$/i, is: 'URL' })
export const webUrl: Rule = text({ min: 1, max: L.urlChars, pattern: /^https?:\/\/\S+$/i, is: 'URL' })
export const date: Rule = text({ max: 10, pattern: /^\d{4}-\d{2}-\d{2}$/, is: 'date' })
export const time: Rule = text({ max: 5, pattern: /^([01]\d|2[0-3]):[0-5]\d$/, is: 'time' })
export const id: Rule = text({ min: 1, max: L.idChars })

export const style: Rule = oneOf('primary', 'danger')

export const confirm: Rule = object({
  title: required(plainText(L.confirmTitleChars)),
  text: required(anyText(L.confirmTextChars)),
  confirm: required(plainText(L.confirmButtonChars)),
  deny: required(plainText(L.confirmButtonChars)),
  style: optional(style),
})

export const dispatchConfig: Rule = object({
  trigger_actions_on: required(list(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1, max: 2 })),
})

function optionWith(label: Rule, description: Rule, more: Fields = {}): Rule {
  return object({
    text: required(label),
    value: required(text({ min: 1, max: L.optionValueChars })),
    description: optional(description),
    ...more,
  })
}

/** In menus. */
export const option = optionWith(plainText(L.optionTextChars), plainText(L.optionDescriptionChars))
/** In checkboxes and radio buttons, where the label may be formatted. */
export const boxOption = optionWith(anyText(L.optionTextChars), anyText(L.optionDescriptionChars))
/** In overflow menus, where an option may be a link. */
export const overflowOption = optionWith(plainText(L.optionTextChars), plainText(L.optionDescriptionChars), {
  url: optional(url),
})

export const optionGroup: Rule = object({
  label: required(plainText(L.groupLabelChars)),
  options: required(list(option, { min: 1, max: L.options })),
})

export const conversationFilter: Rule = object(
  {
    include: optional(list(oneOf('im', 'mpim', 'private', 'public'), { min: 1, max: 4 })),
    exclude_external_shared_channels: optional(boolean),
    exclude_bot_users: optional(boolean),
  },
  (value, at, inspection) => {
    if (Object.keys(value).length === 0) say(inspection, at, 'must provide at least one property')
  },
)

/** The options of a menu or box, out of groups too. */
export function optionsOf(element: Json): Json[] {
  const grouped = objectsOf(element.option_groups).flatMap((group) => objectsOf(group.options))
  return [...objectsOf(element.options), ...grouped]
}

/** An initial option must be one of the options, exactly; and option values must differ. */
export function checkInitial(element: Json, at: string, inspection: Parameters<Rule>[2]): void {
  const options = optionsOf(element)
  const values = options.map((one) => one.value)
  if (new Set(values).size !== values.length)
    say(inspection, `${at}/options`, 'must have unique option values')
  const known = new Set(options.map(fingerprint))
  const initial =
    element.initial_options ?? (isObject(element.initial_option) ? [element.initial_option] : [])
  objectsOf(initial).forEach((one) => {
    if (!known.has(fingerprint(one))) say(inspection, at, 'initial_option must be one of the options')
  })
}

function fingerprint(option: Json): string {
  const label = isObject(option.text) ? [option.text.type, option.text.text] : []
  return JSON.stringify([option.value, ...label])
}
