import type { Alert } from '../core/alert/alert.ts'
import type { Instant } from '../core/decider.ts'
import type { Climber, Run } from '../core/ladder/climber.ts'
import { isOpen, runNumbered } from '../core/ladder/runs.ts'
import {
  isOpenThere,
  type OnCallPerson,
  openKeys,
  type PagerdutyCommand,
  type PagerdutyIncident,
  type PagerdutyPage,
  pageOfStep,
  pagesThrough,
} from '../core/pagerduty/pages.ts'
import type { PagerdutyEffect } from '../core/pagerduty/react.ts'
import { type Done, doneMeanwhile } from '../core/pagerduty/standing.ts'
import type { ProviderFailure } from '../core/switch/provider.ts'
import type { Outcome, Owed, Pace, Performer, Performers } from '../engine/outcome.ts'
import type { PageContent, Pagerduty } from './client.ts'
import { noteMark } from './content.ts'
import type { Keys } from './keys.ts'
import { ARRIVED_BUDGET_MS, EVENTS_BURST, EVENTS_PER_MINUTE, REST_BURST, REST_PER_MINUTE } from './limits.ts'
import { standingOf } from './standing-of.ts'

/** What pages are made with, and asked after. */
export type Means = {
  pagerduty: Pagerduty
  keys: Keys
  /** PagerDuty's id of the user in whose name REST changes something; undefined while nothing can be changed. */
  requester: ((signal: AbortSignal) => Promise<string | undefined>) | undefined
  /** What somebody who is paged reads. */
  content(owed: Owed, about: { run: Run; step: number }): Promise<PageContent>
  /** The entry as a note that begins with its mark; undefined when the policy wants no notes. */
  note(owed: Owed): Promise<string | undefined>
  /** Keep to PagerDuty's limits; a server of one's own may have none. */
  keepRateLimits: boolean
  /** Whether there is a token to ask anything with. */
  canAsk: boolean
  /** Does here what was found to be done there. Throws when it cannot be stored. */
  learn(about: { stream: string; key: string; incident: PagerdutyIncident }, done: Done): Promise<void>
  now(): Instant
  log: { info(facts: object, message: string): void; warn(facts: object, message: string): void }
}

const DONE: Outcome = { outcome: 'ok' }
/** How long PagerDuty may take, or ask for, before the next rung is called beside it. */
const WAIT_FOR_PAGE_MS = 5_000
/** A trigger becomes an incident in moments; one that never does is looked for this often. */
const LOOKS_FOR_INCIDENT = 6

const EVENTS: Pace[] = [{ bucket: 'pagerduty:events', perMinute: EVENTS_PER_MINUTE, burst: EVENTS_BURST }]
const REST: Pace[] = [{ bucket: 'pagerduty:rest', perMinute: REST_PER_MINUTE, burst: REST_BURST }]

type Perform = (owed: Owed, means: Means, signal: AbortSignal) => Promise<Outcome>

type Kind = PagerdutyEffect | 'pagerduty.set-status'

const WORK: Record<Kind, { perform: Perform; paces: Pace[] }> = {
  'pagerduty.trigger': { perform: trigger, paces: EVENTS },
  'pagerduty.ask-responders': { perform: askResponders, paces: REST },
  'pagerduty.acknowledge': { perform: tell('acknowledge', 'acknowledged'), paces: EVENTS },
  'pagerduty.resolve': { perform: tell('resolve', 'resolved'), paces: EVENTS },
  'pagerduty.note': { perform: note, paces: REST },
  'pagerduty.catch-up': { perform: catchUp, paces: REST },
  'pagerduty.set-status': { perform: setStatus, paces: REST },
}

/** All that is owed to PagerDuty, by effect kind. */
export function createPagerdutyPerformers(means: Means): Performers {
  const performer = ({ perform, paces }: { perform: Perform; paces: Pace[] }): Performer => ({
    paces: () => (means.keepRateLimits ? paces : []),
    perform: (owed, signal) => perform(owed, means, signal),
  })
  return Object.fromEntries(Object.entries(WORK).map(([kind, work]) => [kind, performer(work)]))
}

/**
 * Pages through PagerDuty. The first step of a run opens an incident there; a later one asks its people to join that,
 * and where that is not possible rings anew. The same event sent twice opens nothing twice.
 */
