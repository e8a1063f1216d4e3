import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  Checkboxes,
  ContextBlock,
  Datepicker,
  DateTimepicker,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  KnownBlock,
  MessageAttachment,
  MrkdwnElement,
  MultiStaticSelect,
  Overflow,
  PlainTextElement,
  PlainTextInput,
  PlainTextOption,
  RadioButtons,
  SectionBlock,
  SectionBlockAccessory,
  StaticSelect,
  UsersSelect,
} from '@slack/types'
import { clip } from '../core/text.ts'
import { LIMITS } from './limits.ts'
import { cutMrkdwn } from './mrkdwn.ts'

/** What chat.postMessage, chat.update and ephemeral answers take. `text` is what notifications and screen readers get. */
export type Message = { text: string; blocks: KnownBlock[]; attachments?: MessageAttachment[] }

export function plain(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: clip(text, limit), emoji: true }
}

function mrkdwn(text: string, limit: number = LIMITS.sectionText): MrkdwnElement {
  return { type: 'mrkdwn', text: cutMrkdwn(text, limit) }
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.headerText) }
}

export function section(text: string, accessory?: SectionBlockAccessory): SectionBlock {
  return { type: 'section', text: mrkdwn(text), ...(accessory ? { accessory } : {}) }
}

export function fields(texts: string[]): SectionBlock {
  return {
    type: 'section',
    fields: texts.slice(0, LIMITS.fields).map((text) => mrkdwn(text, LIMITS.fieldText)),
  }
}

export function context(...texts: string[]): ContextBlock {
  const elements = texts.slice(0, LIMITS.contextElements).map((text) => mrkdwn(text, LIMITS.contextText))
  return { type: 'context', elements }
}

export const divider: DividerBlock = { type: 'divider' }

export function actions(blockId: string, elements: ActionsBlockElement[]): ActionsBlock {
  return { type: 'actions', block_id: blockId, elements: elements.slice(0, LIMITS.actionsElements) }
}

export type ButtonParts = {
  text: string
  action: string
  value: string
  label?: string
  style?: 'primary' | 'danger'
}

export function button({ text, action, value, label, style }: ButtonParts): Button {
  return {
    type: 'button',
    action_id: action,
    text: plain(text, LIMITS.buttonText),
    value,
    ...(label === undefined ? {} : { accessibility_label: clip(label, LIMITS.accessibilityLabel) }),
    ...(style === undefined ? {} : { style }),
  }
}

export function option(text: string, value: string, description?: string): PlainTextOption {
  return {
    text: plain(text, LIMITS.optionText),
    value: value.slice(0, LIMITS.optionValue),
    ...(description ? { description: plain(description, LIMITS.optionDescription) } : {}),
  }
}

export function overflow(action: string, options: PlainTextOption[]): Overflow {
  return { type: 'overflow', action_id: action, options: options.slice(0, LIMITS.overflowOptions) }
}

export type InputParts = {
  id: string // both block and action; the name under which a field error is shown
  label: string
  hint?: string
  optional?: boolean
  live?: boolean // tells of every choice at once
  element:
    | PlainTextInput
    | StaticSelect
    | MultiStaticSelect
    | UsersSelect
    | RadioButtons
    | Checkboxes
    | DateTimepicker
    | Datepicker
}

export function input({ id, label, hint, optional, live, element }: InputParts): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label, LIMITS.inputLabel),
    element: { ...element, action_id: id },
    optional: optional === true,
    ...(live === true ? { dispatch_action: true } : {}),
    ...(hint === undefined ? {} : { hint: plain(hint, LIMITS.inputHint) }),
  }
}

export function textInput(parts: {
  multiline?: boolean
  max: number
  initial?: string
  placeholder?: string
  focus?: boolean
}): PlainTextInput {
  const { multiline, max, initial, placeholder, focus } = parts
  return {
    type: 'plain_text_input',
    multiline: multiline === true,
    max_length: Math.min(max, LIMITS.inputValue),
    ...(initial ? { initial_value: clip(initial, Math.min(max, LIMITS.inputValue)) } : {}),
    ...(placeholder ? { placeholder: plain(placeholder, LIMITS.placeholder) } : {}),
    ...(focus ? { focus_on_load: true } : {}),
  }
}
