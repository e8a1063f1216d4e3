import type { Instant } from '../core/decider.ts'
import type { Place, ProviderFailure, SwitchValue } from '../core/switch/provider.ts'
import { clip, line } from '../core/text.ts'
import { baseAddress } from '../outside/address.ts'
import { ask, type Outside } from '../outside/ask.ts'
import { COMMENT_MAX, CONFLICT_TRIES } from '../outside/limits.ts'
import { readJson } from '../outside/read-json.ts'
import { never } from '../outside/refusal.ts'
import {
  type CheckPlace,
  type Claims,
  placeProblem,
  type SwitchSystem,
  unreadable,
} from '../outside/system.ts'
import { instructionsFor, servingOf } from './serving.ts'
import {
  API_VERSION,
  callerIdentity,
  changedFlag,
  type Flag,
  type FlagConfig,
  flag,
  type LaunchdarklyPlace,
  launchdarklyPlace,
  SEMANTIC_PATCH,
  type SemanticPatch,
} from './wire.ts'

export type LaunchdarklyConfig = { apiUrl: string; token: string }

export const checkLaunchdarklyPlace: CheckPlace = (place, value) =>
  placeProblem(launchdarklyPlace, place) ??
  (place.allowTargeting === true && typeof value !== 'boolean'
    ? {
        path: ['allowTargeting'],
        message: 'Targeting can only be left to LaunchDarkly for a switch that is on or off.',
        allowed: 'true and false as values of the switch, or no `allowTargeting`',
      }
    : undefined)

export const launchdarklyClaims: Claims = (place) => {
  const { project, flag: key, environment } = launchdarklyPlace.parse(place)
  return [`${project}/${key}/${environment}`]
}

type Found = { ok: true; flag: Flag; config: FlagConfig }

/** Flags of LaunchDarkly, changed by semantic patches and read back as what customers get. */
export function launchdarkly(
  { apiUrl, token }: LaunchdarklyConfig,
  { now, timeoutMs }: { now: () => Instant; timeoutMs?: number },
): SwitchSystem {
  const outside: Outside = {
    name: 'LaunchDarkly',
    base: baseAddress(apiUrl),
    headers: { authorization: token, 'ld-api-version': API_VERSION },
    secret: token,
    settings: { secret: 'LAUNCHDARKLY_TOKEN', address: 'LAUNCHDARKLY_API_URL' },
    now,
    ...(timeoutMs !== undefined && { timeoutMs }),
  }

  async function find(place: LaunchdarklyPlace, signal: AbortSignal): Promise<Found | ProviderFailure> {
    const missing = `LaunchDarkly has no flag "${place.flag}" in project "${place.project}" that this token may see: correct the switch in the policy, or create the flag.`
    const path = `${flagPath(place)}?env=${encodeURIComponent(place.environment)}`
    const answer = await ask(outside, { method: 'GET', path, signal, missing })
    if (!answer.ok) return answer.failure
    const read = readJson(outside, flag, answer.text)
    if (!read.ok) return read
    const config = read.value.environments?.[place.environment]
    if (config === undefined)
      return never(
        outside,
        `LaunchDarkly has no environment "${place.environment}" in project "${place.project}" that this token may see: correct the switch in the policy.`,
      )
    if (read.value.archived || config.archived)
      return never(
        outside,
        `The flag "${place.flag}" is archived, so programs do not get it any more: restore it in LaunchDarkly, or take the switch out of the policy.`,
      )
    return { ok: true, flag: read.value, config }
  }

  /** Reads, decides what is to be changed, changes it; anew when somebody else changed the flag meanwhile. */
  async function setAt(place: LaunchdarklyPlace, value: SwitchValue, comment: string, signal: AbortSignal) {
    for (let tries = 1; ; tries++) {
      const found = await find(place, signal)
      if (!found.ok) return found
      const instructions = instructionsFor(found.flag, found.config, value, place.allowTargeting)
      if (instructions === undefined) return never(outside, withoutVariation(place, found.flag, value))
      if (instructions.length === 0) return { ok: true as const }
      const patch: SemanticPatch = { environmentKey: place.environment, comment, instructions }
      const answer = await ask(outside, {
        method: 'PATCH',
        // A change that was planned for later must not stand in the way of stopping harm now.
        path: `${flagPath(place)}?ignoreConflicts=true`,
        headers: { 'content-type': SEMANTIC_PATCH },
        body: JSON.stringify(patch),
        signal,
        missing: `The flag "${place.flag}" has just been deleted in LaunchDarkly.`,
      })
      if (answer.ok) {
        const changed = readJson(outside, changedFlag, answer.text)
        return changed.ok ? { ok: true as const } : changed
      }
      if (answer.status !== 409 || tries >= CONFLICT_TRIES) return answer.failure
    }
  }

  return {
    async set(order, signal) {
      const place = launchdarklyPlace.safeParse(order.place)
      if (!place.success) return unreadable('LaunchDarkly', checkLaunchdarklyPlace, order)
      return setAt(place.data, order.value, clip(line(order.comment), COMMENT_MAX), signal)
    },

    async read(at: Place, signal) {
      const place = launchdarklyPlace.safeParse(at)
      if (!place.success) return unreadable('LaunchDarkly', checkLaunchdarklyPlace, { place: at })
      const found = await find(place.data, signal)
      if (!found.ok) return found
      const serving = servingOf(found.flag, found.config)
      if ('one' in serving) return { ok: true, value: serving.one }
      if (place.data.allowTargeting && found.config.on) return { ok: true, value: true }
      return never(
        outside,
        `The flag "${place.data.flag}" cannot be read as one value: ${serving.many}. Correct it in LaunchDarkly, or allow it with \`allowTargeting\` in the policy.`,
      )
    },

    async probe(signal) {
      const missing = 'LaunchDarkly does not answer at this address: correct LAUNCHDARKLY_API_URL.'
      const answer = await ask(outside, { method: 'GET', path: '/api/v2/caller-identity', signal, missing })
      if (!answer.ok) return answer.failure
      const read = readJson(outside, callerIdentity, answer.text)
      if (!read.ok) return read
      const { tokenName } = read.value
      return {
        ok: true,
        say: tokenName ? `takes the token "${clip(line(tokenName), 80)}"` : 'takes the token',
      }
    },
  }
}

function flagPath({ project, flag: key }: LaunchdarklyPlace): string {
  return `/api/v2/flags/${encodeURIComponent(project)}/${encodeURIComponent(key)}`
}

function withoutVariation(place: LaunchdarklyPlace, { variations }: Flag, value: SwitchValue): string {
  const has = variations.map((each) => clip(JSON.stringify(each.value) ?? '', 40)).join(', ')
  return `The flag "${place.flag}" has no variation ${clip(JSON.stringify(value), 80)}, only ${clip(has, 160)}: add it in LaunchDarkly, or correct the switch in the policy.`
}
