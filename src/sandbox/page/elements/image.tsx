import { useState } from 'preact/hooks'
import type { Json } from '../../protocol.ts'
import { str } from '../json.ts'

/** An image accessory or context image; one that cannot be loaded shows its words. */
export function ImageElement({ element }: { element: Json }) {
  const [broken, setBroken] = useState(false)
  const alt = str(element.alt_text)
  const url = str(element.image_url)
  if (broken || !/^(https?:|\/)/.test(url)) return <span class="image-broken">{alt || 'image'}</span>
  return <img class="element-image" src={url} alt={alt} loading="lazy" onError={() => setBroken(true)} />
}
