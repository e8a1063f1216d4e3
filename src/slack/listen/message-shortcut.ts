import type { App } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { KINDS, type MessageRef, messageKey, writtenAt } from '../../core/capture/capture.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { clip } from '../../core/text.ts'
import { MINUTE } from '../../core/time-units.ts'
import { asTyped } from '../../core/typed-text.ts'
import type { Message } from '../blocks.ts'
import { SHORTCUTS } from '../controls.ts'
import { within } from '../deadline.ts'
import { type Entered, entered, enteredInstant, FIELDS } from '../fields.ts'
import { LIMITS } from '../limits.ts'
import { permalinkOf } from '../permalink.ts'
import { rawText, readMessage, type WireMessage } from '../read-message.ts'
import { refusal } from '../views/answers.ts'
import { addMessageModal } from '../views/capture-forms.ts'
import type { FormMemory } from '../views/form.ts'
import { tryAck } from './commands.ts'
import { type Asked, act, type Desk, hereOf } from './desk.ts'
import { openFormFor } from './open-form.ts'
import { respond } from './respond.ts'

/** Incidents that are over are offered too: a review adds to them. */
const RESOLVED_OFFERED = 10
/** The address of the message is worth this much of the time that a submitted form has. */
const PERMALINK_BUDGET_MS = 1_000

/** “Add to timeline” in the menu of a message. The message comes along, so it works where the bot may not read. */
export function listenToMessageShortcut(app: App, desk: Desk): void {
  app.shortcut({ callback_id: SHORTCUTS.addMessage, type: 'message_action' }, async ({ shortcut, ack }) => {
    const { user, trigger_id, channel, message, message_ts: ts, response_url: url } = shortcut
    const problem = await open(desk, user.id, trigger_id, { channel: channel.id, ts }, message as WireMessage)
    await tryAck(desk, ack)
    if (problem) await respond(url, problem, desk.log)
  })
}

async function open(
  desk: Desk,
  user: string,
  trigger: string,
  ref: MessageRef,
  message: WireMessage,
): Promise<Message | undefined> {
  const incidents = await proposed(desk, ref, message)
  if (incidents.length === 0)
    return refusal(
      'There is no incident yet that this could belong to. `/incident declare` opens the form for the first.',
    )
  return openFormFor(desk, user, trigger, formOf(incidents, ref, message))
}

/** The one that is worked on here first, then those that are open, then the newest that are over. */
async function proposed(
  { incidents, ...desk }: Desk,
  { channel, ts }: MessageRef,
  { thread_ts }: WireMessage,
) {
  const [followed, here, open, over] = await Promise.all([
    incidents.find(`message:${channel}:${ts}`),
    hereOf(
      { incidents, ...desk },
      { user: '', channel, threadTs: thread_ts ?? ts, via: 'shortcut', key: '' },
    ),
    incidents.find('open'),
    incidents.find('resolved', RESOLVED_OFFERED),
  ])
  const all = new Map<string, Incident>()
  for (const incident of [...followed, ...here, ...open, ...over]) all.set(incident.id, incident)
  return [...all.values()]
}

/** What a form remembers of a message: `part` when that is not all of it. */
type Carried = { channel: string; message: WireMessage; part?: true }

function formOf(incidents: readonly Incident[], ref: MessageRef, message: WireMessage): ModalView {
  const text = rawText(message)
  const { user, bot_id, username, bot_profile, thread_ts, edited, files } = message
  const facts = {
    ts: ref.ts,
    ...(user !== undefined && { user }),
    ...(bot_id !== undefined && { bot_id }),
    ...((username ?? bot_profile?.name) !== undefined && {
      username: clip(username ?? bot_profile?.name ?? '', 80),
    }),
    ...(thread_ts !== undefined && { thread_ts }),
    ...(edited !== undefined && { edited }),
  }
  const form = (room: number): ModalView => {
    const fits = text.length <= room
    const carried: Carried = {
      channel: ref.channel,
      message: { ...facts, text: clip(text, room) },
      ...((!fits || (files ?? []).length > 0) && { part: true }),
    }
    const shown =
      user !== undefined && bot_id === undefined
        ? { author: user }
        : { authorName: facts.username ?? 'An app' }
    return addMessageModal(incidents, {
      text: asTyped(text),
      ...shown,
      at: writtenAt(ref),
      message: JSON.stringify(carried),
    })
  }
  // Line breaks and quotation marks take more room in there than they have.
  const views = TEXT_CARRIED.map(form)
  return views.find((view) => (view.private_metadata ?? '').length <= LIMITS.privateMetadata) ?? form(0)
}
const TEXT_CARRIED = [2_400, 1_600, 1_000, 500]

type Added = { added: Incident; at: number } | { rejected: string }

/** Puts the message on the timeline as the form says. */
export async function addMessage(
  desk: Desk,
  asked: Asked,
  { values, memory }: { values: Entered; memory: FormMemory },
): Promise<Added> {
  const carried = carriedIn(memory.message)
  const id = entered(values, FIELDS.incident)
  if (carried === undefined || id === '')
    return { rejected: 'This form has lost its message. Close it and choose the message again.' }
  const ref: MessageRef = { channel: carried.channel, ts: carried.message.ts ?? '' }
  const [written, permalink] = await Promise.all([
    readMessage(carried.message, desk.people),
    within(permalinkOf(ref, desk), PERMALINK_BUDGET_MS),
  ])
  const kind = KINDS.find((known) => known === entered(values, FIELDS.kind))
  const at = enteredInstant(values, FIELDS.time)
  const comment = entered(values, FIELDS.comment)
  const handled = await act(desk, { ...asked, via: 'shortcut' }, id, {
    type: 'add-message',
    ...ref,
    written: {
      ...written,
      ...(permalink.done && permalink.value !== undefined && { permalink: permalink.value }),
    },
    ...(carried.part === true && { incomplete: true }),
    ...(kind !== undefined && { kind }),
    ...(comment !== '' && { comment }),
    ...(at !== undefined && !sameMinute(at, writtenAt(ref)) && { at }),
  })
  if (handled.result === 'rejected') return { rejected: handled.rejection.rejected }
  return { added: handled.state, at: handled.state.messages[messageKey(ref)]?.at ?? writtenAt(ref) }
}

/** Whoever leaves the time alone means the message's own, to the second. */
function sameMinute(one: number, other: number): boolean {
  return Math.floor(one / MINUTE) === Math.floor(other / MINUTE)
}

function carriedIn(text: string | undefined): Carried | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    const { channel, message } = value as Partial<Carried>
    return typeof channel === 'string' && typeof message?.ts === 'string' ? (value as Carried) : undefined
  } catch {
    return undefined
  }
}
