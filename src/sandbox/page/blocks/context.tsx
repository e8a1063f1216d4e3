import type { Json } from '../../protocol.ts'
import { ImageElement } from '../elements/image.tsx'
import { list } from '../json.ts'
import { TextObject } from './text-object.tsx'

export function ContextBlock({ block }: { block: Json }) {
  return (
    <div class="block-context">
      {list(block.elements).map((element, index) =>
        element.type === 'image' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: an element of a context is its place.
          <ImageElement key={index} element={element} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <TextObject key={index} object={element} />
        ),
      )}
    </div>
  )
}
