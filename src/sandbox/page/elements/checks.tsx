import { useId } from 'preact/hooks'
import type { Json } from '../../protocol.ts'
import { TextObject } from '../blocks/text-object.tsx'
import { isJson, list, str } from '../json.ts'
import { Failed } from './failed.tsx'
import { useElement } from './use-element.ts'
import { asList } from './values.ts'

/** Checkboxes and radio buttons. */
export function ChecksElement({ element }: { element: Json }) {
  const { value, set, error, place } = useElement(element)
  const name = useId()
  const isRadio = element.type === 'radio_buttons'
  const chosen = asList(value)
  const toggle = (option: string, isOn: boolean) => {
    if (isRadio) return set(option)
    const order = list(element.options).map((one) => str(one.value))
    set(order.filter((one) => (one === option ? isOn : chosen.includes(one))))
  }
  return (
    <fieldset class="checks" aria-describedby={place.describedBy} aria-invalid={place.invalid}>
      <legend class="visually-hidden">{place.label || 'Options'}</legend>
      {list(element.options).map((option) => {
        const key = str(option.value)
        return (
          <label key={key} class="check">
            <input
              type={isRadio ? 'radio' : 'checkbox'}
              name={name}
              checked={chosen.includes(key)}
              onChange={(event) => toggle(key, event.currentTarget.checked)}
            />
            <span class="check-text">
              <TextObject object={option.text} />
              {isJson(option.description) && (
                <small>
                  <TextObject object={option.description} />
                </small>
              )}
            </span>
          </label>
        )
      })}
      <Failed error={error} />
    </fieldset>
  )
}