async function trigger(owed: Owed, means: Means, signal: AbortSignal): Promise<Outcome> {
  const state = owed.state as Climber
  const at = { run: Number(owed.args.run), step: Number(owed.args.step) }
  const [page, run] = [pageOfStep(state, at), runNumbered(state, at.run)]
  if (page === undefined || run === undefined || page.key !== undefined) return DONE
  const earlier = pagesThrough(state).find(
    (one) => one.run === at.run && one.step < at.step && isOpenThere(one),
  )
  const key = means.keys.of(owed.stream, at.run, earlier === undefined ? undefined : at.step)
  // Whoever was perhaps paged has to be told so, under this key.
  const answeredMeanwhile = () => (owed.maybeSent ? ok({ type: 'record-pagerduty-paged', ...at, key }) : DONE)
  if (!isOpen(run)) return answeredMeanwhile()
  if (owed.maybeSent && (await hasArrived(key, means, signal)))
    return ok({ type: 'record-pagerduty-paged', ...at, key })
  if (earlier?.key !== undefined && page.people.length > 0) {
    const asked = await ask(earlier.key, page.people, run, means, signal)
    if (asked.ok) return ok({ type: 'record-pagerduty-paged', ...at, key: earlier.key })
  }
  const content = await means.content(owed, { run, step: at.step })
  const latest = runNumbered((await owed.newest()) as Climber, at.run)
  if (latest !== undefined && !isOpen(latest)) return answeredMeanwhile() // while it was being written
  const answer = await means.pagerduty.enqueue({ action: 'trigger', key, page: content }, signal)
  if (answer.ok) return ok({ type: 'record-pagerduty-paged', ...at, key })
  const again = answer.again === 'later'
  const isFirstTrouble = owed.args.again !== true && (!again || owed.attempts > 0 || isLong(answer, means))
  return isFirstTrouble
    ? ok({ type: 'record-pagerduty-failed', ...at, why: answer.why, again })
    : outcomeOf(answer)
}

/** Somebody may have resolved it since: sent again, it would ring again. */
async function hasArrived(key: string, { pagerduty, canAsk }: Means, signal: AbortSignal): Promise<boolean> {
  if (!canAsk) return false
  const soon = AbortSignal.any([signal, AbortSignal.timeout(ARRIVED_BUDGET_MS)])
  const found = await pagerduty.findIncident(key, soon)
  return found.ok && found.value !== undefined
}

/** Asks how a page stands there, and does here what was done there and is not known. */
async function catchUp(owed: Owed, means: Means, signal: AbortSignal): Promise<Outcome> {
  const { run, step, key: named, before } = owed.args
  const page = pagesThrough(owed.state as Climber).find((one) =>
    named === undefined ? one.run === run && one.step === step : one.key === named,
  )
  if (page?.key === undefined || !isOpenThere(page)) return DONE
  if (!means.canAsk) {
    means.log.warn(
      { stream: owed.stream },
      'PAGERDUTY_API_TOKEN is not set: what was done there is not known',
    )
    return DONE
  }
  const found = await means.pagerduty.findIncident(page.key, signal)
  if (!found.ok) return outcomeOf(found)
  if (found.value === undefined) return DONE
  const there = standingOf(found.value, means.now())
  const called = runNumbered(owed.state as Climber, page.run)
  const known = {
    before: before as PagerdutyPage['status'],
    isWaiting: called !== undefined && isOpen(called),
  }
  const done = doneMeanwhile(page, there, known)
  const about = { stream: owed.stream, key: page.key, incident: there.incident }
  if (done !== undefined) await means.learn(about, done)
  return DONE
}

/** Those on call whom the service's own policy does not page are asked to join. */
async function askResponders(owed: Owed, means: Means, signal: AbortSignal): Promise<Outcome> {
  const state = owed.state as Climber
  const at = { run: Number(owed.args.run), step: Number(owed.args.step) }
  const [page, run, key] = [pageOfStep(state, at), runNumbered(state, at.run), String(owed.args.key)]
  if (page === undefined || run === undefined || !isOpen(run)) return DONE
  const wasAsked = pagesThrough(state).some((one) => one.key === key && one.step < at.step)
  if (wasAsked) return DONE // that is how this step was paged
  const asked = await ask(key, page.people, run, means, signal)
  if (asked.ok) return DONE
  if (asked.again === 'later' && owed.attempts < LOOKS_FOR_INCIDENT) return outcomeOf(asked)
  means.log.warn(
    { stream: owed.stream, why: asked.why },
    'who is on call could not be asked to join in PagerDuty',
  )
  // Whoever is somebody in Slack was paged there.
  const who = page.people.filter(({ user }) => user === undefined).map(({ name }) => name)
  return who.length === 0 ? DONE : ok({ type: 'record-pagerduty-unasked', ...at, who, why: asked.why })
}

