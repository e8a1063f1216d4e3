import { REDACTED } from '../timeline/kinds.ts'
import type { CommsEvent, Text } from './comms.ts'

/** The event with `REDACTED` where people or outside systems said something. Fixed for ever: stored texts are held against it. */
export function commsWithoutWords(event: CommsEvent): CommsEvent {
  switch (event.type) {
    case 'message-written':
    case 'message-edited':
    case 'message-released':
      return { ...event, text: textWithout(event.text) }
    case 'message-declined':
      return { ...event, reason: REDACTED }
    case 'message-delivered':
      if (event.refused === undefined) return event
      return { ...event, refused: event.refused.map(({ address }) => ({ address, said: REDACTED })) }
    case 'message-undelivered':
    case 'statuspage-unrestored':
      return { ...event, why: REDACTED }
    case 'statuspage-drifted':
      return { ...event, found: REDACTED }
    default:
      return event
  }
}

function textWithout(text: Text): Text {
  return text.clears === true ? text : { ...text, title: REDACTED, body: REDACTED }
}
