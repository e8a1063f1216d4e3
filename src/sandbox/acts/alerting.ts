import type { AlertAct } from '../outside-world.ts'
import type { Json } from '../protocol.ts'
import type { Workspace } from '../workspace.ts'
import { Impossible } from './acting.ts'

/** Nobody does this: it stands for what happens to the systems that are watched. */
export function fireOrResolve({ alerts }: Workspace, act: AlertAct): void {
  if (alerts === undefined) throw new Impossible('Nothing takes alerts here.', 404)
  const problem = 'fire' in act ? alerts.fire(act.fire) : alerts.resolve(act.resolve)
  if (problem !== undefined) throw new Impossible(problem, 404)
}

export function alertSent({ alerts }: Workspace, n: number): { body: Json } {
  const body = alerts?.body(n)
  if (body === undefined) throw new Impossible('That was sent too long ago to be shown.', 404)
  return { body }
}
