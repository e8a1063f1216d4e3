import { type OutsideServer, outsideServer } from '../outside/outside-server.ts'
import { type FakeFlag, launchdarklyAnswer, type Patch } from './launchdarkly-answers.ts'

/** As much of LaunchDarkly as flags need: it takes semantic patches, refuses what it cannot read, and keeps state. */
export async function launchdarklyServer(
  flags: Record<string, FakeFlag>,
): Promise<OutsideServer & { flags: Record<string, FakeFlag>; patches: Patch[] }> {
  const patches: Patch[] = []
  const server = await outsideServer((request) => launchdarklyAnswer(flags, patches, request))
  return Object.assign(server, { flags, patches })
}
