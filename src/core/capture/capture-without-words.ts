import { REDACTED } from '../timeline/kinds.ts'
import type { CapturedMessage, CaptureEvent } from './capture.ts'
import type { Evidence, FileFacts } from './evidence.ts'

/** What was captured without the words, links, ids and names of files in it. Where there were none, none come in. */
export function captureWithoutWords(event: CaptureEvent): CaptureEvent {
  switch (event.type) {
    case 'message-captured':
    case 'message-corrected':
      return { ...event, ...messageWithout(event) }
    case 'evidence-added':
      return {
        ...event,
        items: event.items.map(itemWithout),
        ...(event.known !== undefined && {
          known: event.known.map(({ item, since }) => ({ item: itemWithout(item), since })),
        }),
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

function messageWithout({ text, comment, links, files }: CapturedMessage) {
  return {
    text: text === '' ? text : REDACTED,
    ...(comment !== undefined && { comment: REDACTED }),
    ...(links !== undefined && { links: links.map(() => REDACTED) }),
    ...(files !== undefined && { files: files.map(fileWithout) }),
  }
}

function itemWithout(item: Evidence): Evidence {
  switch (item.evidence) {
    case 'link':
      return { ...item, url: REDACTED }
    case 'request':
      return { ...item, id: REDACTED }
    case 'text':
      return { ...item, text: REDACTED }
  }
}

/** The address of a file holds its name. */
function fileWithout(file: FileFacts): FileFacts {
  return { ...file, name: REDACTED, permalink: '' }
}
