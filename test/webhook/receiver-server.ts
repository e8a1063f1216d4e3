import type { SwitchValue } from '../../src/core/switch/provider.ts'
import { type OutsideServer, outsideServer } from '../outside/outside-server.ts'
import { type Order, receiverAnswer } from './receiver-answers.ts'

/** A receiver that keeps to the contract in docs/signed-webhook.md, written without the bot's own code. */
export async function receiverServer(
  state: Record<string, SwitchValue>,
): Promise<OutsideServer & { state: Record<string, SwitchValue>; orders: Order[] }> {
  const orders: Order[] = []
  const server = await outsideServer((request) => receiverAnswer(state, orders, request))
  return Object.assign(server, { state, orders })
}
