import type { Json } from '../../protocol.ts'
import { json, num, str, textOf } from '../json.ts'
import { Failed } from './failed.tsx'
import { useElement } from './use-element.ts'

const TYPES: Record<string, string> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
}

/** Text, email, address, number and (as plain text) rich text. */
export function TextElement({ element }: { element: Json }) {
  const { value, hold, press, error, place } = useElement(element)
  const text = String(value ?? '')
  const isLong = element.multiline === true || element.type === 'rich_text_input'
  const most = num(element.max_length)
  const triggers = dispatchTriggers(element, place.dispatches)
  const common = {
    class: 'field',
    value: text,
    dir: 'auto' as const,
    placeholder: textOf(element.placeholder),
    'aria-label': place.labelId ? undefined : place.label || textOf(element.placeholder),
    'aria-labelledby': place.labelId,
    'aria-describedby': place.describedBy,
    'aria-invalid': place.invalid,
    onInput: (event: Event) => {
      const next = (event.currentTarget as HTMLInputElement).value
      hold(next)
      if (triggers.has('on_character_entered')) void press(next)
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && triggers.has('on_enter_pressed')) {
        event.preventDefault()
        void press(text)
      }
    },
  }
  return (
    <div class="field-box">
      {isLong ? (
        <textarea {...common} rows={4} />
      ) : (
        <input
          {...common}
          type={TYPES[str(element.type)] ?? 'text'}
          {...(element.type === 'number_input' ? { inputMode: 'decimal' as const } : {})}
          autocomplete="off"
        />
      )}
      {most !== undefined && <Count used={text.length} most={most} />}
      <Failed error={error} />
    </div>
  )
}

function Count({ used, most }: { used: number; most: number }) {
  return (
    <small class={`field-count ${used > most ? 'over' : ''}`} aria-live="polite">
      {used > most ? `${used - most} over the limit of ${most}` : `${most - used} left`}
    </small>
  )
}

function dispatchTriggers(element: Json, dispatches: boolean): Set<string> {
  if (!dispatches) return new Set()
  const asked = json(element.dispatch_action_config).trigger_actions_on
  return new Set(Array.isArray(asked) ? asked.map(str) : ['on_enter_pressed'])
}
