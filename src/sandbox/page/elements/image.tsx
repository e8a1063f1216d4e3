import { useState } from 'preact/hooks'
import type { Json } from '../../protocol.ts'
import { bytesOf } from '../blocks/picture.tsx'
import { json, str } from '../json.ts'
import { useDirectory } from '../state/directory.ts'
import { fileIdIn } from '../text/permalink.ts'

/** An image accessory or context image, by address or by file; one that cannot be loaded shows its words. */
export function ImageElement({ element }: { element: Json }) {
  const { me } = useDirectory()
  const [broken, setBroken] = useState(false)
  const alt = str(element.alt_text)
  const named = json(element.slack_file)
  const file = str(named.id) || fileIdIn(str(named.url))
  const url = file ? bytesOf(file, me) : str(element.image_url)
  if (broken || !/^(https?:|\/)/.test(url)) return <span class="image-broken">{alt || 'image'}</span>
  return <img class="element-image" src={url} alt={alt} loading="lazy" onError={() => setBroken(true)} />
}
