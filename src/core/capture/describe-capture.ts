import { type Detail, type Part, said, text } from '../sentence.ts'
import type { CapturedMessage, CaptureEvent, Kind, Known, MessageRef } from './capture.ts'
import { evidenceInWords, type FileFacts } from './evidence.ts'

/** After "as ": what somebody said that an entry is. */
export const KIND_WORDS: Record<Kind, string> = {
  observation: 'an observation',
  decision: 'a decision',
  action: 'an action',
  evidence: 'evidence',
  impact: 'impact',
}

/** What was captured, after the name of who did it. */
export function captureDoes(event: CaptureEvent): Part[] {
  switch (event.type) {
    case 'look-asked':
      return [text('pinned or unpinned a message in '), channel(event)]
    case 'look-lapsed':
      return [text('put nothing on the timeline'), text(LAPSED[event.why])]
    case 'message-captured':
      return [text('captured what '), author(event), ...wrote(event), ...asKind(event.kind)]
    case 'message-corrected':
      return event.because === 'edited'
        ? [text(`changed the message of #${event.of}`), ...link(event)]
        : [text(`said more about the message of #${event.of}`), ...asKind(event.kind)]
    case 'message-withdrawn':
      return [text(`took back #${event.of}: the last pin was taken from its message`)]
    case 'message-lost':
      return [text(`noticed that the message of #${event.of} was deleted; what was captured stays`)]
    case 'evidence-added':
      return [...added(event.items.length), ...(event.known ?? []).flatMap(knownBefore)]
    case 'file-shared':
      return [text('shared '), ...file(event.file)]
    case 'file-described':
      return [text('found out about the file '), ...file(event.file)]
    case 'file-kept':
      return [text('kept a copy of '), said(event.name), text(` (${size(event.bytes)})`)]
    case 'file-not-kept':
      return [text('kept no copy of '), said(event.name)]
    case 'moment-corrected':
      return [
        text(`said that “${event.moment}” was at `),
        { part: 'instant', instant: event.at },
        ...(event.from === undefined
          ? []
          : [text(', not at '), { part: 'instant', instant: event.from } as const]),
      ]
  }
}

const LAPSED: Record<Extract<CaptureEvent, { type: 'look-lapsed' }>['why'], string> = {
  unpinned: ': the pin was taken away again',
  gone: ': the message was deleted before it could be read',
  unreadable: ': the message cannot be read from here',
  own: ': what the bot says is there already',
}

export function captureDetails(event: CaptureEvent): Detail[] {
  switch (event.type) {
    case 'message-captured':
    case 'message-corrected':
      return messageDetails(event)
    case 'evidence-added':
      return event.items.map((item) => ({ text: evidenceInWords(item) }))
    case 'file-kept':
      return [{ label: 'SHA-256', text: event.sha256 }]
    case 'file-not-kept':
      return [{ label: 'Because', text: event.why }]
    case 'moment-corrected':
      return [{ label: 'Reason', text: event.reason }]
    default:
      return []
  }
}

function messageDetails({ text, cut, comment, files = [] }: CapturedMessage): Detail[] {
  const count = (cut ?? 0).toLocaleString('en-US')
  return [
    ...(text === '' ? [] : [{ text }]),
    ...(cut === undefined ? [] : [{ label: 'Cut', text: `the whole message has ${count} characters` }]),
    ...(comment === undefined ? [] : [{ label: 'Comment', text: comment }]),
    ...(files.length === 0 ? [] : [{ label: 'Files', text: files.map(({ name }) => name).join(', ') }]),
  ]
}

function added(count: number): Part[] {
  return [text(count === 1 ? 'added evidence' : `added ${count} pieces of evidence`)]
}

function knownBefore({ item, since }: Known): Part[] {
  return [
    text('; '),
    said(evidenceInWords(item)),
    text(' was known since '),
    { part: 'instant', instant: since },
  ]
}

function author({ author: id, authorName }: CapturedMessage): Part {
  return id === undefined ? said(authorName ?? 'somebody') : { part: 'user', user: id }
}

function wrote(event: CapturedMessage): Part[] {
  return event.permalink === undefined
    ? [text(' wrote in '), channel(event)]
    : [text(' '), { part: 'link', url: event.permalink, text: 'wrote' }, text(' in '), channel(event)]
}

function link({ permalink }: CapturedMessage): Part[] {
  return permalink === undefined
    ? []
    : [text(' ('), { part: 'link', url: permalink, text: 'message' }, text(')')]
}

function asKind(kind: Kind | undefined): Part[] {
  return kind === undefined ? [] : [text(` as ${KIND_WORDS[kind]}`)]
}

function file({ name, permalink, bytes }: FileFacts): Part[] {
  const shown = name === '' ? 'a file' : name
  const named: Part = permalink === '' ? said(shown) : { part: 'link', url: permalink, text: shown }
  return bytes > 0 ? [named, text(` (${size(bytes)})`)] : [named]
}

/** `340 kB`, `1.2 MB`. */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

function channel({ channel: id }: MessageRef): Part {
  return { part: 'channel', channel: id }
}
