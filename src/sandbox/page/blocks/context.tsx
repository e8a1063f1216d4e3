import type { Json } from '../../protocol.ts'
import { ImageElement } from '../elements/image.tsx'
import { list } from '../json.ts'
import { TextObject } from './text-object.tsx'

export function ContextBlock({ block }: { block: Json }) {
  return (
    <div class="block-context">
      {list(block.elements).map((element, index) =>
        element.type === 'image' ? (
          <ImageElement key={index} element={element} />
        ) : (
          <TextObject key={index} object={element} />
        ),
      )}
    </div>
  )
}
