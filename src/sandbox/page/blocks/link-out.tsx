import type { ComponentChildren } from 'preact'
import { useDirectory } from '../state/directory.ts'
import { go, hashOf, type Route } from '../state/route.ts'
import { type Pointed, readPermalink } from '../text/permalink.ts'

/** A link: to a message of this workspace it leads there; anything else opens in a new tab. */
export function LinkOut({ url, children }: { url: string; children: ComponentChildren }) {
  const directory = useDirectory()
  const pointed = readPermalink(url)
  if (!pointed || !directory.channels.has(pointed.channel)) {
    return (
      <a href={url} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    )
  }
  const where = routeTo(directory.me, pointed)
  return (
    <a
      href={hashOf(where)}
      onClick={(event) => {
        event.preventDefault()
        go(where)
      }}
    >
      {children}
    </a>
  )
}

function routeTo(me: string, { channel, ts, thread }: Pointed): Route {
  if (thread && thread !== ts) return { me, place: channel, thread }
  return ts ? { me, place: channel, message: ts } : { me, place: channel }
}
