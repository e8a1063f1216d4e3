import { z } from 'zod'
import type { Instant } from '../core/decider.ts'
import type { ProviderFailure } from '../core/switch/provider.ts'
import { baseAddress } from '../outside/address.ts'
import { ask, type Outside } from '../outside/ask.ts'
import { readJson } from '../outside/read-json.ts'
import { never } from '../outside/refusal.ts'
import {
  type CheckPlace,
  type Claims,
  onlyOnAndOff,
  placeProblem,
  type SwitchSystem,
  unreadable,
} from '../outside/system.ts'
import { type Feature, feature, projects, type Strategy, type UnleashPlace, unleashPlace } from './wire.ts'

export type UnleashConfig = { url: string; token: string }

export const checkUnleashPlace: CheckPlace = (place, value) =>
  placeProblem(unleashPlace, place) ?? onlyOnAndOff('Unleash', value)

export const unleashClaims: Claims = (place) => {
  const { project, feature: key, environment } = unleashPlace.parse(place)
  return [`${project}/${key}/${environment}`]
}

/** Features of Unleash, on or off in one environment. Unleash has no place for a comment with that. */
export function unleash(
  { url, token }: UnleashConfig,
  { now, timeoutMs }: { now: () => Instant; timeoutMs?: number },
): SwitchSystem {
  const outside: Outside = {
    name: 'Unleash',
    base: withoutApi(baseAddress(url)),
    headers: { authorization: token },
    secret: token,
    settings: { secret: 'UNLEASH_TOKEN', address: 'UNLEASH_URL' },
    now,
    ...(timeoutMs !== undefined && { timeoutMs }),
  }

  return {
    async set(order, signal) {
      const place = unleashPlace.safeParse(order.place)
      if (!place.success || typeof order.value !== 'boolean')
        return unreadable('Unleash', checkUnleashPlace, order)
      const { environment } = place.data
      const path = `${featurePath(place.data)}/environments/${encodeURIComponent(environment)}/${order.value ? 'on' : 'off'}`
      const answer = await ask(outside, { method: 'POST', path, signal, missing: missing(place.data) })
      if (!answer.ok) return answer.failure
      // Unleash says nothing when it is done; a page would be somebody else's.
      const said = answer.text === '' ? answer : readJson(outside, z.unknown(), answer.text)
      return said.ok ? { ok: true } : said
    },

    async read(at, signal) {
      const place = unleashPlace.safeParse(at)
      if (!place.success) return unreadable('Unleash', checkUnleashPlace, { place: at })
      const path = featurePath(place.data)
      const answer = await ask(outside, { method: 'GET', path, signal, missing: missing(place.data) })
      if (!answer.ok) return answer.failure
      const found = readJson(outside, feature, answer.text)
      return found.ok ? valueFor(outside, place.data, found.value) : found
    },

    async probe(signal) {
      const path = '/api/admin/projects'
      const lost = 'Unleash does not answer at this address: correct UNLEASH_URL.'
      const answer = await ask(outside, { method: 'GET', path, signal, missing: lost })
      if (!answer.ok) return answer.failure
      const read = readJson(outside, projects, answer.text)
      if (!read.ok) return read
      const count = read.value.projects.length
      return { ok: true, say: `takes the token, which sees ${count} ${count === 1 ? 'project' : 'projects'}` }
    },
  }
}

/** Programs are given the address with `/api`; here it is put behind. */
function withoutApi(base: string): string {
  return base.replace(/\/api$/, '')
}

function featurePath({ project, feature: name }: UnleashPlace): string {
  return `/api/admin/projects/${encodeURIComponent(project)}/features/${encodeURIComponent(name)}`
}

function missing({ project, feature: name, environment }: UnleashPlace): string {
  return `Unleash has no feature "${name}" in project "${project}" with an environment "${environment}": correct the switch in the policy, or create the feature.`
}

function valueFor(
  outside: Outside,
  place: UnleashPlace,
  found: Feature,
): { ok: true; value: boolean } | ProviderFailure {
  if (found.archived || found.archivedAt)
    return never(
      outside,
      `The feature "${place.feature}" is archived, so it is off for programs that ask for it: revive it in Unleash, or take the switch out of the policy.`,
    )
  const environment = found.environments.find(({ name }) => name === place.environment)
  if (environment === undefined) return never(outside, missing(place))
  if (!environment.enabled) return { ok: true, value: false }
  const why = reservation(environment.strategies ?? [], (found.dependencies ?? []).length > 0)
  if (why === undefined || place.allowTargeting) return { ok: true, value: true }
  return never(
    outside,
    `The feature "${place.feature}" cannot be read as one value: ${why}. Correct it in Unleash, or allow it with \`allowTargeting\` in the policy.`,
  )
}

/** Why an enabled feature is not on for everybody. One strategy that chooses everybody is enough. */
function reservation(strategies: Strategy[], dependent: boolean): string | undefined {
  if (dependent) return 'it depends on another feature'
  if (strategies.length === 0 || strategies.some(choosesEverybody)) return undefined
  return 'its strategies choose who gets it'
}

function choosesEverybody({ name, disabled, constraints, segments, parameters }: Strategy): boolean {
  if (disabled || (constraints ?? []).length > 0 || (segments ?? []).length > 0) return false
  return name === 'default' || (name === 'flexibleRollout' && Number(parameters?.rollout) === 100)
}
