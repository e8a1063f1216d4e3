import type { Instant } from '../core/decider.ts'
import { clip, line } from '../core/text.ts'
import { ask, type Outside } from '../outside/ask.ts'
import { COMMENT_MAX } from '../outside/limits.ts'
import { readJson } from '../outside/read-json.ts'
import { notUnderstood } from '../outside/refusal.ts'
import {
  type CheckPlace,
  type Claims,
  placeProblem,
  type SwitchSystem,
  unreadable,
} from '../outside/system.ts'
import { signature } from './signature.ts'
import {
  KEY_HEADER,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
  type WebhookOrder,
  webhookPlace,
  webhookState,
} from './wire.ts'

export type WebhookConfig = { secret: string }

export const checkWebhookPlace: CheckPlace = (place) => placeProblem(webhookPlace, place)

export const webhookClaims: Claims = (place) => {
  const { url, name } = webhookPlace.parse(place)
  return [`${new URL(url).href} ${name}`]
}

/** Switches of any other system, behind a receiver that checks our signature. See docs/signed-webhook.md. */
export function webhook(
  { secret }: WebhookConfig,
  { now, timeoutMs }: { now: () => Instant; timeoutMs?: number },
): SwitchSystem {
  const receiver = (url: URL): Outside => ({
    name: `The receiver at ${url.host}`,
    base: url.origin,
    headers: {},
    secret,
    settings: { secret: 'SWITCH_WEBHOOK_SECRET on both sides', address: 'its address in the policy' },
    now,
    ...(timeoutMs !== undefined && { timeoutMs }),
  })

  function signed(content: string): Record<string, string> {
    const timestamp = String(Math.floor(now() / 1_000))
    return { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signature(secret, timestamp, content) }
  }

  return {
    async set(order, signal) {
      const place = webhookPlace.safeParse(order.place)
      if (!place.success) return unreadable('its receiver', checkWebhookPlace, order)
      const { url, name } = place.data
      const at = new URL(url)
      const content: WebhookOrder = {
        switch: name,
        value: order.value,
        key: order.key,
        comment: clip(line(order.comment), COMMENT_MAX),
        at: new Date(now()).toISOString(),
      }
      const body = JSON.stringify(content)
      const headers = { 'content-type': 'application/json', [KEY_HEADER]: order.key, ...signed(body) }
      const path = `${at.pathname}${at.search}`
      const answer = await ask(receiver(at), {
        method: 'POST',
        path,
        headers,
        body,
        signal,
        missing: unknown(at, name),
      })
      if (!answer.ok) return answer.failure
      const state = stateIn(receiver(at), name, answer.text)
      return state.ok ? { ok: true } : state
    },

    async read(given, signal) {
      const place = webhookPlace.safeParse(given)
      if (!place.success) return unreadable('its receiver', checkWebhookPlace, { place: given })
      const { url, name } = place.data
      const at = new URL(url)
      at.searchParams.set('switch', name)
      const headers = signed(at.search.slice(1))
      const path = `${at.pathname}${at.search}`
      const answer = await ask(receiver(at), {
        method: 'GET',
        path,
        headers,
        signal,
        missing: unknown(at, name),
      })
      if (!answer.ok) return answer.failure
      return stateIn(receiver(at), name, answer.text)
    },

    async probe() {
      return { ok: true, say: 'requests can be signed' }
    },
  }
}

/** The observed state, if it is one and of this switch: an answer from elsewhere proves nothing. */
function stateIn(outside: Outside, name: string, text: string) {
  const read = readJson(outside, webhookState, text)
  if (!read.ok) return read
  if (read.value.switch !== name) return notUnderstood(outside, 'the state of another switch')
  return { ok: true as const, value: read.value.value }
}

function unknown({ host }: URL, name: string): string {
  return `The receiver at ${host} knows no switch "${name}": correct the switch in the policy, or the receiver.`
}
