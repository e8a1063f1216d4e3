import type { CommsCommand, Message } from '../core/comms/comms.ts'
import { newestOnPage, type OurPage, statusKept } from '../core/comms/page.ts'
import { pageBody, pageTitle } from '../core/comms/page-text.ts'
import type { Incident } from '../core/incident/incident.ts'
import { REDACTED } from '../core/timeline/kinds.ts'
import type { Outcome, Owed, Performer } from '../engine/outcome.ts'
import type { Result, Trouble } from './client.ts'
import { findOurs } from './find.ts'
import { TRY_FOR_MS } from './limits.ts'
import { affected, type Hands, putOff } from './perform.ts'
import { titleOf } from './title.ts'
import { keyOf, mark, markedWith, updatesOf, viewOf, wasPutBy } from './view.ts'
import type { IncidentRequest, PublicIncident } from './wire.ts'

const DONE: Outcome = { outcome: 'ok' }

/**
 * Puts the public incident back to how we left it, by what was approved before and nothing else: title, states and
 * texts that were changed; where somebody said something after us, our newest text once more.
 */
export function restore(hands: Hands): Performer {
  return {
    paces: () => hands.paces,
    async perform(owed, signal): Promise<Outcome> {
      const state = owed.state as Incident
      const ours = state.comms.statuspage
      if (ours?.restoring !== true) return DONE // a message went there in the meantime
      const found = await findOurs(hands.statuspage, { key: keyOf(state), id: ours.id, over: true }, signal)
      if (!found.ok) return troubled(owed, ours, found, hands)
      const put = await putBack(owed, { state, ours, found: found.value }, hands, signal)
      if ('cannot' in put)
        return said({ type: 'record-statuspage-unrestored', entry: ours.entry, why: put.cannot })
      if (!put.ok) return troubled(owed, ours, put, hands)
      return said({ type: 'record-statuspage-restored', entry: ours.entry, page: viewOf(put.value) })
    },
  }
}

type Work = { state: Incident; ours: OurPage; found: PublicIncident | undefined }
type Cannot = { cannot: string }

async function putBack(
  owed: Owed,
  { state, ours, found }: Work,
  { statuspage }: Hands,
  signal: AbortSignal,
): Promise<Result<PublicIncident> | Cannot> {
  const newest = newestOnPage(state.comms)
  if (newest === undefined)
    return { cannot: 'What was told there is not remembered any more. Send a new message.' }
  for (const { id, body } of found === undefined ? [] : rewritten(state, ours, found)) {
    if (body === undefined) return { cannot: WORDS_GONE }
    const done = await statuspage.rewrite(found?.id ?? '', id, body, signal)
    if (!done.ok) return done
  }
  const again = !(found && wasPutBy(found, owed.key)) && saidSince(ours, found)
  if (again && newest.text.body === REDACTED) return { cannot: WORDS_GONE }
  const request = requestFor(owed, { state, ours, found }, again ? newest : undefined)
  return found === undefined
    ? statuspage.create({ name: pageTitle(newest.text, true), ...request }, signal)
    : statuspage.change(found.id, request, signal)
}

const WORDS_GONE = 'The words that stood there were removed, so they cannot be put back. Send a new message.'

/** Updates of ours whose text was changed there, each with what it said. */
function rewritten(
  { comms }: Incident,
  ours: OurPage,
  found: PublicIncident,
): { id: string; body: string | undefined }[] {
  const marks = new Map(ours.updates.map((update) => [update.id, update.mark]))
  return updatesOf(found)
    .filter(({ id, body }) => marks.has(id) && marks.get(id) !== mark(body ?? ''))
    .map(({ id }) => {
      const message = comms.messages.find(({ deliveries }) =>
        Object.values(deliveries).some((one) => one.state === 'delivered' && one.ref === id),
      )
      const isKnown = message !== undefined && message.text.body !== REDACTED
      return { id, body: isKnown ? pageBody(message.text, message.corrects) : undefined }
    })
}

/** Whether readers were told something else since: then they have to hear ours once more. */
function saidSince(ours: OurPage, found: PublicIncident | undefined): boolean {
  if (found === undefined || found.status !== ours.status) return true
  const known = new Set(ours.updates.map(({ id }) => id))
  return updatesOf(found).some(({ id }) => !known.has(id))
}

function requestFor(owed: Owed, { state, ours, found }: Work, newest: Message | undefined): IncidentRequest {
  const ids = new Set([...Object.keys(ours.parts), ...(found?.components ?? []).map(({ id }) => id)])
  const parts = Object.fromEntries([...ids].map((id) => [id, ours.parts[id]?.state ?? 'operational']))
  const name = titleOf(state, ours)
  return {
    ...(name !== undefined && { name }),
    impact_override: ours.impact,
    ...affected(parts, found),
    ...(newest
      ? {
          status: statusKept(ours.status),
          body: pageBody(newest.text, newest.corrects),
          deliver_notifications: newest.text.page?.quiet !== true,
        }
      : { deliver_notifications: false }),
    metadata: markedWith(keyOf(state), { put: owed.key }, found),
  }
}

function troubled(owed: Owed, ours: OurPage, trouble: Trouble, { now }: Hands): Outcome {
  const never = trouble.trouble === 'refused' || trouble.trouble === 'missing'
  if (!never && now() - owed.entry.recordedAt <= TRY_FOR_MS) return putOff(trouble)
  return said({ type: 'record-statuspage-unrestored', entry: ours.entry, why: trouble.why })
}

function said(command: Extract<CommsCommand, { type: `record-statuspage-${string}` }>): Outcome {
  return { outcome: 'ok', command }
}
