import type { Acked, Person } from '../protocol.ts'
import type { Workspace } from '../workspace.ts'
import { Impossible, personOf } from './acting.ts'

/** Deploys an application, as by the button in Argo CD; `ok: false` with the reason when it is frozen. */
export function deploy(workspace: Workspace, as: string, application: string): Acked {
  const person = colleague(workspace, as)
  return taken(workspace.deploys.deploy(application, person.id))
}

export function removeWindow(workspace: Workspace, as: string, project: string, description: string): Acked {
  colleague(workspace, as)
  return taken(workspace.deploys.removeWindow(project, description))
}

function colleague(workspace: Workspace, id: string): Person {
  const person = personOf(workspace, id)
  if (person.isGuest) throw new Impossible('Guests have no account in Argo CD.', 403)
  return person
}

function taken(error: string | undefined): Acked {
  return error === undefined ? { ok: true, ms: 0 } : { ok: false, error, ms: 0 }
}
