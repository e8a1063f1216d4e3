import type { SwitchAct } from '../../core/policy-switches.ts'
import { waitsFor } from '../../core/switch/stages.ts'
import { incidentOf } from '../../core/switch/standing.ts'
import type { Switch, SwitchCommand, SwitchEvent } from '../../core/switch/switch.ts'
import type { Handled } from '../../engine/engine.ts'
import { sleep } from '../deadline.ts'
import type { Became } from '../views/switch-answers.ts'
import type { Asked, Desk } from './desk.ts'
import { actingNow, actOn, allSwitches, forIncident } from './switch-desk.ts'

/** Somebody who has pulled something waits this long to see that it is done; it goes on anyhow. */
const SEEN_WITHIN_MS = 1_500
const LOOK_EVERY_MS = 40

export type Doing = {
  act: SwitchAct
  reason: string
  incident?: string
  override?: true
  outOfTurn?: true
}

/** Pulls or restores switches one after the other, in the order given, and sees what becomes of each. */
export async function carryOut(
  desk: Desk,
  asked: Asked,
  switches: readonly Switch[],
  doing: Doing,
): Promise<Became[]> {
  const { act, reason, incident: named, override, outOfTurn } = doing
  const actor = await actingNow(desk, asked.user)
  const all = act === 'restore' ? await allSwitches(desk) : []
  const ordered: { state: Switch; handled: Handled<Switch, SwitchEvent> }[] = []
  for (const state of switches) {
    const incident = await forIncident(
      desk,
      named ?? (act === 'restore' ? incidentOf(state) : undefined),
      asked.user,
    )
    const command: SwitchCommand = {
      type: act,
      reason,
      ...(incident && { incident }),
      ...(override && { override }),
      ...(outOfTurn && { outOfTurn }),
      ...(act === 'restore' && { waitsFor: waitsFor(state.key, all, desk.policy, desk.now()) }),
    }
    ordered.push({ state, handled: await actOn(desk, asked, state, command, actor) })
  }
  return Promise.all(ordered.map(({ state, handled }) => became(desk, state, handled)))
}

/** What a command came to; of one that was ordered, what is seen of it within a moment. */
export async function became(
  desk: Desk,
  before: Switch,
  handled: Handled<Switch, SwitchEvent>,
): Promise<Became> {
  if (handled.result === 'rejected') {
    const { rejected: sentence, code } = handled.rejection
    return { state: before, what: 'rejected', sentence, code }
  }
  const events = handled.result === 'committed' ? handled.entries.map(({ event }) => event) : []
  const refused = events.find((event) => event.type === 'refused')
  if (refused !== undefined)
    return { state: handled.state, what: 'refused', sentence: refused.sentence, code: refused.code }
  if (events.some(({ type }) => type === 'approval-asked')) return { state: handled.state, what: 'asked' }
  if (handled.state.order === undefined) return { state: handled.state, what: 'recorded' }
  return seen(desk, handled.state)
}

async function seen(desk: Desk, ordered: Switch): Promise<Became> {
  const number = ordered.orders
  let state = ordered
  for (let waited = 0; waited < SEEN_WITHIN_MS; waited += LOOK_EVERY_MS) {
    state = (await desk.levers.switches.load(ordered.id)) ?? state
    if (state.orders !== number || state.order === undefined) return { state, what: 'done' }
    if (state.order.tries > 0) return { state, what: 'failing' }
    await sleep(LOOK_EVERY_MS)
  }
  return { state, what: 'under-way' }
}
