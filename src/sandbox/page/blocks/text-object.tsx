import type { ComponentChildren } from 'preact'
import { isJson, str } from '../json.ts'
import { emojiFor } from '../text/emoji.ts'
import { Mrkdwn } from './rich.tsx'

/** A `mrkdwn` or `plain_text` object; in plain text only emoji names mean anything. */
export function TextObject({ object }: { object: unknown }) {
  if (!isJson(object)) return null
  if (object.type === 'mrkdwn') return <Mrkdwn text={str(object.text)} />
  return (
    <span class="plain" dir="auto">
      <PlainText object={object} />
    </span>
  )
}

export function PlainText({ object }: { object: unknown }): ComponentChildren {
  if (!isJson(object)) return str(object)
  const text = str(object.text)
  return object.emoji === false ? text : withEmoji(text)
}

export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/gi, (whole, name: string) => emojiFor(name) ?? whole)
}
