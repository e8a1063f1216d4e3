import type { StatusPage } from '../../outside-world.ts'
import { useWorkspace } from '../state/workspace.ts'
import { Icon } from '../ui/icon.tsx'
import { ComponentList } from './component-list.tsx'
import { PastIncident, PublicIncidentCard } from './public-incident.tsx'
import { isOpen, overall } from './status-words.ts'

/** What customers read about the shop, as on its page at Statuspage. */
export function StatusPagePane() {
  const page = useWorkspace((state) => state.statusPage)
  return (
    <section class="pane status-pane" aria-label="Status page">
      <header class="pane-head">
        <Icon name="globe" size={20} />
        <h1>Status page</h1>
        <div class="pane-topic">What customers read</div>
      </header>
      <div class="home-scroll">{page && <Page page={page} />}</div>
    </section>
  )
}

function Page({ page }: { page: StatusPage }) {
  const { tone, text } = overall(page)
  const open = page.incidents.filter(isOpen)
  const past = page.incidents.filter((incident) => !isOpen(incident))
  return (
    <div class="status-page">
      <p class="status-brand">
        <Icon name="shop" size={22} />
        <span>{page.name}</span>
      </p>
      <p class={`status-banner tone-${tone}`} role="status">
        <Icon name={tone === 'well' ? 'check' : 'warning'} size={22} />
        {text}
      </p>
      {open.map((incident) => (
        <PublicIncidentCard key={incident.id} incident={incident} />
      ))}
      <ComponentList components={page.components} />
      <section aria-labelledby="status-past">
        <h2 id="status-past">Past incidents</h2>
        {past.length === 0 ? (
          <p class="status-none">Nothing was reported.</p>
        ) : (
          past.map((incident) => <PastIncident key={incident.id} incident={incident} />)
        )}
      </section>
    </div>
  )
}
