import type { Json } from '../../protocol.ts'
import { str, textOf } from '../json.ts'
import { useDirectory } from '../state/directory.ts'
import { fromLocalField, toLocalField } from '../text/zoned.ts'
import { Failed } from './failed.tsx'
import { useElement } from './use-element.ts'

const TYPES: Record<string, 'date' | 'time' | 'datetime-local'> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
}

/** Date, time, and both: the browser's own pickers. A date with a time is the person's local time. */
export function DateElement({ element }: { element: Json }) {
  const { value, set, error, place } = useElement(element)
  const { timeZone } = useDirectory()
  const type = TYPES[str(element.type)] ?? 'date'
  const isBoth = type === 'datetime-local'
  const shown = isBoth && value ? toLocalField(Number(value), timeZone) : String(value ?? '')
  return (
    <span class="element">
      <input
        class="field field-date"
        type={type}
        value={shown}
        aria-label={place.labelId ? undefined : textOf(element.placeholder) || place.label || 'Date'}
        aria-labelledby={place.labelId}
        aria-describedby={place.describedBy}
        aria-invalid={place.invalid}
        onChange={(event) => {
          const text = event.currentTarget.value
          set(isBoth ? (fromLocalField(text, timeZone) ?? null) : text || null)
        }}
      />
      {isBoth && <small class="field-zone">{timeZone}</small>}
      <Failed error={error} />
    </span>
  )
}
