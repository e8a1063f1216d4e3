import { isObject, objectsOf, textOf } from '../json.ts'
import type { Json } from '../protocol.ts'
import { checkImage, contextTexts, ELEMENTS, elementsOnly } from './elements.ts'
import { BLOCK_LIMITS as L } from './limits.ts'
import { anyText, id, plainText, webUrl } from './objects.ts'
import { richTextBlock } from './rich-text.ts'
import {
  boolean,
  type Fields,
  type Inspection,
  list,
  object,
  oneOf,
  optional,
  type Rule,
  required,
  type Surface,
  say,
  tagged,
  text,
  word,
} from './rule.ts'

/** The blocks an app may send, and on which surfaces. What is missing here is refused as unsupported. */

const block: Fields = { block_id: optional(id) }

const PICKS = [
  'static_select',
  'multi_static_select',
  'external_select',
  'multi_external_select',
  'users_select',
  'multi_users_select',
  'conversations_select',
  'multi_conversations_select',
  'channels_select',
  'multi_channels_select',
  'datepicker',
  'timepicker',
  'checkboxes',
  'radio_buttons',
]
const INPUTS = [
  ...PICKS,
  'datetimepicker',
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
]

const section = object(
  {
    type: word('section'),
    ...block,
    text: optional(anyText(L.textChars)),
    fields: optional(list(anyText(L.fieldChars), { min: 1, max: L.sectionFields })),
    accessory: optional(tagged(elementsOnly(...PICKS, 'button', 'overflow', 'image'))),
    expand: optional(boolean),
  },
  (value, at, inspection) => {
    if (value.text === undefined && value.fields === undefined) {
      say(inspection, at, 'must define either `text` or `fields`')
    }
  },
)

const actions = object(
  {
    type: word('actions'),
    ...block,
    elements: required(
      list(tagged(elementsOnly(...PICKS, 'button', 'overflow', 'datetimepicker', 'rich_text_input')), {
        min: 1,
        max: L.actionsElements,
      }),
    ),
  },
  uniqueActions,
)

const input = object(
  {
    type: word('input'),
    ...block,
    label: required(plainText(L.labelChars)),
    element: required(tagged(elementsOnly(...INPUTS))),
    hint: optional(plainText(L.hintChars)),
    optional: optional(boolean),
    dispatch_action: optional(boolean),
  },
  (value, at, inspection) => {
    const element = isObject(value.element) ? value.element : {}
    if (element.response_url_enabled === true && inspection.surface !== 'modal') {
      say(inspection, `${at}/element`, 'response_url_enabled is only allowed in modals')
    }
  },
)

const cell = tagged({
  raw_text: object({ type: word('raw_text'), text: required(text({ max: L.textChars })) }),
  rich_text: richTextBlock,
})

const table = object(
  {
    type: word('table'),
    ...block,
    rows: required(list(list(cell, { min: 1, max: L.tableColumns }), { min: 1, max: L.tableRows })),
    column_settings: optional(
      list(object({ align: optional(oneOf('left', 'center', 'right')), is_wrapped: optional(boolean) }), {
        max: L.tableColumns,
      }),
    ),
  },
  (_value, at, inspection) => {
    inspection.tables++
    if (inspection.tables > L.tablesInMessage) say(inspection, at, 'only one table is allowed')
  },
)

const markdown = object(
  { type: word('markdown'), ...block, text: required(text({ min: 1, max: L.markdownChars })) },
  (value, at, inspection) => {
    inspection.markdownChars += textOf(value.text)?.length ?? 0
    if (inspection.markdownChars > L.markdownChars) {
      say(inspection, at, `all markdown blocks together must be less than ${L.markdownChars + 1} characters`)
    }
  },
)

export const BLOCKS: Record<string, { rule: Rule; surfaces: readonly Surface[] }> = {
  section: { rule: section, surfaces: ['message', 'modal', 'home'] },
  header: {
    rule: object({ type: word('header'), ...block, text: required(plainText(L.headerChars)) }),
    surfaces: ['message', 'modal', 'home'],
  },
  divider: { rule: object({ type: word('divider'), ...block }), surfaces: ['message', 'modal', 'home'] },
  context: {
    rule: object({
      type: word('context'),
      ...block,
      elements: required(list(tagged(contextTexts), { min: 1, max: L.contextElements })),
    }),
    surfaces: ['message', 'modal', 'home'],
  },
  actions: { rule: actions, surfaces: ['message', 'modal', 'home'] },
  context_actions: {
    rule: object(
      {
        type: word('context_actions'),
        ...block,
        elements: required(
          list(tagged(elementsOnly('feedback_buttons', 'icon_button')), {
            min: 1,
            max: L.contextActionsElements,
          }),
        ),
      },
      uniqueActions,
    ),
    surfaces: ['message'],
  },
  input: { rule: input, surfaces: ['message', 'modal', 'home'] },
  image: {
    rule: object(
      {
        type: word('image'),
        ...block,
        alt_text: required(text({ min: 1, max: L.altTextChars })),
        title: optional(plainText(L.imageTitleChars)),
        image_url: optional(webUrl),
        slack_file: optional(object({ id: optional(id), url: optional(webUrl) })),
      },
      checkImage,
    ),
    surfaces: ['message', 'modal', 'home'],
  },
  rich_text: { rule: richTextBlock, surfaces: ['message', 'modal', 'home'] },
  markdown: { rule: markdown, surfaces: ['message'] },
  table: { rule: table, surfaces: ['message'] },
  alert: {
    rule: object({
      type: word('alert'),
      ...block,
      text: required(anyText(L.textChars)),
      level: optional(oneOf('default', 'info', 'warning', 'error', 'success')),
    }),
    surfaces: ['modal'],
  },
}

export const ELEMENT_TYPES = Object.keys(ELEMENTS)

/** Within one block, an action id names one element. */
function uniqueActions(value: Json, at: string, inspection: Inspection): void {
  const seen = new Set<string>()
  objectsOf(value.elements).forEach((element, index) => {
    const actionId = textOf(element.action_id)
    if (actionId === undefined) return
    if (seen.has(actionId)) {
      say(
        inspection,
        `${at}/elements/${index}/action_id`,
        `\`action_id\` ${actionId} already exists for another element`,
      )
    }
    seen.add(actionId)
  })
}
