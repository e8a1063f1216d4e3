import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { withEmoji } from '../blocks/text-object.tsx'
import type { Choice } from '../elements/values.ts'
import { useDirectory } from '../state/directory.ts'
import { Avatar } from './avatar.tsx'
import { Icon } from './icon.tsx'
import { Popup } from './popup.tsx'

type Props = {
  id: string
  anchor: RefObject<HTMLElement | null>
  label: string
  choices: Choice[]
  chosen: Choice[]
  at: number
  isMulti: boolean
  note: string | undefined
  onPick: (choice: Choice) => void
  onClose: () => void
}

export function ComboList({ id, anchor, label, choices, chosen, at, isMulti, note, onPick, onClose }: Props) {
  const { people } = useDirectory()
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => list.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' }), [at])
  return (
    <Popup anchor={anchor} onClose={onClose} matchWidth class="combo-popup">
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={label}
        aria-multiselectable={isMulti}
        class="choices"
        tabIndex={-1}
      >
        {choices.map((choice, index) => {
          const isChosen = chosen.some((one) => one.value === choice.value)
          const startsGroup = choice.group && choice.group !== choices[index - 1]?.group
          return (
            <>
              {startsGroup && (
                <div class="choice-group" role="presentation">
                  {choice.group}
                </div>
              )}
              <button
                key={choice.value}
                id={`${id}-${index}`}
                type="button"
                role="option"
                tabIndex={-1}
                aria-selected={isChosen}
                class={`choice ${index === at ? 'active' : ''}`}
                // The field keeps the focus, so that typing goes on after a click.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onPick(choice)}
              >
                {choice.personId && <Avatar person={people.get(choice.personId)} size={24} />}
                <span class="choice-text">
                  <span>{withEmoji(choice.label)}</span>
                  {choice.detail && <small>{withEmoji(choice.detail)}</small>}
                </span>
                {isChosen && <Icon name="check" size={16} />}
              </button>
            </>
          )
        })}
        {(note || choices.length === 0) && <p class="empty-line">{note ?? 'Nothing matches.'}</p>}
      </div>
    </Popup>
  )
}
