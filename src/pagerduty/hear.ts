import type { Person } from '../core/authority.ts'
import type { Instant, Rejection } from '../core/decider.ts'
import { incident as incidents } from '../core/incident/decider.ts'
import type { IncidentCommand } from '../core/incident/incident.ts'
import type { Climber } from '../core/ladder/climber.ts'
import { isOpen, runNumbered } from '../core/ladder/runs.ts'
import { NOTE_MAX } from '../core/limits.ts'
import {
  type Heard,
  type HeardKind,
  isKnownByAsking,
  type PagerdutyCommand,
  type PagerdutyIncident,
  type PagerdutyPage,
  pageMeant,
} from '../core/pagerduty/pages.ts'
import type { Done } from '../core/pagerduty/standing.ts'
import { clip, isBlank } from '../core/text.ts'
import { isOwnNote } from './content.ts'
import type { Foreign } from './foreign.ts'
import type { Keys } from './keys.ts'
import { HEARD_WITHIN_MS } from './limits.ts'
import type { WebhookEvent } from './webhook.ts'
import { EVENT_KINDS, type WebhookIncident } from './webhook-wire.ts'

/** What became of a command, as far as it matters here. */
export type Became = { rejected?: Rejection }

/** Somebody in PagerDuty, and who they are here as far as they are anybody. */
export type Matched = { name: string; person?: Person }

/** What PagerDuty tells can do here. All of it is committed when it comes back; a `key` that was used does nothing again. */
export type Hearing = {
  keys: Keys
  /** The newest state of something that pages, by its id. */
  load(stream: string): Promise<Climber | undefined>
  findByIncident(incident: string): Promise<string | undefined>
  /** The key of an incident that is not known here yet. Throws when PagerDuty should be asked again later. */
  keyOf(incident: string): Promise<string | undefined>
  asPerson(stream: string, command: IncidentCommand, person: Person, key: string): Promise<Became>
  asBot(stream: string, command: PagerdutyCommand, key: string): Promise<void>
  /** Undefined: a program, or PagerDuty itself. */
  match(agent: {
    id: string
    type: string
    summary?: string | null | undefined
  }): Promise<Matched | undefined>
  /** An incident that is not one of ours. */
  foreign(event: Foreign, key: string): Promise<void>
  now(): Instant
}

/** Acts that count only when whoever did them may do them here, by the codes of their refusal. */
const NOT_ALLOWED = new Set(['not-allowed', 'no-standing'])

/** Takes one event: does here what was done there, in the name of who did it. Throws when it cannot be stored. */
export async function hear(event: WebhookEvent, hearing: Hearing): Promise<void> {
  const { data } = event
  // Signatures have no time: whoever has an old request could send it again.
  if (hearing.now() - instantOf(event.occurred_at, hearing.now()) > HEARD_WITHIN_MS) return
  const kind = EVENT_KINDS[event.event_type]
  const what = kind === 'replied' ? replyOf(data) : kind
  if (what === undefined || (data.type === 'incident_note' && isOwnNote(data.content))) return
  const { id, html_url: url } = data.type === 'incident' ? data : data.incident
  const known = data.type === 'incident' ? undefined : await hearing.findByIncident(id)
  // A note or a reply names its incident only, and may come before anything else that is told of that.
  const own =
    data.type === 'incident' ? data.incident_key : known === undefined ? await hearing.keyOf(id) : undefined
  const key = own ?? undefined
  const made = key === undefined ? undefined : hearing.keys.read(key)
  const stream = made?.stream ?? known ?? (await hearing.findByIncident(id))
  const state = stream === undefined ? undefined : await hearing.load(stream)
  const actor = data.type === 'incident_responder' ? data.user : event.agent
  const matched = actor ? await hearing.match(actor) : undefined
  const at = instantOf(event.occurred_at, hearing.now())
  if (stream === undefined || state === undefined) {
    if (data.type !== 'incident') return
    return hearing.foreign({ what, incident: data, at, ...(matched && { by: matched }) }, requestKey(event))
  }
  const heard: Heard = {
    what,
    at,
    incident: { id, ...(url && { url }) },
    ...(key !== undefined && { key }),
    ...(made && { page: made }),
    ...(matched && { who: matched.name }),
    ...(data.type === 'incident_note' && { text: data.content }),
    ...(data.type === 'incident' && GIVEN_TO.has(what) && { to: namesOf(data) }),
  }
  const [assignee] = (data.type === 'incident' && what === 'reassigned' && data.assignees) || []
  const given = assignee && (await hearing.match(assignee))?.person
  await answerHere({ request: requestKey(event), stream, state, heard, matched, given }, hearing)
}

/**
 * The same for what was found out by asking how a page stands there. What a webhook told meanwhile, and what it tells
 * later, is done once.
 */
