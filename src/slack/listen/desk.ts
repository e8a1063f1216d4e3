import type { Alert, AlertCommand, AlertEvent } from '../../core/alert/alert.ts'
import type { CommsTemplates } from '../../core/comms/template.ts'
import type { Asker, Instant, Via } from '../../core/decider.ts'
import {
  type Incident,
  type IncidentCommand,
  type IncidentEvent,
  incidentId,
} from '../../core/incident/incident.ts'
import type { LogCommand, LogEvent, Log as LogState } from '../../core/log/log.ts'
import type { Policy } from '../../core/policy.ts'
import type { Reports } from '../../core/report/written-report.ts'
import type { Switch, SwitchCommand, SwitchEvent } from '../../core/switch/switch.ts'
import { whichIncident } from '../../core/which-incident.ts'
import type { Handled, Request } from '../../engine/engine.ts'
import type { Streams } from '../../engine/streams.ts'
import type { Timelines } from '../../timeline/timelines.ts'
import type { Slack } from '../client.ts'
import type { Log } from '../log.ts'
import type { OnCallDesk } from '../on-call.ts'
import type { People } from '../people.ts'

export type Incidents = Streams<Incident, IncidentCommand, IncidentEvent>

export type Alerts = Streams<Alert, AlertCommand, AlertEvent>

/** The organisation's log, for what belongs to no incident. */
export type Logbook = Pick<Streams<LogState, LogCommand, LogEvent>, 'entriesOfTypes'> & {
  put(command: LogCommand, request: Request): Promise<Handled<LogState, LogEvent>>
}

/** What the listeners work with. */
export type Desk = {
  incidents: Incidents
  alerts: Alerts
  logbook: Logbook
  timelines: Timelines
  /** The one in force for what begins now. */
  policy: Policy
  /** The one that an incident began under, by its digest. */
  policyOf(digest: string): Promise<Policy>
  people: People
  onCall: OnCallDesk
  levers: SwitchSide
  reports: Reports
  templates: CommsTemplates
  slack: Slack
  now: () => Instant
  /** Why the database could not be written, when that is what an error says. */
  whyUnwritable(error: unknown): string | undefined
  log: Log
}

/** Kill switches, as far as this edge needs them. */
export type SwitchSide = {
  switches: Streams<Switch, SwitchCommand, SwitchEvent>
  /** Why a switch can neither be set nor read: its provider is not set up. */
  missing(state: Switch): string | undefined
  /** Reads one back now, and puts on its timeline what is new. */
  look(state: Switch): Promise<void>
  /** When it was read last. */
  lastLook(state: Switch): Instant | undefined
}

/**
 * Who asked, from where, by what means. `key` makes what comes of it happen once. `typed` is what was said, as Slack
 * gave it, when it was said in words.
 */
export type Asked = {
  user: string
  channel?: string
  threadTs?: string
  via: Via
  key: string
  typed?: string
}

/** Has a person's command decided and committed. */
export async function act(
  desk: Desk,
  asked: Asked,
  id: string,
  command: IncidentCommand,
): Promise<Handled<Incident, IncidentEvent>> {
  const actor = await askerOf(desk, asked.user)
  return desk.incidents.handle(id, command, { actor, via: asked.via, key: asked.key })
}

/** What a person says when they declare. */
type Declaration = Omit<Extract<IncidentCommand, { type: 'declare' }>, 'type' | 'number' | 'declaredIn'>

/** Has an incident declared under the next free number. */
export async function begin(desk: Desk, asked: Asked, given: Declaration) {
  const actor = await askerOf(desk, asked.user)
  const declaredIn = asked.channel === undefined ? {} : { declaredIn: asked.channel }
  return desk.incidents.begin((number) => ({ type: 'declare', number, ...given, ...declaredIn }), {
    actor,
    via: asked.via,
    key: asked.key,
  })
}

export async function askerOf(desk: Desk, user: string): Promise<Asker> {
  return { kind: 'user', ...(await desk.people.person(user)) }
}

/** The command that gives a role, with what the workspace says of who gets it. */
export async function assignment(
  desk: Desk,
  role: string,
  user: string,
  expected?: string,
): Promise<IncidentCommand> {
  // A role that not everybody may hold gives rights: it goes by what is so at this moment.
  const rights = Object.hasOwn(desk.policy.roles, role) && desk.policy.roles[role]?.heldBy !== undefined
  const { standing, namedBy = [] } = await (rights ? desk.people.personNow(user) : desk.people.person(user))
  const named = rights ? { namedBy } : {}
  return {
    type: 'assign-role',
    role,
    user,
    standing,
    ...named,
    ...(expected === undefined ? {} : { expected }),
  }
}

/** The incident that a person means, by the core's rule; looks up no more than the rule needs. */
export async function locate(desk: Desk, asked: Asked, number?: number) {
  const { incidents } = desk
  if (number !== undefined) {
    const named = await incidents.load(incidentId(number))
    const open = named ? [] : await incidents.find('open')
    return whichIncident<Incident>({ number, here: [], open, ...(named ? { named } : {}) })
  }
  const here = await hereOf(desk, asked)
  return whichIncident<Incident>({ here, open: here.length > 0 ? [] : await incidents.find('open') })
}

/** The incidents whose channel or thread this is. */
export async function hereOf({ incidents }: Desk, { channel, threadTs }: Asked): Promise<Incident[]> {
  if (channel === undefined) return []
  const own = await incidents.find(`channel:${channel}`)
  if (own.length > 0 || threadTs === undefined) return own
  return incidents.find(`thread:${channel}:${threadTs}`)
}
