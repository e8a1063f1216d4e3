import type { Entry } from '../decider.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { type CapturedMessage, type CaptureEvent, type Followed, messageKey } from './capture.ts'
import { evidenceKey, fileKey } from './evidence.ts'
import { markedAfter } from './moments.ts'

type Happened<T extends CaptureEvent['type']> = Extract<CaptureEvent, { type: T }>

/** What an event about capture changes. Moments follow from the events of all topics: `markedAfter`. */
export function evolveCapture(state: Incident, entry: Entry<CaptureEvent>): Incident {
  const { event, seq, actor } = entry
  switch (event.type) {
    case 'look-asked': {
      const asker = actor.kind === 'user' ? { asker: actor.id } : {}
      return followed(state, messageKey(event), {
        ...state.messages[messageKey(event)],
        ...asker,
        asked: seq,
      })
    }
    case 'look-lapsed':
    case 'message-lost': // what it showed stays evidence
      return { ...state, messages: without(state.messages, messageKey(event)) }
    case 'message-captured':
      return withMessage(state, event, seq, entry)
    case 'message-corrected':
      return withMessage(withoutEvidence(state, event.of), event, event.of, entry, state.evidence)
    case 'message-withdrawn':
      return {
        ...withoutEvidence(state, event.of),
        messages: without(state.messages, messageKey(event)),
      }
    case 'evidence-added':
      return withEvidence(state, evidenceAdded(event, seq), seq, entry.recordedAt)
    case 'file-shared':
      return withEvidence(state, [fileKey(event.file)], seq, entry.recordedAt)
    case 'file-kept':
      return withFileKept(state, event)
    case 'file-described':
    case 'file-not-kept':
    case 'moment-corrected':
      return state
  }
}

/** What entries of other topics mean for what was captured. */
export function captureNotes(state: Incident, entry: Entry<IncidentEvent>): Incident {
  const moments = markedAfter(state.moments, entry)
  const noted = moments === state.moments ? state : { ...state, moments }
  const { event } = entry
  if (event.type !== 'entry-withdrawn' && event.type !== 'entry-redacted') return noted
  const found = Object.entries(noted.messages).find(([, { said = [] }]) => said.includes(event.entry))
  if (event.type === 'entry-redacted')
    return found === undefined ? noted : followed(noted, found[0], { ...found[1], redacted: true })
  // Taken back, it is no evidence any more, and its message is nobody's business.
  const left = withoutEvidence(noted, event.entry)
  return found === undefined ? left : { ...left, messages: without(left.messages, found[0]) }
}

function withMessage(
  state: Incident,
  event: CapturedMessage,
  of: number,
  { seq, recordedAt }: Entry<unknown>,
  before: Incident['evidence'] = {},
): Incident {
  const { how, happenedAt: at, edited, incomplete, kind, comment, by } = event
  const { said = [], asked } = state.messages[messageKey(event)] ?? {}
  const message: Followed = {
    of,
    said: [...said, seq],
    ...(asked !== undefined && { asked }),
    how,
    at,
    ...(edited !== undefined && { edited }),
    ...(incomplete === true && { incomplete }),
    ...(kind !== undefined && { kind }),
    ...(comment !== undefined && { comment }),
    ...(by !== undefined && { by }),
  }
  const keys = [...(event.links ?? []).map((url) => `link:${url}`), ...(event.files ?? []).map(fileKey)]
  const next = followed(state, messageKey(event), message)
  return withEvidence(next, keys, of, recordedAt, before)
}

function followed(state: Incident, key: string, message: Followed): Incident {
  return { ...state, messages: { ...state.messages, [key]: message } }
}

/** Words are known under their place, since nothing is a duplicate of them. */
function evidenceAdded({ items }: Happened<'evidence-added'>, seq: number): string[] {
  return items.map((item, index) => evidenceKey(item) ?? `words:${seq}:${index}`)
}

/** What is known stays known since then, and from there. `before`: what was known of what is taken up again. */
function withEvidence(
  state: Incident,
  keys: string[],
  of: number,
  recordedAt: number,
  before: Incident['evidence'] = {},
): Incident {
  const fresh = keys.filter((key) => !Object.hasOwn(state.evidence, key))
  if (fresh.length === 0) return state
  const added = fresh.map((key) => [key, before[key] ?? { at: recordedAt, of }] as const)
  return { ...state, evidence: { ...state.evidence, ...Object.fromEntries(added) } }
}

function withoutEvidence(state: Incident, of: number): Incident {
  const kept = Object.entries(state.evidence).filter(([, known]) => known.of !== of)
  return { ...state, evidence: Object.fromEntries(kept) }
}

function withFileKept(state: Incident, { file }: Happened<'file-kept'>): Incident {
  const key = fileKey({ id: file })
  const known = state.evidence[key]
  return known === undefined
    ? state
    : { ...state, evidence: { ...state.evidence, [key]: { ...known, kept: true } } }
}

function without<T>(all: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== key))
}
