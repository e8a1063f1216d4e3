import type { Entry, Instant } from '../../core/decider.ts'
import { TIMELINE_PAGE } from '../../core/limits.ts'
import { ALL_SWITCHES } from '../../core/switch/decider.ts'
import { describeSwitch, isDecision } from '../../core/switch/describe.ts'
import type { Switch, SwitchEvent } from '../../core/switch/switch.ts'
import type { Message } from '../blocks.ts'
import type { LogLine } from '../views/log.ts'
import { historyMessage, lastChanges } from '../views/switch-history.ts'
import type { Desk } from './desk.ts'
import { allSwitches, FOUND_MAX } from './switch-desk.ts'

/** How far back each switch is looked at for the last changes of all. */
const LOOK_BACK = 30

/** What changed, or was decided about, a switch: types of its entries that stand in the decision log. */
const DECISIONS = ['pulled', 'restored', 'drift-accepted', 'kept'] as const satisfies SwitchEvent['type'][]

/** The last decisions about kill switches in a period, oldest first, for the organisation's log. */
export async function switchDecisions(
  { levers }: Desk,
  page: { from: Instant; to: Instant },
  limit: number,
): Promise<LogLine[]> {
  const names = new Map(
    (await levers.switches.find(ALL_SWITCHES, FOUND_MAX)).map((state) => [state.id, state]),
  )
  const lines: LogLine[] = []
  let after: { id: string; entry: Entry<SwitchEvent> } | undefined
  for (;;) {
    const found = await levers.switches.entriesOfTypes([...DECISIONS], {
      ...page,
      limit,
      ...(after && { after }),
    })
    for (const { id, entry } of found) {
      const state = names.get(id)
      if (state !== undefined) lines.push(decisionLine(state, entry))
    }
    lines.splice(0, lines.length - limit)
    after = found.at(-1)
    if (found.length < limit) return lines
  }
}

function decisionLine({ key, terms }: Switch, entry: Entry<SwitchEvent>): LogLine {
  const { by, does, details } = describeSwitch(entry)
  const what = does
    .map((part) => ('text' in part ? part.text : ''))
    .join('')
    .trim()
  const why = details.map(({ text }) => text).join(' ')
  const reason = 'reason' in entry.event ? entry.event.reason : why
  return {
    kind: 'decision',
    text: `${terms.name} (${key}): ${what}. ${reason}`.trim(),
    at: entry.at,
    by,
    ...('incident' in entry.event &&
      entry.event.incident !== undefined && { incident: entry.event.incident }),
  }
}

/** Page 1 is the newest; a page past the end is the last. */
export async function historyPage({ levers, policy }: Desk, state: Switch, wanted: number): Promise<Message> {
  const [newest] = await levers.switches.entries(state.id, { limit: 1 })
  const last = newest?.seq ?? 0
  const pages = Math.max(1, Math.ceil(last / TIMELINE_PAGE))
  const page = Math.min(Math.max(1, wanted), pages)
  const before = last - (page - 1) * TIMELINE_PAGE + 1
  const entries = await levers.switches.entries(state.id, { before, limit: TIMELINE_PAGE })
  return historyMessage(state, { entries, page, pages }, policy)
}

/** The last decisions about all switches together. */
export async function historyOfAll(desk: Desk): Promise<Message> {
  const switches = await allSwitches(desk)
  const all = await Promise.all(
    switches.map(async (state) => {
      const entries = await desk.levers.switches.entries(state.id, { limit: LOOK_BACK })
      return entries.filter(({ event }) => isDecision(event)).map((entry) => ({ state, entry }))
    }),
  )
  const newest = all.flat().toSorted((one, other) => one.entry.at - other.entry.at)
  return lastChanges(newest.slice(-TIMELINE_PAGE), desk.policy)
}
