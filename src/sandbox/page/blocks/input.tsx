import { useId } from 'preact/hooks'
import type { Json } from '../../protocol.ts'
import { Element } from '../elements/element.tsx'
import { PlaceContext } from '../elements/use-element.ts'
import { json, str, textOf } from '../json.ts'
import { Icon } from '../ui/icon.tsx'
import { useSurface } from './surface.ts'
import { PlainText, withEmoji } from './text-object.tsx'

/** A labelled input with its hint and, after a failed submit, what is wrong with it. */
export function InputBlock({ block }: { block: Json }) {
  const { errors } = useSurface()
  const id = useId()
  const blockId = str(block.block_id)
  const error = errors[blockId]
  const hint = textOf(block.hint)
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  const place = {
    blockId,
    label: withEmoji(textOf(block.label)),
    labelId: `${id}-label`,
    invalid: Boolean(error),
    dispatches: block.dispatch_action === true,
    ...(describedBy ? { describedBy } : {}),
  }
  return (
    <div class={`block-input ${error ? 'invalid' : ''}`} data-block-id={blockId}>
      <div class="block-input-label">
        <span id={`${id}-label`}>
          <PlainText object={block.label} />
        </span>
        {block.optional === true && <span class="optional"> (optional)</span>}
      </div>
      <PlaceContext value={place}>
        <Element element={json(block.element)} />
      </PlaceContext>
      {hint && (
        <p class="block-input-hint" id={`${id}-hint`}>
          <PlainText object={block.hint} />
        </p>
      )}
      {error && (
        <p class="block-input-error" id={`${id}-error`} role="alert">
          <Icon name="warning" size={15} /> {error}
        </p>
      )}
    </div>
  )
}
