import { happenedWrong } from '../capture/happened.ts'
import { type Context, type Entry, type Rejection, reject } from '../decider.ts'
import { describeEntry } from '../describe.ts'
import { kindOfEvent } from '../incident/event-kinds.ts'
import type { Incident, IncidentEvent } from '../incident/incident.ts'
import { hasWords } from '../incident/without-words.ts'
import { NOTE_MAX, REASON_MAX } from '../limits.ts'
import { isBlank, paragraph, tooLong, unfit } from '../text.ts'
import { WORDS_ONLY } from '../timeline/kinds.ts'
import type { AmendCommand, AmendEvent } from './amend.ts'

type Asked<T extends AmendCommand['type']> = Extract<AmendCommand, { type: T }>
type Answer = AmendEvent[] | Rejection

/** Says what an entry should have said, or when it really happened. The entry itself stays as it was. */
export function correctEntry(state: Incident, command: Asked<'correct-entry'>, context: Context): Answer {
  const { entry: seq, at } = command
  const target = saidBySomebody(state, seq, context)
  if ('rejected' in target) return target
  const text = paragraph(command.text ?? '')
  const reason = paragraph(command.reason ?? '')
  if (isBlank(text) && at === undefined)
    return reject(
      'nothing-corrected',
      `Say what #${seq} should say, or when it happened: \`/incident correct #${seq} at 10:42\`.`,
    )
  const problem =
    tooLong('The correction', text, NOTE_MAX) ??
    tooLong('The reason', reason, REASON_MAX) ??
    (at === undefined ? undefined : happenedWrong(at, context.now)) ??
    (state.amended[seq]?.withdrawn ? withdrawnAlready(seq) : undefined)
  if (problem !== undefined) return problem
  return [
    {
      type: 'entry-corrected',
      entry: seq,
      ...(!isBlank(text) && { text }),
      ...(at !== undefined && { at }),
      ...(!isBlank(reason) && { reason }),
    },
  ]
}

/** Takes back what was said, with a reason. It stays on the timeline, marked. */
export function withdrawEntry(state: Incident, command: Asked<'withdraw-entry'>, context: Context): Answer {
  const { entry: seq } = command
  const target = saidBySomebody(state, seq, context)
  if ('rejected' in target) return target
  const reason = paragraph(command.reason)
  const problem =
    unfit('The reason for taking it back', reason, REASON_MAX) ??
    (WORDS_ONLY.has(kindOfEvent(target.event)) ? undefined : isAnAct(seq)) ??
    (state.amended[seq]?.withdrawn ? withdrawnAlready(seq) : undefined)
  return problem ?? [{ type: 'entry-withdrawn', entry: seq, reason }]
}

/** Takes the words away for good: of the entry that is named, of its corrections, and of what repeats it. */
export function redactEntries(state: Incident, command: Asked<'redact-entries'>, context: Context): Answer {
  const [named = 0, ...repeating] = command.entries
  const reason = paragraph(command.reason)
  const problem =
    unfit('The reason for the redaction', reason, REASON_MAX) ?? noWordsIn(state, named, context)
  if (problem !== undefined) return problem
  const others = [...repeating, ...(state.amended[named]?.corrections ?? [])]
  const all = [
    named,
    ...new Set(others.filter((seq) => seq !== named && noWordsIn(state, seq, context) === undefined)),
  ]
  return all.map((seq) => ({
    type: 'entry-redacted',
    entry: seq,
    reason,
    recordedAt: find(seq, context)?.recordedAt ?? context.now,
  }))
}

/** The entry, when it holds words that a person said and that still stand. */
function saidBySomebody(state: Incident, seq: number, context: Context): Entry<IncidentEvent> | Rejection {
  const entry = find(seq, context)
  if (entry === undefined) return noSuchEntry(state, seq)
  if (kindOfEvent(entry.event) === 'correction')
    return reject(
      'is-correction',
      `#${seq} is itself about another entry. Correct that one once more: ${shownBy(state)}.`,
    )
  if (describeEntry(entry).by.kind === 'bot' || (!hasWords(entry.event) && entry.redactedBy === undefined))
    return reject(
      'no-words',
      `#${seq} is a fact that was recorded, nobody’s words, so there is nothing to put right in it. To say more about it: \`/incident note ${state.id} <text>\`.`,
    )
  return entry
}

function noWordsIn(state: Incident, seq: number, context: Context): Rejection | undefined {
  const entry = find(seq, context)
  if (entry === undefined) return noSuchEntry(state, seq)
  if (entry.redactedBy !== undefined)
    return reject(
      'redacted-already',
      `The words of #${seq} are gone already; #${entry.redactedBy} took them away.`,
    )
  if (hasWords(entry.event)) return undefined
  return reject(
    'no-words',
    `#${seq} holds nobody’s words, so there is nothing to take away. ${shownBy(state)} shows the numbers.`,
  )
}

function find(seq: number, { entries = [] }: Context): Entry<IncidentEvent> | undefined {
  // An incident's entries hold an incident's events.
  return entries.find((entry) => entry.seq === seq) as Entry<IncidentEvent> | undefined
}

function noSuchEntry(state: Incident, seq: number): Rejection {
  return reject(
    'no-such-entry',
    `The timeline of ${state.id} has no #${seq}. ${shownBy(state)} shows the numbers.`,
  )
}

function withdrawnAlready(seq: number): Rejection {
  return reject('withdrawn-already', `#${seq} was taken back already, so I changed nothing.`)
}

function isAnAct(seq: number): Rejection {
  return reject(
    'is-an-act',
    `#${seq} is something that was done, and taking back the words would not undo it. Do the opposite, such as another status, or correct what was said: \`/incident correct #${seq} <text>\`.`,
  )
}

function shownBy({ id }: Incident): string {
  return `\`/incident timeline ${id}\``
}
