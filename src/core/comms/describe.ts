import { type Detail, instant, type Part, text } from '../sentence.ts'
import type { CommsEvent, Refused, Text } from './comms.ts'

/** What somebody, or the bot, did about what is told; after the name of who did it. */
export function commsDoes(event: CommsEvent): Part[] {
  switch (event.type) {
    case 'message-written':
      return [text(`drafted message ${event.number} to `), ...audiences(event.audiences)]
    case 'message-edited':
      return [text(`changed the draft of message ${event.number}`)]
    case 'approval-asked':
      return [text(`asked for approval of message ${event.number} to `), ...audiences(event.audiences)]
    case 'message-approved':
      return [text(`approved message ${event.number} to `), ...audiences(event.audiences)]
    case 'message-declined':
      return [text(`did not approve message ${event.number}`)]
    case 'message-dropped':
      return [text(`dropped message ${event.number}`)]
    case 'message-released':
      return [
        text(`sent message ${event.number}${corrected(event.corrects)} ${event.again ? 'again ' : ''}to `),
        ...audiences(event.audiences),
      ]
    case 'approval-sought':
      return [
        text(
          `asked ${event.copies.length === 1 ? '1 person' : `${event.copies.length} people`} to approve message ${event.number}`,
        ),
      ]
    case 'message-delivered':
      if (event.byHand === true)
        return [text('told '), ...place(event.target), text(` by hand what message ${event.number} says`)]
      return [
        text(`delivered message ${event.number} to `),
        ...place(event.target),
        ...refusedInWords(event.refused),
      ]
    case 'message-undelivered':
      return [
        text(
          event.maybe === true
            ? `does not know whether message ${event.number} arrived at `
            : `could not deliver message ${event.number} to `,
        ),
        ...place(event.target),
      ]
    case 'public-promised':
      if (event.due === undefined) return [text('promises the public no regular notices any more')]
      return [text('promises the public a notice by '), instant(event.due)]
    case 'public-nudged':
      return [text('reminded that a public notice is due '), instant(event.due)]
    case 'public-asked':
      return [text('asked for the public notice that is due '), instant(event.due)]
    case 'public-missed': {
      const [before, after] =
        event.count === 1
          ? ['the public notice due ', ' did not go out in time']
          : [`${event.count} public notices did not go out in time, the first due `, '']
      return [text(`noticed that ${before}`), instant(event.first), text(after)]
    }
    case 'statuspage-told':
      return event.restored === true
        ? [text('put the status page back to how it was left')]
        : [text(`brought the status page to ${event.page.status}`)]
    case 'statuspage-drifted':
      return [text('noticed that the status page was changed elsewhere')]
    case 'statuspage-agreed':
      return [text('noticed that the status page is again as it was left')]
    case 'statuspage-taken':
      return [text('lets the status page stand as it was changed there')]
    case 'statuspage-restoring':
      return [text('has the status page put back to how it was left')]
    case 'statuspage-unrestored':
      return [text('could not put the status page back')]
  }
}

/** What people said with it. */
export function commsDetails(event: CommsEvent): Detail[] {
  switch (event.type) {
    case 'message-written':
    case 'message-edited':
    case 'message-released':
      return event.type === 'message-released' && event.again ? [] : said(event.text)
    case 'message-declined':
      return [{ label: 'Reason', text: event.reason }]
    case 'message-delivered':
      return (event.refused ?? []).map(({ address, said }) => ({ label: address, text: said }))
    case 'message-undelivered':
    case 'statuspage-unrestored':
      return [{ label: 'Because', text: event.why }]
    case 'statuspage-drifted':
      return [{ label: 'Found', text: event.found }]
    default:
      return []
  }
}

function said({ title, body, clears }: Text): Detail[] {
  if (clears === true) return [{ label: 'Text', text: 'none: what it goes to is emptied' }]
  return [title, body].filter((part) => part !== '').map((part) => ({ text: part }))
}

function corrected(message: number | undefined): string {
  return message === undefined ? '' : ` (which corrects message ${message})`
}

function audiences(keys: readonly string[]): Part[] {
  return keys.flatMap((audience, index): Part[] =>
    index === 0 ? [{ part: 'audience', audience }] : [text(', '), { part: 'audience', audience }],
  )
}

/** `stakeholders#management`: an audience, or one of its channels. */
function place(target: string): Part[] {
  const [audience = '', channel] = target.split('#')
  return channel === undefined
    ? [{ part: 'audience', audience }]
    : [{ part: 'audience', audience }, text(` in #${channel}`)]
}

function refusedInWords(refused: readonly Refused[] | undefined): Part[] {
  if (refused === undefined) return []
  return [
    text(`, but ${refused.length === 1 ? 'one address was' : `${refused.length} addresses were`} refused`),
  ]
}
