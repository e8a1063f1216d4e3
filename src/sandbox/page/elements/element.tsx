import type { FunctionComponent } from 'preact'
import type { Json } from '../../protocol.ts'
import { str } from '../json.ts'
import { ButtonElement } from './button.tsx'
import { ChecksElement } from './checks.tsx'
import { DateElement } from './dates.tsx'
import { ImageElement } from './image.tsx'
import { OverflowElement } from './overflow.tsx'
import { SelectElement } from './select.tsx'
import { TextElement } from './text-input.tsx'
import { Unknown } from './unknown.tsx'

type Drawn = FunctionComponent<{ element: Json }>

const KINDS: Record<string, Drawn> = {
  button: ButtonElement,
  workflow_button: ButtonElement,
  icon_button: ButtonElement,
  feedback_button: ButtonElement,
  image: ImageElement,
  overflow: OverflowElement,
  checkboxes: ChecksElement,
  radio_buttons: ChecksElement,
  datepicker: DateElement,
  timepicker: DateElement,
  datetimepicker: DateElement,
  plain_text_input: TextElement,
  email_text_input: TextElement,
  url_text_input: TextElement,
  number_input: TextElement,
  rich_text_input: TextElement,
}

for (const what of ['static', 'external', 'users', 'conversations', 'channels']) {
  KINDS[`${what}_select`] = SelectElement
  KINDS[`multi_${what}_select`] = SelectElement
}

export function Element({ element }: { element: Json }) {
  const Kind = KINDS[str(element.type)]
  return Kind ? <Kind element={element} /> : <Unknown what={str(element.type)} />
}
