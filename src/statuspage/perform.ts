import { type ToTell, toTell, undeliveredIfGone } from '../comms/deliver.ts'
import type { Found } from '../core/comms/comms.ts'
import { type OurPage, partsSet, statusKept } from '../core/comms/page.ts'
import { pageBody, pageTitle } from '../core/comms/page-text.ts'
import type { Instant } from '../core/decider.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Outcome, Owed, Pace, Performer } from '../engine/outcome.ts'
import type { Statuspage, Trouble } from './client.ts'
import { findOurs } from './find.ts'
import { TRY_FOR_MS } from './limits.ts'
import { titleOf } from './title.ts'
import { foundAs, keyOf, mark, markedWith, messagesOn, updatesOf, viewOf } from './view.ts'
import type { IncidentRequest, PublicIncident } from './wire.ts'

/** One request a second in all; a delivery makes about two. */
export const PACE: Pace = { bucket: 'statuspage', perMinute: 30, burst: 1 }

export type Hands = { statuspage: Statuspage; now: () => Instant; paces: Pace[] }

/** Puts a released message on the status page: a new public incident, or the next update of the one there is. */
export function publish(hands: Hands): Performer {
  return {
    paces: () => hands.paces,
    async perform(owed, signal): Promise<Outcome> {
      const told = toTell(owed)
      if (told === undefined || told === 'gone') return undeliveredIfGone(owed, told)
      return put(owed, told, hands, signal)
    },
  }
}

/** Whatever became of earlier tries, it is looked first whether the message stands there. */
async function put(owed: Owed, told: ToTell, hands: Hands, signal: AbortSignal): Promise<Outcome> {
  const state = owed.state as Incident
  const ours = state.comms.statuspage
  const key = keyOf(state)
  // What an earlier try may have put up, somebody may have ended by hand since.
  const over = told.text.status === 'resolved' || owed.maybeSent
  const looked = await findOurs(hands.statuspage, { key, id: ours?.id, over }, signal)
  if (!looked.ok) return troubled(owed, told, looked, hands)
  const found = looked.value
  const isThere =
    found !== undefined &&
    (messagesOn(found, key).includes(told.number) || (owed.maybeSent && isAmong(told, found, ours)))
  if (isThere) return delivered(told, found)
  const request = requestFor(told, state, found)
  const sent =
    found === undefined
      ? await hands.statuspage.create(request, signal)
      : await hands.statuspage.change(found.id, request, signal)
  if (!sent.ok) return troubled(owed, told, sent, hands)
  const before: Found | undefined = found === undefined ? ours && {} : foundAs(found)
  return delivered(told, sent.value, before)
}

/** Whether its words stand in an update that is not on record yet: a mark can be lost, the words cannot. */
function isAmong({ text, corrects }: ToTell, found: PublicIncident, ours: OurPage | undefined): boolean {
  const known = new Set(ours?.updates.map(({ id }) => id))
  const said = mark(pageBody(text, corrects))
  return updatesOf(found).some(({ id, body }) => !known.has(id) && mark(body ?? '') === said)
}

function requestFor(
  { text, number, corrects }: ToTell,
  state: Incident,
  found: PublicIncident | undefined,
): IncidentRequest {
  const ours = state.comms.statuspage
  const known = text.title === '' && found === undefined ? titleOf(state, ours) : undefined
  const name = known ?? pageTitle(text, found === undefined)
  const { impact, quiet } = text.page ?? {}
  return {
    ...(name !== '' && { name }),
    status: text.status ?? statusKept(found?.status),
    body: pageBody(text, corrects),
    deliver_notifications: quiet !== true,
    ...(impact !== undefined && { impact_override: impact }),
    ...affected(partsSet(text, found === undefined ? ours : viewOf(found)), found),
    metadata: markedWith(keyOf(state), { message: number }, found),
  }
}

/** Components with their states; what was affected before stays named with the incident. */
export function affected(
  parts: Readonly<Record<string, string>>,
  found: PublicIncident | undefined,
): Pick<IncidentRequest, 'component_ids' | 'components'> {
  if (Object.keys(parts).length === 0) return {}
  const before = (found?.components ?? []).map(({ id }) => id)
  return { component_ids: [...new Set([...before, ...Object.keys(parts)])], components: { ...parts } }
}

/** `before`: how it was found just before ours was sent over it. */
function delivered(
  { number, target, text, corrects }: ToTell,
  found: PublicIncident,
  before?: Found,
): Outcome {
  const view = viewOf(found)
  const said = mark(pageBody(text, corrects))
  const update = updatesOf(found).findLast(({ body }) => mark(body ?? '') === said) ?? updatesOf(found).at(-1)
  const command = {
    type: 'record-delivered',
    number,
    target,
    page: view,
    ...(update && { ref: update.id }),
    ...(view.url !== undefined && { url: view.url }),
    ...(before && { before }),
  }
  return { outcome: 'ok', command }
}

/** What can never be put up, and what could not be for too long, is said not to have arrived. */
function troubled(owed: Owed, told: ToTell, trouble: Trouble, { now }: Hands): Outcome {
  const refused = trouble.trouble === 'refused' || trouble.trouble === 'missing'
  if (refused) return undelivered(told, trouble.why)
  const tried = now() - owed.entry.recordedAt
  if (tried > TRY_FOR_MS) {
    const doubt =
      trouble.trouble === 'unknown' ? ' It may be there all the same; sending it again looks first.' : ''
    const minutes = Math.floor(tried / 60_000)
    return undelivered(told, `${trouble.why} It was tried for ${minutes} minutes.${doubt}`)
  }
  return putOff(trouble)
}

export function putOff({ trouble, why, notBefore }: Trouble): Outcome {
  const asked = notBefore !== undefined && { notBefore }
  return { outcome: trouble === 'unknown' ? 'unknown' : 'retry', why, ...asked }
}

function undelivered({ number, target }: ToTell, why: string): Outcome {
  const command = { type: 'record-undelivered', number, target, why }
  return { outcome: 'ok', command }
}
