import { type OutsideServer, outsideServer } from '../outside/outside-server.ts'
import { type FakeFeature, unleashAnswer } from './unleash-answers.ts'

/** A server with as much of Unleash as features need. */
export async function unleashServer(
  features: Record<string, FakeFeature>,
): Promise<OutsideServer & { features: Record<string, FakeFeature> }> {
  return Object.assign(await outsideServer((request) => unleashAnswer(features, request)), { features })
}
