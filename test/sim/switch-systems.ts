import type { SwitchValue } from '../../src/core/switch/provider.ts'
import { aFlag, type FakeFlag, launchdarklyAnswer, type Patch } from '../launchdarkly/launchdarkly-answers.ts'
import type { Received, Reply } from '../outside/outside-server.ts'
import { aFeature, type FakeFeature, unleashAnswer } from '../unleash/unleash-answers.ts'
import { type Order, receiverAnswer } from '../webhook/receiver-answers.ts'
import { type Chance, chance } from './chance.ts'
import type { HttpListener } from './platform/stage.ts'
import { customerGetsFeature, customerGetsFlag, oneValueOf, type Served } from './what-customers-get.ts'

export const LAUNCHDARKLY_HOST = 'launchdarkly.sim'
export const UNLEASH_HOST = 'unleash.sim'
export const RECEIVER_HOST = 'switches.sim'
export const SWITCH_HOSTS = [LAUNCHDARKLY_HOST, UNLEASH_HOST, RECEIVER_HOST] as const
/** Where a receiver refuses a request: the time that it names is further away than this. */
const SIGNED_WITHIN_MS = 300_000

/** Where the switches of a night live that are not the bot's own. */
export const PLACES = {
  t_order_status_verified: {
    provider: 'launchdarkly',
    at: { project: 'shop', flag: 'order-status', environment: 'production', allowTargeting: false },
  },
  assistant_copy: {
    provider: 'launchdarkly',
    at: { project: 'shop', flag: 'assistant-copy', environment: 'production', allowTargeting: false },
  },
  safe_mode: {
    provider: 'unleash',
    at: { project: 'shop', feature: 'safe-mode', environment: 'production', allowTargeting: false },
  },
  capsule_cta: { provider: 'webhook', at: { url: `https://${RECEIVER_HOST}/tocsin`, name: 'capsule-cta' } },
} as const
export type Elsewhere = keyof typeof PLACES
export const ELSEWHERE = Object.keys(PLACES) as [Elsewhere, ...Elsewhere[]]

/** LaunchDarkly, Unleash and a receiver of signed webhooks: what they hold, and what anybody else does there. */
export class SwitchSystems {
  readonly #now: () => number
  readonly #flags: Record<string, FakeFlag> = {
    'order-status': aFlag([true, false]),
    'assistant-copy': aFlag(['full', 'silent', 'informative']),
  }
  readonly #features: Record<string, FakeFeature> = { 'safe-mode': aFeature(false, [{ name: 'default' }]) }
  readonly #state: Record<string, SwitchValue> = { 'capsule-cta': true }
  readonly #patches: Patch[] = []
  readonly #orders: Order[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  listeners(): [host: string, HttpListener][] {
    return [
      [LAUNCHDARKLY_HOST, listening((asked) => launchdarklyAnswer(this.#flags, this.#patches, asked))],
      [UNLEASH_HOST, listening((asked) => unleashAnswer(this.#features, asked))],
      [RECEIVER_HOST, listening((asked) => this.#receives(asked))],
    ]
  }

  /** What customers get now; `many` when not all get the same. */
  served(key: Elsewhere): Served {
    if (key === 'capsule_cta') return { one: this.#state['capsule-cta'] ?? '' }
    if (key === 'safe_mode') return oneValueOf((who) => customerGetsFeature(this.#features['safe-mode'], who))
    const flag = this.#flags[PLACES[key].at.flag]
    return oneValueOf((who) => customerGetsFlag(flag, who))
  }

  /** Somebody changes it where it lives, as people do who know nothing of an incident. */
  changedByHand(key: Elsewhere, seed: string): string {
    const draw = chance(seed)
    if (key === 'capsule_cta') return this.#flips()
    return key === 'safe_mode' ? this.#changesFeature(draw) : this.#changesFlag(key, draw)
  }

  #receives(asked: Received): Reply {
    const at = Number(asked.headers['x-tocsin-timestamp']) * 1_000
    if (!(Math.abs(at - this.#now()) < SIGNED_WITHIN_MS))
      return { status: 401, body: { error: 'That was signed at another time.' } }
    return receiverAnswer(this.#state, this.#orders, asked)
  }

  #flips(): string {
    const is = this.#state['capsule-cta'] !== true
    this.#state['capsule-cta'] = is
    return `sets capsule-cta to ${is} behind the receiver`
  }

  #changesFeature(draw: Chance): string {
    const { environments } = this.#features['safe-mode'] ?? aFeature(false)
    const production = environments.find(({ name }) => name === 'production')
    if (!production) return 'finds no environment'
    const kind = draw.next()
    if (kind < 0.65) production.enabled = !production.enabled
    else if (kind < 0.85) production.strategies = [{ name: 'flexibleRollout', parameters: { rollout: '40' } }]
    else production.strategies = [{ name: 'default' }]
    return `changes safe-mode in Unleash: ${JSON.stringify(production)}`
  }

  #changesFlag(key: Exclude<Elsewhere, 'capsule_cta' | 'safe_mode'>, draw: Chance): string {
    const { flag: name } = PLACES[key].at
    const { environments, variations } = this.#flags[name] ?? aFlag([])
    const { production } = environments
    if (!production) return 'finds no environment'
    const variation = draw.int(0, variations.length - 1)
    const kind = draw.next()
    if (kind < 0.45) production.on = !production.on
    else if (kind < 0.65) production.fallthrough = { variation }
    else if (kind < 0.8) production.targets = draw.odds(0.5) ? [] : [{ values: ['customer-3'], variation }]
    else {
      const weights = [25_000, 75_000]
      const shares = weights.map((weight, at) => ({
        variation: (variation + at) % variations.length,
        weight,
      }))
      production.fallthrough = { rollout: { variations: shares } }
    }
    production.version++
    const { on, fallthrough, targets } = production
    return `changes ${name} in LaunchDarkly: ${JSON.stringify({ on, fallthrough, targets })}`
  }
}

/** The fakes of the contract tests, on the simulated wires. */
function listening(answer: (asked: Received) => Reply): HttpListener {
  return (request, response) => {
    const asked = request as NodeJS.ReadableStream & {
      method: string
      url: string
      headers: Record<string, string>
    }
    const chunks: Buffer[] = []
    asked.on('data', (chunk: Buffer) => chunks.push(chunk))
    asked.on('end', () => {
      const { method, headers } = asked
      const url = new URL(asked.url, 'http://outside')
      const { pathname: path, searchParams: query } = url
      const body = Buffer.concat(chunks).toString('utf8')
      const reply = answer({ method, path, query, search: url.search.slice(1), headers, body })
      const out = response as {
        writeHead(status: number, headers: object): unknown
        end(text: string): unknown
      }
      out.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
      out.end(reply.body === undefined ? '' : JSON.stringify(reply.body))
    })
  }
}