/** Asks those of them whom the incident is not assigned to already. */
async function ask(
  key: string,
  people: readonly OnCallPerson[],
  run: Run,
  means: Means,
  signal: AbortSignal,
): Promise<{ ok: true } | ProviderFailure> {
  if (means.requester === undefined) return never(NOT_CHANGED)
  const found = await means.pagerduty.findIncident(key, signal)
  if (!found.ok) return found
  if (found.value === undefined)
    return { ok: false, why: 'PagerDuty does not show the incident yet.', again: 'later' }
  const { id, assignments } = found.value
  const missing = people.filter((person) => !assignments.some(({ assignee }) => assignee.id === person.id))
  if (missing.length === 0) return { ok: true }
  const requester = await means.requester(signal)
  if (requester === undefined) return never('PagerDuty has no user with the address in PAGERDUTY_FROM.')
  const request = { requester, users: missing.map((person) => person.id), message: run.why }
  const asked = await means.pagerduty.requestResponders(id, request, signal)
  return asked.ok ? { ok: true } : asked
}

const NOT_CHANGED =
  'PagerDuty’s incidents cannot be changed: set PAGERDUTY_API_TOKEN and PAGERDUTY_FROM, and start again.'

function tell(action: 'acknowledge' | 'resolve', status: 'acknowledged' | 'resolved'): Perform {
  return async (owed, { pagerduty }, signal) => {
    const key = String(owed.args.key)
    const isThere = pagesThrough(owed.state as Climber).some(
      (page) => page.key === key && page.status !== 'resolved',
    )
    if (!isThere) return DONE
    const answer = await pagerduty.enqueue({ action, key }, signal)
    return answer.ok ? ok({ type: 'record-pagerduty-told', key, status }) : outcomeOf(answer)
  }
}

/** A note has no key by which PagerDuty would know it again: unsure, it is looked for by its mark first. */
async function note(owed: Owed, means: Means, signal: AbortSignal): Promise<Outcome> {
  if (means.requester === undefined) return DONE
  const pages = pagesThrough(owed.state as Climber)
  const key = openKeys(pages)[0] ?? pages.findLast((page) => page.key !== undefined)?.key
  if (key === undefined) return DONE
  const text = await means.note(owed)
  if (text === undefined) return DONE
  const incident = await incidentOf(key, owed.state as Climber, means, signal)
  if (!incident.ok)
    return incident.again === 'later' && owed.attempts < LOOKS_FOR_INCIDENT ? outcomeOf(incident) : DONE
  if (owed.maybeSent) {
    const notes = await means.pagerduty.notes(incident.id, signal)
    if (!notes.ok) return outcomeOf(notes)
    if (notes.value.some((one) => one.startsWith(noteMark(owed.stream, owed.entry.seq)))) return DONE
  }
  const answer = await means.pagerduty.addNote(incident.id, text, signal)
  if (answer.ok) return DONE
  // What cannot be mirrored is still on the timeline: not worth an alarm.
  if (answer.again === 'never') {
    means.log.warn({ stream: owed.stream, why: answer.why }, 'a note was not put in PagerDuty')
    return DONE
  }
  return answer.status === undefined ? { outcome: 'unknown', why: answer.why } : outcomeOf(answer)
}

/** PagerDuty's own incidents, each an alert of this line, get the status that the line has. */
async function setStatus(owed: Owed, means: Means, signal: AbortSignal): Promise<Outcome> {
  const { members, status } = owed.state as Alert
  if (status !== owed.args.status || status !== 'acknowledged') return DONE // it has moved on
  const firing = Object.entries(members).filter(([, { firing }]) => firing)
  for (const [id] of firing.slice(0, MIRRORED_AT_ONCE)) {
    const answer = await means.pagerduty.setStatus(id, status, signal)
    if (!answer.ok && answer.status !== NOT_THERE) return outcomeOf(answer)
  }
  return DONE
}

/** Of a storm; acknowledging all of it would take longer than one delivery may. */
const MIRRORED_AT_ONCE = 25
const NOT_THERE = 404

async function incidentOf(
  key: string,
  state: Climber,
  { pagerduty }: Means,
  signal: AbortSignal,
): Promise<{ ok: true; id: string } | ProviderFailure> {
  const known = pagesThrough(state).find((page: PagerdutyPage) => page.key === key)?.incident
  if (known !== undefined) return { ok: true, id: known.id }
  const found = await pagerduty.findIncident(key, signal)
  if (!found.ok) return found
  return found.value === undefined
    ? { ok: false, why: 'PagerDuty does not show the incident yet.', again: 'later' }
    : { ok: true, id: found.value.id }
}

function isLong({ notBefore }: ProviderFailure, { now }: Means): boolean {
  return notBefore !== undefined && notBefore - now() > WAIT_FOR_PAGE_MS
}

/** Every event may be repeated safely, so nothing has to be looked for first. */
function outcomeOf({ why, again, notBefore }: ProviderFailure): Outcome {
  if (again === 'never') return { outcome: 'give-up', why }
  return { outcome: 'retry', why, ...(notBefore !== undefined && { notBefore }) }
}

function never(why: string): ProviderFailure {
  return { ok: false, why, again: 'never' }
}

function ok(command: PagerdutyCommand): Outcome {
  return { outcome: 'ok', command }
}
