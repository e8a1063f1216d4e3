import { id } from './objects.ts'
import {
  boolean,
  type Fields,
  integer,
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

const ELEMENTS_MAX = 1_000
const TEXT_CHARS = 12_000

const textStyle: Rule = object({
  bold: optional(boolean),
  italic: optional(boolean),
  strike: optional(boolean),
  code: optional(boolean),
  underline: optional(boolean),
})
const mentionStyle: Rule = object({
  bold: optional(boolean),
  italic: optional(boolean),
  strike: optional(boolean),
  underline: optional(boolean),
  highlight: optional(boolean),
  client_highlight: optional(boolean),
  unlink: optional(boolean),
})

function inline(type: string, fields: Fields, style: Rule = mentionStyle): Rule {
  return object({ type: word(type), ...fields, style: optional(style) })
}

const INLINE: Record<string, Rule> = {
  text: inline('text', { text: required(text({ min: 1, max: TEXT_CHARS })) }, textStyle),
  link: inline(
    'link',
    {
      url: required(text({ min: 1, max: 3_000 })),
      text: optional(text({ max: TEXT_CHARS })),
      unsafe: optional(boolean),
    },
    textStyle,
  ),
  emoji: inline('emoji', {
    name: required(text({ min: 1, max: 200 })),
    unicode: optional(text({ max: 100 })),
    url: optional(text({ max: 3_000 })),
    skin_tone: optional(integer(1, 6)),
  }),
  user: inline('user', { user_id: required(id) }),
  usergroup: inline('usergroup', { usergroup_id: required(id) }),
  channel: inline('channel', { channel_id: required(id) }),
  team: inline('team', { team_id: required(id) }),
  broadcast: inline('broadcast', { range: required(oneOf('here', 'channel', 'everyone')) }),
  color: inline('color', { value: required(text({ min: 4, max: 9 })) }),
  date: inline('date', {
    timestamp: required(integer(0, 99_999_999_999)),
    format: required(text({ min: 1, max: 500 })),
    url: optional(text({ max: 3_000 })),
    fallback: optional(text({ max: 500 })),
  }),
}

const inlines: Rule = list(tagged(INLINE), { max: ELEMENTS_MAX })
const plainInlines: Rule = list(
  (value, at, inspection) => {
    const kind = tagged(INLINE)
    kind(value, at, inspection)
    const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined
    if (type !== 'text' && type !== 'link') say(inspection, `${at}/type`, `unsupported type: ${String(type)}`)
  },
  { max: ELEMENTS_MAX },
)
const border: Fields = { border: optional(oneOf(0, 1)) }
const section: Rule = object({ type: word('rich_text_section'), elements: required(inlines) })

const RICH: Record<string, Rule> = {
  rich_text_section: section,
  rich_text_list: object({
    type: word('rich_text_list'),
    style: required(oneOf('bullet', 'ordered')),
    elements: required(list(tagged({ rich_text_section: section }), { min: 1, max: ELEMENTS_MAX })),
    indent: optional(integer(0, 8)),
    offset: optional(integer(0, 100_000)),
    ...border,
  }),
  rich_text_quote: object({ type: word('rich_text_quote'), elements: required(inlines), ...border }),
  rich_text_preformatted: object({
    type: word('rich_text_preformatted'),
    elements: required(plainInlines),
    language: optional(text({ max: 100 })),
    ...border,
  }),
}

export const richTextBlock: Rule = object({
  type: word('rich_text'),
  block_id: optional(id),
  elements: required(list(tagged(RICH), { min: 1, max: ELEMENTS_MAX })),
})
