import type { Json } from '../../protocol.ts'
import { Element } from '../elements/element.tsx'
import { PlaceContext } from '../elements/use-element.ts'
import { isJson, list, str, textOf } from '../json.ts'
import { LongText } from './long-text.tsx'
import { TextObject } from './text-object.tsx'

/** Words, two columns of fields, and perhaps one element beside them. */
export function SectionBlock({ block }: { block: Json }) {
  const fields = list(block.fields)
  const accessory = isJson(block.accessory) ? block.accessory : undefined
  const label = plainLabel(textOf(block.text))
  return (
    <div class={`block-section ${accessory ? `with-${str(accessory.type)}` : ''}`}>
      <div class="block-section-text">
        {isJson(block.text) && (
          <LongText length={textOf(block.text).length} expanded={block.expand === true}>
            <TextObject object={block.text} />
          </LongText>
        )}
        {fields.length > 0 && (
          <div class="block-fields">
            {fields.map((field, index) => (
              <div key={index} class="block-field">
                <TextObject object={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div class="block-accessory">
          <PlaceContext value={{ blockId: str(block.block_id), label, invalid: false, dispatches: true }}>
            <Element element={accessory} />
          </PlaceContext>
        </div>
      )}
    </div>
  )
}

function plainLabel(text: string): string {
  return (
    text
      .split('\n', 1)[0]
      ?.replace(/[*_~`]|<[^>]*>/g, '')
      .trim() ?? ''
  )
}
