import type { Asker } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { rolesOf } from '../../core/incident/roles.ts'
import { ALL_SWITCHES, labelOf } from '../../core/switch/decider.ts'
import { ALL_TARGETS } from '../../core/switch/grammar.ts'
import { incidentOf, isOut } from '../../core/switch/standing.ts'
import { targetNamed } from '../../core/switch/suggestions.ts'
import type { ForIncident, Switch, SwitchCommand, SwitchEvent } from '../../core/switch/switch.ts'
import type { Handled } from '../../engine/engine.ts'
import { readStepTarget } from '../switch-controls.ts'
import { type Asked, type Desk, locate } from './desk.ts'

export const FOUND_MAX = 200

/** All switches, in the policy's order; those that it no longer names only while they are out. */
export async function allSwitches({ levers, policy }: Desk): Promise<Switch[]> {
  const all = await levers.switches.find(ALL_SWITCHES, FOUND_MAX)
  const order = Object.keys(policy.switches)
  const place = ({ key }: Switch) => (order.includes(key) ? order.indexOf(key) : order.length)
  return all
    .filter((state) => !state.retired || isOut(state))
    .toSorted((one, other) => place(one) - place(other))
}

export async function switchCalled({ levers }: Desk, key: string): Promise<Switch | undefined> {
  const [found] = await levers.switches.find(labelOf(key), 1)
  return found
}

/**
 * The switches that a target names, in order: one, a bundle's, a step's, or all that are out (for an incident, when
 * one is given). Empty when there are none.
 */
export async function switchesOf(desk: Desk, target: string, incident?: string): Promise<Switch[]> {
  if (target === ALL_TARGETS) {
    const out = (await allSwitches(desk)).filter(isOut)
    return incident === undefined ? out : out.filter((state) => incidentOf(state) === incident)
  }
  const step = readStepTarget(target)
  const keys =
    step === undefined
      ? (targetNamed(target, desk.policy)?.switches ?? [target])
      : (desk.policy.restoreStages[step]?.switches ?? [])
  const found = await Promise.all(keys.map((key) => switchCalled(desk, key)))
  return found.filter((state) => state !== undefined)
}

/** The incident that an act is for, as it stands now, with the roles that the person holds in it. */
export async function forIncident(
  desk: Desk,
  id: string | undefined,
  user: string,
): Promise<ForIncident | undefined> {
  const incident = id === undefined ? undefined : await desk.incidents.load(id)
  if (incident === undefined) return undefined
  return { id: incident.id, open: incident.status !== 'resolved', roles: rolesOf(incident, user) }
}

/** The one incident that is meant, if it is clear which; `choices` when it is not. */
export async function implied(
  desk: Desk,
  asked: Asked,
  number?: number,
): Promise<{ incident?: Incident; question?: string; choices: Incident[] }> {
  const which = await locate(desk, asked, number)
  if ('incident' in which) return { incident: which.incident, choices: [] }
  return { question: which.question, choices: which.choices }
}

/** Who acts, found out at this moment. */
export async function actingNow(desk: Desk, user: string): Promise<Asker> {
  return { kind: 'user', ...(await desk.people.personNow(user)) }
}

/** Has a person's command for a switch decided and committed. */
export async function actOn(
  desk: Desk,
  asked: Asked,
  state: Switch,
  command: SwitchCommand,
  actor?: Asker,
): Promise<Handled<Switch, SwitchEvent>> {
  const by = actor ?? (await actingNow(desk, asked.user))
  return desk.levers.switches.handle(state.id, command, {
    actor: by,
    via: asked.via,
    key: `${asked.key}:${state.id}`,
  })
}
