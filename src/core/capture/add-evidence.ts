import { type Context, type Rejection, reject } from '../decider.ts'
import type { Incident } from '../incident/incident.ts'
import { EVIDENCE_AT_ONCE, EVIDENCE_MAX, EVIDENCE_TEXT_MAX, WHY_MAX } from '../limits.ts'
import { clip, line, paragraph, unfit } from '../text.ts'
import { utcMinute } from '../utc.ts'
import { type CaptureCommand, type CaptureEvent, type Known, writtenAt } from './capture.ts'
import { type Evidence, evidenceInWords, evidenceKey, fileKey } from './evidence.ts'
import { happened, happenedWrong } from './happened.ts'

type Asked<T extends CaptureCommand['type']> = Extract<CaptureCommand, { type: T }>

/** Adds what is new; what was known is said with it, and since when. */
export function addEvidence(
  state: Incident,
  { items, at }: Asked<'add-evidence'>,
  { now }: Context,
): CaptureEvent[] | Rejection {
  if (items.length === 0) return NOTHING
  const problem =
    (items.length > EVIDENCE_AT_ONCE ? tooManyAtOnce(items.length) : undefined) ??
    items.map(unfitItem).find((wrong) => wrong !== undefined) ??
    (at === undefined ? undefined : happenedWrong(at, now))
  if (problem !== undefined) return problem
  const { fresh, known } = sorted(state, items)
  if (fresh.length === 0) return knownAlready(state, known)
  if (pieces(state) + fresh.length > EVIDENCE_MAX) return full(state)
  return [
    {
      type: 'evidence-added',
      items: fresh,
      ...(known.length > 0 && { known }),
      ...happened(at, now),
    },
  ]
}

const NOTHING = reject(
  'no-evidence',
  'Say what you found: `/incident evidence req-id 7f3a 9c2e`, a link to a dashboard, or a few words.',
)

/** Each new piece once, and which were known and since when. */
function sorted(state: Incident, items: readonly Evidence[]): { fresh: Evidence[]; known: Known[] } {
  const fresh = new Map<string, Evidence>()
  const known = new Map<string, Known>()
  for (const [index, item] of items.entries()) {
    const key = evidenceKey(item) ?? `${index}`
    const before = Object.hasOwn(state.evidence, key) ? state.evidence[key] : undefined
    if (before === undefined) fresh.set(key, item)
    else known.set(key, { item, since: before.at })
  }
  return { fresh: [...fresh.values()], known: [...known.values()] }
}

function unfitItem(item: Evidence): Rejection | undefined {
  return item.evidence === 'text' ? unfit('The evidence', paragraph(item.text), EVIDENCE_TEXT_MAX) : undefined
}

/** How many pieces of evidence an incident has. */
export function pieces({ evidence }: Pick<Incident, 'evidence'>): number {
  return Object.keys(evidence).length
}

function knownAlready({ id }: Incident, known: Known[]): Rejection {
  const which = known
    .map(({ item, since }) => `${evidenceInWords(item)} (since ${utcMinute(since)})`)
    .join(', ')
  return reject('known-already', `${id} has all of this already: ${clip(line(which), WHY_MAX)}.`)
}

function tooManyAtOnce(count: number): Rejection {
  return reject(
    'too-many-at-once',
    `That is ${count} pieces of evidence; at most ${EVIDENCE_AT_ONCE} go at once. Send them in several commands.`,
  )
}

function full({ id }: Incident): Rejection {
  return reject(
    'too-much-evidence',
    `${id} has ${EVIDENCE_MAX.toLocaleString('en-US')} pieces of evidence, and takes no more. Link to a document that lists the rest, in a note: \`/incident note ${id} <text>\`.`,
  )
}

/** Files that were shared where people work on it. Who shared them need not be able to do anything else. */
export function recordFiles(
  state: Incident,
  { channel, ts, threadTs, by, files }: Asked<'record-files'>,
  { now, policy }: Context,
): CaptureEvent[] {
  const fresh = files.filter((file) => !Object.hasOwn(state.evidence, fileKey(file)))
  return fresh.map((file) => ({
    type: 'file-shared',
    file,
    channel,
    ts,
    ...(threadTs !== undefined && { threadTs }),
    ...(by !== undefined && { by }),
    ...((policy.capture.keepFiles !== undefined || file.permalink === '') && { fetch: true }),
    happenedAt: Math.min(writtenAt({ ts }), now),
  }))
}

/** What became of a file that was to be looked up or kept. */
export function recordFile(
  state: Incident,
  { file, described, kept, notKept }: Asked<'record-file'>,
): CaptureEvent[] {
  if (!Object.hasOwn(state.evidence, fileKey(file))) return [] // withdrawn or redacted in the meantime
  const { id: of, name, bytes } = file
  const why = clip(line(notKept ?? ''), WHY_MAX)
  return [
    ...(described === true ? [{ type: 'file-described', file } as const] : []),
    ...(kept === undefined
      ? []
      : [{ type: 'file-kept', file: of, name, sha256: kept.sha256, bytes } as const]),
    ...(notKept === undefined ? [] : [{ type: 'file-not-kept', file: of, name, why } as const]),
  ]
}
