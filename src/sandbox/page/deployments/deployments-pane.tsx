import type { Application, Deployments, DeployWindow } from '../../outside-world.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'
import { ApplicationRow } from './application-row.tsx'
import { FreezeNotice } from './freeze-notice.tsx'

/** What runs where and may be deployed when, as in Argo CD: frozen by the app, tried by people. */
export function DeploymentsPane() {
  const deployments = useWorkspace((state) => state.deployments)
  return (
    <section class="pane cards-pane" aria-label="Deployments">
      <header class="pane-head">
        <Icon name="deploy" size={20} />
        <h1>Deployments</h1>
        <div class="pane-topic">Argo CD of this workspace</div>
      </header>
      <div class="home-scroll">
        {deployments && (
          <div class="cards">
            {deployments.projects.map((project) => (
              <Project key={project.name} project={project} applications={deployments.applications} />
            ))}
            <p class="deployments-hint">
              A freeze is a sync window that the app adds to a project and takes away again. Try to deploy
              while one is there, or remove it here behind the app’s back and see what it says.
            </p>
          </div>
        )}
      </div>
    </section>
  )
}

type Props = { project: Deployments['projects'][number]; applications: Application[] }

function Project({ project, applications }: Props) {
  const { name, windows } = project
  const active = windows.filter((window) => window.active && window.kind === 'deny')
  const later = windows.filter((window) => !active.includes(window))
  const isFrozen = active.length > 0
  return (
    <section class={`card deploy-project ${isFrozen ? 'frozen' : ''}`} aria-label={`Project ${name}`}>
      <header>
        <h2>{name}</h2>
        <span class="deploy-state" role="status">
          <Icon name={isFrozen ? 'frozen' : 'check'} size={15} />
          {isFrozen ? 'Frozen' : 'Open'}
        </span>
      </header>
      {active.map((window) => (
        <FreezeNotice key={keyOf(window)} project={name} window={window} />
      ))}
      <ul>
        {applications
          .filter((application) => application.project === name)
          .map((application) => (
            <ApplicationRow key={application.name} application={application} />
          ))}
      </ul>
      {later.map((window) => (
        <p key={keyOf(window)} class="deploy-later">
          <Icon name="calendar" size={14} />
          <span>
            {window.description || 'A window'}:{' '}
            {window.kind === 'deny' ? 'no deployments' : 'deployments only'} from{' '}
            <code>{window.schedule}</code> for {window.duration}
          </span>
        </p>
      ))}
    </section>
  )
}

function keyOf({ kind, schedule, duration }: DeployWindow): string {
  return `${kind} ${schedule} ${duration}`
}
