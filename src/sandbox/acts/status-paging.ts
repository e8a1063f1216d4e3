import type { StatusPageAct } from '../outside-world.ts'
import type { Acked } from '../protocol.ts'
import type { Workspace } from '../workspace.ts'
import { Impossible, personOf } from './acting.ts'

/** Changes a public incident on the page itself, as a colleague would who is signed in there. */
export function changeStatusPage(workspace: Workspace, act: StatusPageAct): Acked {
  const person = personOf(workspace, act.as)
  if (person.isGuest) throw new Impossible('Guests have no account for the status page.', 403)
  const { statusPage } = workspace
  const incident = statusPage.incident(act.incident)
  if (incident === undefined) throw new Impossible('There is no such incident on the status page.', 404)
  if (act.remove === true) {
    statusPage.remove(incident)
    return DONE
  }
  if (act.rewrite !== undefined) {
    const { update, body } = act.rewrite
    if (statusPage.rewrite(incident, update, body) === undefined)
      throw new Impossible('There is no such update.', 404)
  }
  const { name, status, body, components } = act
  const change = {
    ...(name !== undefined && { name }),
    ...(status !== undefined && { status }),
    ...(body !== undefined && { body }),
    ...(components !== undefined && { components }),
  }
  const unknown = statusPage.unknown(change)
  if (unknown !== undefined) throw new Impossible(`The status page has no component ${unknown}.`, 404)
  if (Object.keys(change).length > 0) statusPage.change(incident, change, person.id)
  return DONE
}

const DONE: Acked = { ok: true, ms: 0 }
