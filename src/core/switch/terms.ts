import type { Policy } from '../policy.ts'
import type { SwitchRules } from '../policy-switches.ts'
import type { Place } from './provider.ts'
import { openApproval } from './standing.ts'
import type { Stage, Switch, SwitchEvent, Terms } from './switch.ts'

type Named = Pick<Policy, 'switches' | 'restoreStages' | 'switchTrouble'>

/** What the policy in force says of a switch; undefined when it does not name it. */
export function termsOf(key: string, policy: Named): Terms | undefined {
  const rules = Object.hasOwn(policy.switches, key) ? policy.switches[key] : undefined
  if (rules === undefined) return undefined
  const stage = stageOf(key, policy)
  return {
    ...rules,
    at: placeOf(key, rules),
    ...(stage && { stage }),
    alarmEveryMinutes: policy.switchTrouble.everyMinutes,
  }
}

/** Where a switch is. The built-in flags go by their key, so the policy need not say it. */
export function placeOf(key: string, { provider, at }: Pick<SwitchRules, 'provider' | 'at'>): Place {
  return provider === 'built-in' ? { flag: key, ...at } : at
}

function stageOf(key: string, { restoreStages }: Named): Stage | undefined {
  const index = restoreStages.findIndex((stage) => stage.switches.includes(key))
  const stage = restoreStages[index]
  return stage && { index, name: stage.name, observeMinutes: stage.observeMinutes }
}

/** What has changed in the policy since this switch was last looked at. A request for what has changed is void. */
export function renewal(state: Switch, policy: Named): SwitchEvent[] {
  const terms = termsOf(state.key, policy)
  if (terms === undefined) return state.retired ? [] : [{ type: 'switch-retired' }, ...voided(state)]
  if (!state.retired && same(terms, state.terms)) return []
  const matters = !same(essence(terms), essence(state.terms))
  return [{ type: 'terms-changed', terms }, ...(matters ? voided(state) : [])]
}

function voided(state: Switch): SwitchEvent[] {
  const pending = openApproval(state)
  return pending === undefined ? [] : [{ type: 'ask-ended', ask: pending.ask, how: 'moved' }]
}

function essence({ normal, safe, provider, at, mayPull, mayRestore, approval }: Terms) {
  return { normal, safe, provider, at, mayPull, mayRestore, approval }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
