import type { ComponentChildren } from 'preact'
import { type Directory, useDirectory } from '../state/directory.ts'
import { go, type Route, route } from '../state/route.ts'
import { addressOf } from '../text/address.ts'
import { isSafeUrl } from '../text/nodes.ts'
import { canvasIdIn, fileIdIn, isHere, readPermalink } from '../text/permalink.ts'

/** A link: to something of this workspace it leads there; anything else opens in a new tab. */
export function LinkOut({ url, children }: { url: string; children: ComponentChildren }) {
  const directory = useDirectory()
  const where = placeOf(directory, url)
  if (!where) {
    return (
      <a href={url} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    )
  }
  return (
    <a
      href={addressOf(where)}
      onClick={(event) => {
        event.preventDefault()
        go(where)
      }}
    >
      {children}
    </a>
  )
}

/** Where in the page an address of this workspace leads: a message, a channel, a file, a canvas. */
function placeOf(directory: Directory, url: string): Route | undefined {
  const { me } = directory
  const pointed = readPermalink(url)
  if (pointed && directory.channels.has(pointed.channel)) {
    const { channel: place, ts: message, thread } = pointed
    return { me, place, ...(thread && thread !== message ? { thread } : {}), ...(message ? { message } : {}) }
  }
  if (!isHere(url)) return undefined
  const { file: _, doc: __, ...here } = route.get()
  const file = fileIdIn(url)
  if (file) return { ...here, file }
  const doc = canvasIdIn(url)
  return doc ? { ...here, doc } : undefined
}

/** A button's address: what it leads to here, or a new tab. */
export function follow(directory: Directory, url: string): void {
  const where = placeOf(directory, url)
  if (where) go(where)
  else if (isSafeUrl(url)) open(url, '_blank', 'noopener')
}
