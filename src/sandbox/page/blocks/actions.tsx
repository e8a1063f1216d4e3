import type { Json } from '../../protocol.ts'
import { Element } from '../elements/element.tsx'
import { PlaceContext } from '../elements/use-element.ts'
import { list, str, textOf } from '../json.ts'

export function ActionsBlock({ block }: { block: Json }) {
  const blockId = str(block.block_id)
  return (
    <div class="block-actions">
      {list(block.elements).map((element, index) => (
        <PlaceContext
          key={str(element.action_id) || index}
          value={{ blockId, label: textOf(element.placeholder), invalid: false, dispatches: true }}
        >
          <Element element={element} />
        </PlaceContext>
      ))}
    </div>
  )
}

/** Feedback buttons are two buttons in one element; here they are drawn as such. */
export function ContextActionsBlock({ block }: { block: Json }) {
  const elements = list(block.elements).flatMap((element) =>
    element.type === 'feedback_buttons'
      ? [element.positive_button, element.negative_button].map((button) => ({
          ...(button as Json),
          type: 'feedback_button',
          action_id: element.action_id,
        }))
      : [element],
  )
  return <ActionsBlock block={{ ...block, elements }} />
}
