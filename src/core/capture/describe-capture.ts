import type { Detail, Part } from '../describe.ts'
import type { CaptureEvent } from './capture.ts'

/** What was captured, after the name of who did it. */
export function captureDoes(event: CaptureEvent): Part[] {
  const before: Part[] =
    event.from === undefined ? [] : [text(', not at '), { part: 'instant', instant: event.from }]
  return [text(`said that “${event.moment}” was at `), { part: 'instant', instant: event.at }, ...before]
}

export function captureDetails(event: CaptureEvent): Detail[] {
  return [{ label: 'Reason', text: event.reason }]
}

function text(words: string): Part {
  return { part: 'text', text: words }
}
