import type { Json } from '../../protocol.ts'
import { ImageElement } from '../elements/image.tsx'
import { textOf } from '../json.ts'
import { PlainText } from './text-object.tsx'

export function ImageBlock({ block }: { block: Json }) {
  return (
    <figure class="block-image">
      {textOf(block.title) && (
        <figcaption>
          <PlainText object={block.title} />
        </figcaption>
      )}
      <ImageElement element={block} />
    </figure>
  )
}
