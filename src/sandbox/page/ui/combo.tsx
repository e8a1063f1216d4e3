import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { withEmoji } from '../blocks/text-object.tsx'
import type { Choice } from '../elements/values.ts'
import { rank } from '../text/ranking.ts'
import { ComboList } from './combo-list.tsx'
import { Icon } from './icon.tsx'
import { useSearched } from './use-searched.ts'

export type ComboProps = {
  label: string
  placeholder: string
  choices: Choice[]
  chosen: Choice[]
  isMulti: boolean
  most?: number | undefined
  isClearable: boolean
  busy: boolean
  invalid: boolean
  describedBy?: string | undefined
  /** Asks the app for options (external selects). */
  search?: (query: string) => Promise<Choice[]>
  leastQuery?: number
  onChange: (next: Choice[]) => void
}

const MOST_SHOWN = 100

/** A select with type-ahead: an editable combobox over a list in the top layer. */
export function Combo(props: ComboProps) {
  const { chosen, isMulti, onChange } = props
  const box = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const searched = useSearched(open ? props.search : undefined, query, props.leastQuery ?? 0)
  const pool = props.search ? searched.choices : props.choices
  const shown = props.search
    ? pool
    : rank(pool, query, (choice) => [choice.label, choice.detail ?? ''], MOST_SHOWN)
  const close = () => {
    setOpen(false)
    setQuery('')
  }
  useEffect(
    () =>
      setAt(
        Math.max(
          0,
          shown.findIndex((choice) => choice.value === chosen[0]?.value),
        ),
      ),
    [open],
  )
  useLayoutEffect(() => {
    if (open) input.current?.focus()
  }, [open])

  const pick = (choice: Choice) => {
    if (!isMulti) {
      close()
      onChange([choice])
      return
    }
    const isOn = chosen.some((one) => one.value === choice.value)
    const next = isOn ? chosen.filter((one) => one.value !== choice.value) : [...chosen, choice]
    if (props.most !== undefined && next.length > props.most) return
    setQuery('')
    onChange(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keyAct(event.key, { open, at, count: shown.length, query, chosen: chosen.length })
    if (!act) return
    if (act !== 'leave') event.preventDefault()
    if (act === 'open') setOpen(true)
    else if (act === 'leave') close()
    else if (act === 'remove') onChange(chosen.slice(0, -1))
    else if (act === 'pick' && shown[at]) pick(shown[at])
    else if (typeof act === 'number') setAt(act)
  }
  const single = isMulti ? undefined : chosen[0]
  return (
    <div
      ref={box}
      class={`combo ${open ? 'open' : ''} ${props.invalid ? 'invalid' : ''} ${props.busy ? 'busy' : ''}`}
    >
      {isMulti &&
        chosen.map((choice) => (
          <span key={choice.value} class="token">
            {withEmoji(choice.label)}
            <button
              type="button"
              aria-label={`Remove ${choice.label}`}
              onClick={() => onChange(chosen.filter((one) => one.value !== choice.value))}
            >
              <Icon name="close" size={13} />
            </button>
          </span>
        ))}
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={props.label}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open && shown[at] ? `${id}-${at}` : undefined}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid}
        autocomplete="off"
        spellcheck={false}
        placeholder={
          single && open ? withEmoji(single.label) : chosen.length && isMulti ? '' : props.placeholder
        }
        value={open ? query : single ? withEmoji(single.label) : ''}
        onClick={() => setOpen(true)}
        onInput={(event) => {
          setQuery(event.currentTarget.value)
          setOpen(true)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      {single && props.isClearable && !open ? (
        <button
          type="button"
          class="combo-clear"
          aria-label={`Clear ${props.label}`}
          onClick={() => onChange([])}
        >
          <Icon name="close" size={15} />
        </button>
      ) : (
        <Icon name="chevronDown" size={16} />
      )}
      {open && (
        <ComboList
          id={id}
          anchor={box}
          label={props.label}
          choices={shown}
          chosen={chosen}
          at={at}
          isMulti={isMulti}
          note={searched.note}
          onPick={pick}
          onClose={close}
        />
      )}
    </div>
  )
}

type Keys = { open: boolean; at: number; count: number; query: string; chosen: number }

function keyAct(key: string, { open, at, count, query, chosen }: Keys) {
  if (key === 'Backspace' && query === '' && chosen > 0) return 'remove'
  if (!open) return key === 'ArrowDown' || key === 'ArrowUp' || key === 'Enter' ? 'open' : undefined
  if (key === 'Enter') return 'pick'
  if (key === 'Tab') return 'leave'
  if (key === 'ArrowDown') return Math.min(at + 1, count - 1)
  if (key === 'ArrowUp') return Math.max(at - 1, 0)
  return undefined
}
