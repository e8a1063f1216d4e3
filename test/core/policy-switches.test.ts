import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { placedReferences, policySchema } from '../../src/core/policy.ts'
import { checkPolicy } from '../../src/core/policy-check.ts'

type Json = Record<string, unknown>
const own = (): Json => parse(readFileSync('policy.yml', 'utf8')) as Json

/** What is said of the policy with one switch changed so. */
function said(changes: Json, key = 'capsule_cta'): { message: string; path: unknown[]; allowed?: string }[] {
  const policy = own()
  const switches = policy.switches as Record<string, Json>
  return checkPolicy({ ...policy, switches: { ...switches, [key]: { ...switches.capsule_cta, ...changes } } })
}
const messages = (changes: Json, key?: string) => said(changes, key).map(({ message }) => message)

describe('the kill switches of a policy', () => {
  it('are those of the runbooks', () => {
    const policy = policySchema.parse(own())
    expect(Object.keys(policy.switches)).toEqual([
      'automation_enabled',
      'safe_mode',
      't_order_status_ask_order_number',
      't_delivered_not_received_intake',
      't_missing_items_intake',
      't_technical_support_intake',
      't_order_status_verified',
      't_shipping_delay_verified',
      'assistant_copy',
      'callback_queue',
      'capsule_cta',
      'customer_banner',
      'deploy_freeze',
    ])
    const { automation_enabled, safe_mode, customer_banner, deploy_freeze } = policy.switches
    expect([automation_enabled?.safe, safe_mode?.safe]).toEqual([false, true])
    expect(typeof customer_banner?.safe).toBe('string')
    expect(deploy_freeze?.provider).toBe('argocd')
    expect(policy.bundles.emergency_stop?.switches).toEqual(['automation_enabled', 'safe_mode'])
    expect(policy.restoreStages.map(({ observeMinutes }) => observeMinutes)).toEqual([60, 60, 0])
  })

  it('may be left out altogether: a policy from before there were any still reads', () => {
    const { switches: _, bundles: __, restoreStages: ___, switchTrouble: ____, ...before } = own()
    expect(checkPolicy(before)).toEqual([])
    expect(policySchema.parse(before)).toMatchObject({ switches: {}, bundles: {}, restoreStages: [] })
  })

  it('name people who are looked for in Slack', () => {
    const named = placedReferences(policySchema.parse(own())).filter(({ path }) => path[0] === 'switches')
    expect(named).toContainEqual({
      path: ['switches', 'automation_enabled', 'approval', 'override', 0],
      reference: '@leadership',
    })
    expect(named.some(({ reference }) => reference.startsWith('role:'))).toBe(false)
  })

  it.each<[string, Json, string | undefined, string]>([
    [
      'of no type',
      { normal: null },
      undefined,
      '`switches.capsule_cta.normal` is nothing that a switch can be set to.',
    ],
    ['of two types', { normal: 'on', safe: false }, undefined, 'The two values are of different types.'],
    [
      'that change nothing',
      { normal: false, safe: false },
      undefined,
      'Pulling it would change nothing: both values are the same.',
    ],
    [
      'that nobody says who may pull',
      { mayPull: undefined },
      undefined,
      '`switches.capsule_cta.mayPull` is missing.',
    ],
    [
      'that somebody strange may pull',
      { mayPull: 'everybody' },
      undefined,
      '`switches.capsule_cta.mayPull` does not say who may.',
    ],
    ['for a role that is not', { mayPull: ['role:boss'] }, undefined, 'There is no role "boss".'],
    [
      'for a role that everybody may take',
      { mayPull: ['role:scribe'] },
      undefined,
      'Every member may take the role "scribe", and so may do this.',
    ],
    ['for one twice', { mayPull: ['@a', '@a'] }, undefined, '"@a" stands here twice.'],
    [
      'in a system that is not',
      { provider: 'flipt' },
      undefined,
      '`switches.capsule_cta.provider` is none of those there are.',
    ],
    [
      'for a class that is not',
      { suggestedFor: { classes: ['capsules'] } },
      undefined,
      'There is no class "capsules".',
    ],
    [
      'with a key that no address takes',
      {},
      'Capsule CTA',
      '`switches.Capsule CTA` cannot be the key of a kill switch.',
    ],
    ['with the key of a bundle', {}, 'emergency_stop', '"emergency_stop" is a switch already.'],
    [
      'with the flag of another',
      { at: { flag: 'safe_mode' } },
      undefined,
      'The switches "safe_mode" and "capsule_cta" are the same flag, so that setting one would set the other.',
    ],
    ['with a flag that is none', { at: { flag: 'a/b' } }, undefined, 'This cannot be the key of a flag.'],
    [
      'with a place that built-in ones do not have',
      { at: { project: 'x' } },
      undefined,
      'A built-in switch has no `project`.',
    ],
    [
      'with a setting that is not',
      { mayPul: [] },
      undefined,
      '`switches.capsule_cta.mayPul` is not a setting that exists. Did you mean `mayPull`?',
    ],
    [
      'approved by nobody else',
      { mayPull: ['U1'], approval: { for: ['pull'], withinMinutes: 5 } },
      undefined,
      'A second person has to approve, but not more than one may pull it.',
    ],
    [
      'overridden by a stranger',
      { mayPull: ['@a'], approval: { for: ['pull'], withinMinutes: 5, override: ['@b'] } },
      undefined,
      '"@b" may go without a second person, but may not do it at all.',
    ],
  ])('are not %s', (_, changes, key, message) => {
    expect(messages(changes, key)).toContain(message)
  })

  it('have bundles, steps and alarms that name what there is', () => {
    const policy = own()
    const problems = checkPolicy({
      ...policy,
      bundles: { all: { name: 'All', does: 'All.', switches: ['safe_mode', 'safe_mod', 'safe_mode'] } },
      restoreStages: [
        { name: 'One', switches: ['safe_mode'] },
        { name: 'Two', switches: ['safe_mode'] },
      ],
      switchTrouble: { tell: ['managers'], everyMinutes: 5 },
    })
    expect(problems.map(({ message }) => message)).toEqual([
      'There is no switch "safe_mod".',
      '"safe_mode" stands here twice.',
      '"safe_mode" stands in an earlier step already.',
      'There is no rung "managers".',
    ])
  })

  it('wake somebody when they get stuck', () => {
    const { switchTrouble: _, ...silent } = own()
    expect(checkPolicy(silent).map(({ message }) => message)).toEqual([
      'Nobody would be told when a switch does not do what it should.',
    ])
  })
})
