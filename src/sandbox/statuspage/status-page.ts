import { secret } from '../ids.ts'
import { STATUS_INCIDENTS_KEPT, STATUS_UPDATES_KEPT } from '../limits.ts'
import type { StatusPage as Shown } from '../outside-world.ts'
import type { Json } from '../protocol.ts'
import type {
  ComponentState,
  Impact,
  IncidentRecord,
  IncidentStatus,
  StatusPageData,
  UpdateRecord,
} from './records.ts'

/** What changes in a public incident, whoever asks for it. */
export type Change = {
  name?: string
  status?: IncidentStatus
  impactOverride?: Impact
  body?: string
  notify?: boolean
  componentIds?: string[]
  components?: Record<string, ComponentState>
  metadata?: Json
}

/** From the mildest to the worst. */
const WORSE: readonly Impact[] = ['none', 'maintenance', 'minor', 'major', 'critical']
const IMPACT_OF: Record<ComponentState, Impact> = {
  operational: 'none',
  under_maintenance: 'maintenance',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
}

/** The page on which customers read how the shop is doing. */
export class StatusPage {
  readonly #data: StatusPageData
  readonly #now: () => number
  readonly #changed: () => void

  constructor(given: { data: StatusPageData; now: () => number; changed: () => void }) {
    this.#data = given.data
    this.#now = given.now
    this.#changed = given.changed
  }

  /** Newest first. */
  incidents(): IncidentRecord[] {
    return this.#data.incidents.toReversed()
  }

  incident(id: string): IncidentRecord | undefined {
    return this.#data.incidents.find((one) => one.id === id)
  }

  components() {
    return this.#data.components
  }

  /** The first id among these that is no component's. */
  unknown({ componentIds = [], components = {} }: Change): string | undefined {
    const known = new Set(this.#data.components.map(({ id }) => id))
    return [...componentIds, ...Object.keys(components)].find((id) => !known.has(id))
  }

  create(change: Change & { name: string }): IncidentRecord {
    const now = this.#now()
    const incident: IncidentRecord = {
      id: wireId(),
      name: change.name,
      status: change.status ?? 'investigating',
      createdAt: now,
      updatedAt: now,
      components: [],
      worst: 'none',
      metadata: {},
      updates: [],
    }
    this.#data.incidents = [...this.#data.incidents, incident].slice(-STATUS_INCIDENTS_KEPT)
    return this.change(incident, { ...change, body: change.body ?? '' })
  }

  /** An update is posted when there is a text or another status. `by`: whoever does it by hand. */
  change(incident: IncidentRecord, change: Change, by?: string): IncidentRecord {
    const now = this.#now()
    const status = change.status ?? incident.status
    const says = change.body !== undefined || status !== incident.status
    if (change.name !== undefined) incident.name = change.name
    if (change.impactOverride !== undefined) incident.impactOverride = change.impactOverride
    if (change.metadata !== undefined) incident.metadata = change.metadata
    if (change.componentIds !== undefined) incident.components = [...new Set(change.componentIds)]
    for (const [id, state] of Object.entries(change.components ?? {})) this.#set(incident, id, state)
    incident.status = status
    incident.updatedAt = now
    if (status === 'resolved') incident.resolvedAt ??= now
    else delete incident.resolvedAt
    if (says) this.#post(incident, change, by)
    this.#changed()
    return incident
  }

  rewrite(incident: IncidentRecord, updateId: string, body: string): UpdateRecord | undefined {
    const update = incident.updates.find(({ id }) => id === updateId)
    if (update === undefined) return undefined
    update.body = body
    incident.updatedAt = this.#now()
    this.#changed()
    return update
  }

  remove({ id }: IncidentRecord): void {
    this.#data.incidents = this.#data.incidents.filter((one) => one.id !== id)
    this.#changed()
  }

  impactOf({ impactOverride, worst }: IncidentRecord): Impact {
    return impactOverride ?? worst
  }

  shown(): Shown {
    const names = new Map(this.#data.components.map(({ id, name }) => [id, name]))
    return {
      name: 'Example Shop',
      components: this.#data.components.map((one) => ({ ...one })),
      incidents: this.incidents().map((incident) => ({
        id: incident.id,
        name: incident.name,
        status: incident.status,
        impact: this.impactOf(incident),
        createdAt: incident.createdAt,
        ...(incident.resolvedAt !== undefined && { resolvedAt: incident.resolvedAt }),
        components: incident.components.map((id) => names.get(id) ?? id),
        updates: incident.updates.toReversed(),
      })),
    }
  }

  data(): StatusPageData {
    return this.#data
  }

  #set(incident: IncidentRecord, id: string, state: ComponentState): void {
    const component = this.#data.components.find((one) => one.id === id)
    if (component === undefined) return
    component.state = state
    if (!incident.components.includes(id)) incident.components.push(id)
    const impact = IMPACT_OF[state]
    if (WORSE.indexOf(impact) > WORSE.indexOf(incident.worst)) incident.worst = impact
  }

  #post(incident: IncidentRecord, { body = '', notify = true }: Change, by: string | undefined): void {
    const update = { id: wireId(), status: incident.status, body, at: this.#now(), notified: notify }
    incident.updates = [...incident.updates, { ...update, ...(by !== undefined && { by }) }]
    incident.updates = incident.updates.slice(-STATUS_UPDATES_KEPT)
  }
}

/** Twelve letters and digits, as Statuspage's ids are. */
function wireId(): string {
  return secret(6)
}