export async function hearDone(
  { stream, key, incident }: { stream: string; key: string; incident: PagerdutyIncident },
  { what, at, until, by, to }: Done,
  hearing: Hearing,
): Promise<void> {
  const state = await hearing.load(stream)
  if (state === undefined) return
  const matched = by && (await hearing.match(by))
  const heard: Heard = {
    what,
    at: Math.min(at, hearing.now()),
    incident,
    key,
    asked: until,
    ...(matched && { who: matched.name }),
    ...(to && { to: to.flatMap(({ summary }) => summary ?? []) }),
  }
  const request = `pagerduty-asked:${incident.id}:${what}:${at}:${by?.id ?? ''}`
  await answerHere({ request, stream, state, heard, matched, given: undefined }, hearing)
}

const GIVEN_TO: ReadonlySet<HeardKind> = new Set(['reassigned', 'escalated'])

type Case = {
  /** Under which it is done once. */
  request: string
  stream: string
  state: Climber
  heard: Heard
  matched: Matched | undefined
  /** Whom it was given to there. */
  given: Person | undefined
}

/** The same act here, when it has one and that person may do it; else it is told as what was heard. */
async function answerHere(
  { request: key, stream, state, heard, matched, given }: Case,
  hearing: Hearing,
): Promise<void> {
  const person = matched?.person
  const tell = (what: Heard, request: string) =>
    hearing.asBot(stream, { type: 'record-pagerduty-heard', heard: what }, request)
  const page = pageMeant(state, heard)
  if (page !== undefined && isKnownByAsking(page, heard)) return tell({ ...heard, what: 'triggered' }, key)
  const command = person && page && commandFor({ heard, state, page, stream, given })
  if (person === undefined || page === undefined || command === undefined)
    return tell({ ...heard, ...(person && { user: person.id }) }, key)
  // An act does not say by itself which incident it is there.
  if (page.incident === undefined) await tell({ ...heard, what: 'triggered' }, `${key}:link`)
  const { rejected } = await hearing.asPerson(stream, command, person, key)
  if (rejected === undefined) {
    // The act alone does not say that it was done there, or to whom it goes.
    const alsoTold = heard.what === 'resolved' || GIVEN_TO.has(heard.what)
    return alsoTold ? tell({ ...heard, user: person.id }, `${key}:told`) : undefined
  }
  const mayNot = NOT_ALLOWED.has(rejected.code)
  // Whoever cannot resolve it here as things stand has it all the same.
  if (heard.what === 'resolved' && !mayNot)
    await hearing.asPerson(stream, acknowledgeThere(heard, page), person, `${key}:answer`)
  const refused = mayNot || heard.what === 'resolved' ? { refused: rejected.rejected } : {}
  return tell({ ...heard, user: person.id, ...refused }, `${key}:told`)
}

/** Alerts know fewer acts than incidents do. */
function commandFor({
  heard,
  state,
  page,
  stream,
  given,
}: Pick<Case, 'heard' | 'state' | 'stream' | 'given'> & { page: PagerdutyPage }):
  | IncidentCommand
  | undefined {
  const run = runNumbered(state, page.run)
  const isWaiting = run !== undefined && isOpen(run)
  const isIncident = stream.startsWith(`${incidents.prefix}-`)
  switch (heard.what) {
    case 'acknowledged':
    case 'responder-accepted':
      return acknowledgeThere(heard, page)
    case 'responder-declined':
      return { type: 'decline', run: page.run }
    case 'resolved':
      return isIncident ? { type: 'change-status', status: 'resolved' } : acknowledgeThere(heard, page)
    case 'annotated':
      return isIncident && !isBlank(heard.text ?? '')
        ? { type: 'note', text: clip(heard.text ?? '', NOTE_MAX) }
        : undefined
    case 'escalated':
      return isIncident && isWaiting ? { type: 'escalate', reason: 'Escalated in PagerDuty' } : undefined
    case 'reassigned':
      return isIncident && isWaiting && given !== undefined
        ? {
            type: 'page',
            to: { user: given.id, standing: given.standing },
            text: 'Given to you in PagerDuty.',
          }
        : undefined
    default:
      return undefined
  }
}

function acknowledgeThere({ at, key, asked }: Heard, page: PagerdutyPage): IncidentCommand {
  return {
    type: 'acknowledge',
    pagerduty: { key: page.key ?? key ?? '', at, ...(asked !== undefined && { asked }) },
  }
}

function replyOf(data: WebhookEvent['data']): HeardKind | undefined {
  if (data.type !== 'incident_responder') return undefined
  if (data.state === 'accepted' || data.state === 'joined') return 'responder-accepted'
  return data.state === 'declined' ? 'responder-declined' : undefined
}

function namesOf({ assignees }: WebhookIncident): string[] {
  return (assignees ?? []).flatMap(({ summary }) => summary ?? [])
}

function requestKey({ id }: WebhookEvent): string {
  return `pagerduty:${id}`
}

function instantOf(text: string, now: Instant): Instant {
  const at = Date.parse(text)
  return Number.isNaN(at) ? now : Math.min(at, now)
}
