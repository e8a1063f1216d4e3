import { REDACTED } from '../timeline/kinds.ts'
import type { CapturedMessage, CaptureEvent } from './capture.ts'
import type { Evidence, FileFacts } from './evidence.ts'

/** The event with `REDACTED` where people or outside systems said something. Fixed for ever: stored texts are held against it. */
export function captureWithoutWords(event: CaptureEvent): CaptureEvent {
  switch (event.type) {
    case 'message-captured':
    case 'message-corrected':
      return { ...event, ...messageWithout(event) }
    case 'evidence-added': {
      const known = event.known?.map(({ since }) => ({ item: NOTHING_SAID, since }))
      return { ...event, items: event.items.map(() => NOTHING_SAID), ...(known && { known }) }
    }
    case 'file-shared':
    case 'file-described':
      return { ...event, file: fileWithout(event.file) }
    case 'file-kept':
      return { ...event, name: REDACTED }
    case 'file-not-kept':
      return { ...event, name: REDACTED, why: REDACTED }
    case 'moment-corrected':
      return { ...event, reason: REDACTED }
    default:
      return event
  }
}

const NOTHING_SAID: Evidence = { evidence: 'text', text: REDACTED }

function messageWithout({ comment, links, files }: CapturedMessage) {
  return {
    text: REDACTED,
    ...(comment !== undefined && { comment: REDACTED }),
    ...(links && { links: links.map(() => REDACTED) }),
    ...(files && { files: files.map(fileWithout) }),
  }
}

/** A permalink ends in the file's name. */
function fileWithout(file: FileFacts): FileFacts {
  return { ...file, name: REDACTED, permalink: '' }
}
