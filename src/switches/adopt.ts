import type { Policy } from '../core/policy.ts'
import { ALL_SWITCHES, labelOf } from '../core/switch/decider.ts'
import { FOUND_MAX, type Switches } from './watch.ts'

const OURS = { actor: { kind: 'bot' }, via: 'recovery' } as const

/**
 * Sees to it that every switch of the policy has its stream, one each whatever number of processes start at once,
 * and that every stream knows the policy as it is now. A switch that the policy no longer names stays.
 */
export async function adoptSwitches(switches: Switches, policy: Pick<Policy, 'switches'>): Promise<void> {
  for (const key of Object.keys(policy.switches)) {
    const [known] = await switches.find(labelOf(key), 1)
    if (known !== undefined) continue
    await switches.begin((number) => ({ type: 'adopt', number, key }), { ...OURS, key: `adopt:${key}` })
  }
  for (const { id } of await switches.find(ALL_SWITCHES, FOUND_MAX)) {
    await switches.handle(id, { type: 'record-terms' }, OURS)
  }
}
