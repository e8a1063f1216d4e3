import { createContext } from 'preact'
import { useContext, useState } from 'preact/hooks'
import { useDirectory } from '../state/directory.ts'
import { fileIdIn, isHere } from '../text/permalink.ts'
import { LinkOut } from './link-out.tsx'

/** Documents draw pictures where they stand; a message shows a link to them, as Slack does. */
export const DocumentContext = createContext(false)

/** Where the page gets the bytes of a file from, as the person who looks. */
export function bytesOf(id: string, me: string): string {
  return `/sandbox/files/${id}?as=${encodeURIComponent(me)}`
}

export function Picture({ url, alt }: { url: string; alt: string }) {
  const inDocument = useContext(DocumentContext)
  const { me } = useDirectory()
  const [broken, setBroken] = useState(false)
  const id = isHere(url) ? fileIdIn(url) : undefined
  const words = alt || 'picture'
  if (url.startsWith('data:') && (!inDocument || broken)) return <span class="image-broken">{words}</span>
  if (!inDocument || broken) return <LinkOut url={url}>{words}</LinkOut>
  return (
    <img
      class="document-picture"
      src={id ? bytesOf(id, me) : url}
      alt={alt}
      loading="lazy"
      onError={() => setBroken(true)}
    />
  )
}
