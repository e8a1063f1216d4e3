import type { Entry } from '../../core/decider.ts'
import { TIMELINE_PAGE } from '../../core/limits.ts'
import { isDecision } from '../../core/switch/describe.ts'
import type { Switch, SwitchEvent } from '../../core/switch/switch.ts'
import type { Message } from '../blocks.ts'
import { historyMessage, lastChanges } from '../views/switch-history.ts'
import type { Desk } from './desk.ts'
import { allSwitches } from './switch-desk.ts'

/** How far back each switch is looked at for the last changes of all. */
const LOOK_BACK = 30

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

export type Change = { state: Switch; entry: Entry<SwitchEvent> }
