import type { EntryRow } from '../../db/schema.ts'
import type { Alert, AlertEvent } from '../../src/core/alert/alert.ts'
import { alert as decider } from '../../src/core/alert/decider.ts'
import type { Policy } from '../../src/core/policy.ts'
import { entryFromRow } from '../../src/engine/stored-entry.ts'
import { alertMessage } from '../../src/slack/views/alert-line.ts'
import { type Ledger, PAGE_KINDS } from './ledger.ts'
import type { Signal } from './signals.ts'

type Violated = (what: string, shows: string) => void
type Shown = { text?: unknown; blocks?: unknown; attachments?: unknown }

/** The bot may be a moment late: a timer fires, is decided and committed. */
const LATE_MS = 15_000

/** What must hold of alerts once everything has come to rest. */
export function linesHold(
  ledger: Ledger,
  policy: Policy,
  hears: { violated: Violated; compare: (what: string, id: string, shown: Shown, wanted: Shown) => void },
): void {
  const { violated } = hears
  const lines = ledger.statesOf<Alert>('alert')
  everySignalIsOnALine(ledger.signals, lines, violated)
  for (const line of lines) {
    const ownLines = [...ledger.posted.values()].filter(
      ({ stream, kind, args }) =>
        stream === line.id &&
        args.thread_ts === undefined &&
        (kind === 'slack.post-alert' || kind === 'slack.sync-alert'),
    )
    if (ownLines.length > 1)
      violated('more than one line for one alert', `${line.id} ${ownLines.map(({ key }) => key).join(' ')}`)
    if (line.lineWanted && line.line === undefined) violated('an alert without a line', line.id)
    const posted = line.line && ledger.posted.get(`${line.line.channel}:${line.line.ts}`)
    if (posted) hears.compare('the line of an alert', line.id, posted.args, alertMessage(line, policy))
    somebodyIsCalled(ledger, line, violated)
    // A clock that was set ahead is noticed within half a minute, and what comes before that is taken first.
    if (!ledger.clockJumps) acknowledgedOrMissed(ledger, line.id, violated)
  }
}

/** What was answered with “taken” is on a line, and stands there as the latest of it said. */
function everySignalIsOnALine(signals: readonly Signal[], lines: readonly Alert[], violated: Violated): void {
  const latest = new Map<string, Signal>()
  for (const signal of signals) {
    const id = `${signal.source} ${signal.key}`
    const known = latest.get(id)
    const isLater = known === undefined || signal.at > known.at || (signal.at === known.at && !signal.firing)
    if (isLater) latest.set(id, signal)
  }
  for (const [id, { source, key, firing }] of latest) {
    const members = lines.flatMap((line) => (line.source === source && line.members[key]) || [])
    if (members.length === 0) violated('an alert was taken and is on no line', id)
    else if (members.some((member) => member.firing) !== firing)
      violated(
        'an alert does not stand as its source said last',
        `${id} ${firing ? 'fires' : 'is over'}, and its line has it otherwise`,
      )
  }
}

/** What is critical, and nobody took upon them: somebody was called for it, or it says why not. */
function somebodyIsCalled(ledger: Ledger, line: Alert, violated: Violated): void {
  const { id, level, status, answered, incident, promises } = line
  if (level !== 'critical' || status !== 'firing' || answered !== undefined || incident !== undefined) return
  if (promises.ladder === undefined) violated('a critical alert that calls nobody', id)
  const called = [...ledger.posted.values()].some(({ stream, kind }) => stream === id && PAGE_KINDS.has(kind))
  const rang = line.pagerduty?.some(({ key }) => key !== undefined) === true
  if (!called && !rang) violated('a critical alert reached nobody', id)
}

/** Nobody acknowledged in time: the timeline says so before anything else happens. */
function acknowledgedOrMissed(ledger: Ledger, id: string, violated: Violated): void {
  let state = decider.initial
  for (const row of ledger.rows<EntryRow>('select * from entries where stream = ? order by seq', id)) {
    const entry = entryFromRow<AlertEvent>(row)
    const before = state
    state = decider.evolve(state, entry)
    const due = before.acknowledge?.due
    if (due === undefined || entry.recordedAt <= due + LATE_MS) continue
    if (entry.event.type === 'acknowledgement-missed' || state.acknowledge?.due === due) continue
    if (inTime(entry.event, before, due)) continue
    violated(
      'nobody acknowledged in time, and nothing says so',
      `${id} entry ${row.seq} ${row.type}, ${Math.round((entry.recordedAt - due) / 1_000)} s late`,
    )
  }
}

/** Answered on the phone, or over, while the bot was away or could not write: what counts is when. */
function inTime(event: AlertEvent, { firedAt, lastAt }: Alert, due: number): boolean {
  if (event.type === 'alert-resolved') return lastAt <= due + LATE_MS
  return event.type === 'alert-acknowledged' && firedAt + event.afterMs <= due + LATE_MS
}
