import type { Json, Submit, View } from '../../protocol.ts'
import { type Entry, entryKey } from '../elements/entries.ts'
import { initialValue, isEmpty, recordedValue, type Value } from '../elements/values.ts'
import { isJson, json, list, num, str } from '../json.ts'

type Entered = Record<string, Entry>

/** What the person changed, by action id, as a submit wants it. */
export function enteredValues(blocks: Json[], entered: Entered): Submit['values'] {
  const values: Submit['values'] = {}
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const actionId = str(element.action_id)
      const entry = entered[entryKey(str(block.block_id), actionId)]
      if (entry) values[actionId] = entry.value
    }
  }
  return values
}

/** block_id → what is wrong with its input, as far as it can be seen without asking the app. */
export function missingInputs(
  blocks: Json[],
  recorded: View['values'],
  entered: Entered,
): Record<string, string> {
  const found: Record<string, string> = {}
  for (const block of blocks) {
    if (block.type !== 'input') continue
    const element = json(block.element)
    const blockId = str(block.block_id)
    const actionId = str(element.action_id)
    const entry = entered[entryKey(blockId, actionId)]
    const value = entry
      ? entry.value
      : (recordedValue(recorded[blockId]?.[actionId]) ?? initialValue(element))
    const problem = isEmpty(value)
      ? block.optional === true
        ? undefined
        : 'Please complete this required field.'
      : problemOf(element, value)
    if (problem) found[blockId] = problem
  }
  return found
}

/** The errors whose inputs still hold what was complained about. */
export function withoutChanged(
  errors: Record<string, string>,
  before: Entered,
  now: Entered,
): Record<string, string> {
  const changed = Object.keys(now).filter((key) => now[key] !== before[key])
  const isChanged = (blockId: string) => changed.some((key) => key.startsWith(entryKey(blockId, '')))
  return Object.fromEntries(Object.entries(errors).filter(([blockId]) => !isChanged(blockId)))
}

function problemOf(element: Json, value: Value): string | undefined {
  const text = String(value)
  const least = num(element.min_length)
  const most = num(element.max_length)
  if (least !== undefined && text.length < least) return `Please enter at least ${least} characters.`
  if (most !== undefined && text.length > most) return `Please enter at most ${most} characters.`
  switch (element.type) {
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : 'Please enter an email address.'
    case 'url_text_input':
      return /^https?:\/\/\S+\.?\S*$/.test(text)
        ? undefined
        : 'Please enter an address that starts with https://.'
    case 'number_input':
      return numberProblem(element, text)
    default:
      return undefined
  }
}

function numberProblem(element: Json, text: string): string | undefined {
  const isDecimal = element.is_decimal_allowed === true
  const number = num(text.trim())
  if (number === undefined) return 'Please enter a number.'
  if (!isDecimal && !Number.isInteger(number)) return 'Please enter a whole number.'
  const least = num(element.min_value)
  const most = num(element.max_value)
  if (least !== undefined && number < least) return `Please enter ${least} or more.`
  if (most !== undefined && number > most) return `Please enter ${most} or less.`
  return undefined
}

function elementsOf(block: Json): Json[] {
  return [block.element, block.accessory, ...list(block.elements)].filter(isJson)
}
