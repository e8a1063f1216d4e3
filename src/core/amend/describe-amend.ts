import { type Detail, type Part, text } from '../sentence.ts'
import type { AmendEvent } from './amend.ts'

/** What was said about an earlier line, after the name of who did it. */
export function amendDoes(event: AmendEvent): Part[] {
  switch (event.type) {
    case 'entry-corrected':
      if (event.at === undefined) return [text(`corrected #${event.entry}`)]
      return [text(`corrected #${event.entry}: it happened `), { part: 'instant', instant: event.at }]
    case 'entry-withdrawn':
      return [text(`took back #${event.entry}`)]
    case 'entry-redacted':
      return [text(`removed the words of #${event.entry}`)]
  }
}

export function amendDetails(event: AmendEvent): Detail[] {
  const reason = event.reason === undefined ? [] : [{ label: 'Reason', text: event.reason }]
  const said = event.type === 'entry-corrected' && event.text !== undefined ? [{ text: event.text }] : []
  return [...said, ...reason]
}
