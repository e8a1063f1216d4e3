import { LIMITS } from '../../src/slack/limits.ts'

type Json = Record<string, unknown>

/**
 * Everything in a message or view that Slack would refuse, as sentences. Written from Slack's published limits,
 * with numbers of its own where the code under test could share a mistake.
 */
export function faultsIn(surface: { blocks: unknown[]; attachments?: unknown }, most = 50): string[] {
  const blocks = [...surface.blocks, ...attached(surface.attachments)].filter(isJson)
  const ids = blocks.map(({ block_id }) => block_id).filter((id) => id !== undefined)
  return [
    ...(blocks.length > most ? [`${blocks.length} blocks`] : []),
    ...(new Set(ids).size < ids.length ? ['block ids repeat'] : []),
    ...blocks.flatMap(faultsInBlock),
    ...blocks.flatMap((block) => textsIn(block).flatMap(faultsInText)),
  ]
}

function attached(attachments: unknown): unknown[] {
  return Array.isArray(attachments)
    ? attachments.flatMap((one) => (isJson(one) && Array.isArray(one.blocks) ? one.blocks : []))
    : []
}

function faultsInBlock(block: Json): string[] {
  const text = isJson(block.text) ? String(block.text.text) : ''
  const elements = Array.isArray(block.elements) ? block.elements.filter(isJson) : []
  const actionIds = elements.map(({ action_id }) => action_id).filter((id) => id !== undefined)
  const faults: [boolean, string][] = [
    [block.type === 'header' && (text.length > 150 || text === ''), `header of ${text.length}`],
    [
      block.type === 'section' && block.text !== undefined && (text.length > 3000 || text === ''),
      `section of ${text.length}`,
    ],
    [
      Array.isArray(block.fields) && (block.fields.length > 10 || block.fields.length === 0),
      'number of fields',
    ],
    [
      Array.isArray(block.fields) &&
        block.fields.some((field) => isJson(field) && String(field.text).length > 2000),
      'field too long',
    ],
    [
      block.type === 'actions' && (elements.length > 25 || elements.length === 0),
      `${elements.length} elements`,
    ],
    [
      block.type === 'context' && (elements.length > 10 || elements.length === 0),
      `${elements.length} in context`,
    ],
    [new Set(actionIds).size < actionIds.length, 'action ids repeat'],
    [String(block.block_id ?? '').length > 255, 'block id too long'],
  ]
  const inputs = isJson(block.element) ? [block.element] : []
  return [
    ...faults.filter(([wrong]) => wrong).map(([, fault]) => fault),
    ...[...elements, ...inputs].flatMap(faultsInElement),
  ]
}

function faultsInElement(element: Json): string[] {
  const label = isJson(element.text) ? String(element.text.text) : ''
  const options = Array.isArray(element.options) ? element.options.filter(isJson) : undefined
  const initial = String(element.initial_value ?? '')
  const max = { overflow: 5, radio_buttons: 10 }[String(element.type)] ?? 100
  const faults: [boolean, string][] = [
    [element.type === 'button' && (label.length > 75 || label === ''), `button of ${label.length}`],
    [String(element.value ?? '').length > 2000, 'value too long'],
    [String(element.accessibility_label ?? '').length > 75, 'accessibility label too long'],
    [options !== undefined && (options.length > max || options.length === 0), `${options?.length} options`],
    [initial.length > Number(element.max_length ?? 3000), 'initial value longer than the field'],
    [
      element.initial_option !== undefined &&
        !options?.some((option) => JSON.stringify(option) === JSON.stringify(element.initial_option)),
      'initial option is none of the options',
    ],
  ]
  return [
    ...faults.filter(([wrong]) => wrong).map(([, fault]) => fault),
    ...(options ?? []).flatMap(faultsInOption),
  ]
}

function faultsInOption(option: Json): string[] {
  const text = isJson(option.text) ? String(option.text.text) : ''
  const description = isJson(option.description) ? String(option.description.text) : ''
  const faults: [boolean, string][] = [
    [text.length > 75 || text === '', `option of ${text.length}`],
    [description.length > 75, `option description of ${description.length}`],
    [String(option.value).length > LIMITS.optionValue, 'option value too long'],
  ]
  return faults.filter(([wrong]) => wrong).map(([, fault]) => fault)
}

/** In mrkdwn, `<` may only begin what the bot itself put there. */
function faultsInText({ type, text }: { type: string; text: string }): string[] {
  if (!text.isWellFormed()) return ['half a character']
  return type === 'mrkdwn' ? faultsInMrkdwn(text) : []
}

const OURS =
  /<(?:@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!date\^\d+\^[^<>|]*\|[^<>|]* UTC|https:\/\/[^<>|\s]+(?:\|[^<>|]+)?)>/g

export function faultsInMrkdwn(text: string): string[] {
  const rest = text.replace(OURS, '')
  const withoutQuotes = rest.replace(/^> ?/gm, '')
  return [
    ...(/[<]/.test(rest) ? [`unescaped < in ${JSON.stringify(text.slice(0, 80))}`] : []),
    ...(/>/.test(withoutQuotes) ? [`unescaped > in ${JSON.stringify(text.slice(0, 80))}`] : []),
    ...(/&(?!(?:amp|lt|gt);)/.test(rest) ? [`half an entity in ${JSON.stringify(text.slice(0, 80))}`] : []),
  ]
}

function textsIn(value: unknown): { type: string; text: string }[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (!isJson(value)) return []
  const own =
    typeof value.text === 'string' && typeof value.type === 'string'
      ? [{ type: value.type, text: value.text }]
      : []
  return [...own, ...Object.values(value).flatMap(textsIn)]
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
