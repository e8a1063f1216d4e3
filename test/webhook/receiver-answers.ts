import { createHmac } from 'node:crypto'
import type { SwitchValue } from '../../src/core/switch/provider.ts'
import type { Received, Reply } from '../outside/outside-server.ts'

export const SECRET = 'webhook-secret-of-32-characters!'

export type Order = { switch: string; value: SwitchValue; key: string; comment: string; at: string }

/** A receiver that keeps to the contract in docs/signed-webhook.md, written without the bot's own code. */
export function receiverAnswer(
  state: Record<string, SwitchValue>,
  orders: Order[],
  request: Received,
): Reply {
  const { method, headers, body, search, query } = request
  const content = method === 'GET' ? search : body
  const timestamp = String(headers['x-tocsin-timestamp'])
  const proof = createHmac('sha256', SECRET).update(`${timestamp}.${content}`).digest('hex')
  if (!/^\d{10}$/.test(timestamp) || headers['x-tocsin-signature'] !== `v1=${proof}`)
    return { status: 401, body: { error: 'The signature is not right.' } }
  const order: Order | undefined = method === 'POST' ? JSON.parse(body) : undefined
  const name = order?.switch ?? query.get('switch') ?? ''
  if (!Object.hasOwn(state, name)) return { status: 404, body: { error: 'No such switch.' } }
  if (order) {
    if (headers['idempotency-key'] !== order.key) return { status: 400, body: { error: 'Keys differ.' } }
    if (headers['content-type'] !== 'application/json') return { status: 415, body: {} }
    if (orders.every(({ key }) => key !== order.key)) state[name] = order.value
    orders.push(order)
  }
  return { status: 200, body: { switch: name, value: state[name] } }
}
