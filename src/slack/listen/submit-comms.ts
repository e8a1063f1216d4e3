import type { ViewOutput } from '@slack/bolt'
import { type Message, messageNumbered, type Text } from '../../core/comms/comms.ts'
import type { Rejection } from '../../core/decider.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { FORMS } from '../controls.ts'
import { type Entered, entered, enteredAll, FIELDS } from '../fields.ts'
import type { FormMemory } from '../views/form.ts'
import { disabledLine, openMessage } from './communication.ts'
import { type Asked, act, type Desk } from './desk.ts'
import { filledFor, type Made, statusOf } from './fill-template.ts'
import { pageAtFirst, pageIn } from './read-page.ts'
import { NO_INCIDENT, refusedAt, type Submitted } from './submissions.ts'

const OURS: readonly string[] = [FORMS.writeMessage, FORMS.message, FORMS.declineMessage]

export function isCommsForm(form: string): boolean {
  return OURS.includes(form)
}

/** What a form about a message comes to. What was written is kept before anything is shown of it. */
export async function submitComms(
  desk: Desk,
  asked: Asked,
  { callback_id: form, state }: Pick<ViewOutput, 'callback_id' | 'state'>,
  memory: FormMemory,
): Promise<Submitted> {
  const incident = memory.incident === undefined ? undefined : await desk.incidents.load(memory.incident)
  if (incident === undefined) return refusedAt(form, NO_INCIDENT)
  switch (form) {
    case FORMS.writeMessage:
      return write(desk, asked, incident, state.values, memory)
    case FORMS.message:
      return saveOrSend(desk, asked, incident, state.values, memory)
    default:
      return decline(desk, asked, incident, state.values, memory)
  }
}

/** The draft is on record, then it is shown as its readers will see it. */
async function write(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  values: Entered,
  { template: key, corrects }: FormMemory,
): Promise<Submitted> {
  const template = desk.templates.templates.find((each) => each.key === key)
  if (key !== undefined && template === undefined)
    return refusedAt(
      FORMS.writeMessage,
      'This template is not there any more. Close this and choose another one.',
    )
  const disabled = template && (await desk.templates.disabled()).get(template.key)
  if (template !== undefined && disabled !== undefined)
    return refusedAt(FORMS.writeMessage, disabledLine(template, disabled))
  const made: Made =
    template === undefined ? { text: textIn(values) } : await filledFor(desk, incident, template, values)
  const { nextBy } = made
  const audiences = enteredAll(values, FIELDS.audiences)
  const policy = await desk.policyOf(incident.policy)
  const page = made.text.clears === true ? {} : pageAtFirst(incident, policy, audiences, made.text.status)
  const handled = await act(desk, asked, incident.id, {
    type: 'write-message',
    audiences,
    text: { ...made.text, ...page },
    ...(template && { template: template.key }),
    ...(corrects !== undefined && { corrects: Number(corrects) }),
    ...(nextBy !== undefined && { nextBy }),
  })
  if (handled.result === 'rejected') return refusedAt(FORMS.writeMessage, handled.rejection.rejected)
  const { state } = handled
  const number = state.comms.messages.findLast(({ by }) => by === asked.user)?.number ?? 0
  return { again: await openMessage(desk, asked.user, state, number, made.notice) }
}

function textIn(values: Entered): Text {
  return {
    title: entered(values, FIELDS.title),
    body: entered(values, FIELDS.body),
    ...statusOf(entered(values, FIELDS.publicStatus)),
  }
}

type Seen = { number: number; revision: number }

const seenIn = ({ number, revision }: FormMemory): Seen => ({
  number: Number(number),
  revision: Number(revision),
})

/**
 * Keeps what was changed in a draft. `changed`: whether there was anything to keep, so that nobody sends what they
 * have not seen as its readers will.
 */
export async function saveDraft(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  seen: Seen,
  values: Entered,
): Promise<{ state: Incident; changed: boolean } | Rejection> {
  const message = messageNumbered(incident.comms, seen.number)
  const text =
    message?.text.clears === true
      ? message.text
      : {
          ...textIn(values),
          ...keptStatus(message, values),
          ...pageIn(values, message?.text.page, incident.comms.statuspage),
        }
  const audiences = inOrder(enteredAll(values, FIELDS.audiences), message?.audiences)
  const handled = await act(desk, asked, incident.id, { type: 'edit-message', ...seen, audiences, text })
  if (handled.result === 'rejected') return handled.rejection
  return { state: handled.state, changed: handled.result !== 'unchanged' }
}

/** Where the form does not ask for it, it stays. */
function keptStatus(message: Message | undefined, values: Entered): Pick<Text, 'status'> {
  const status = message?.text.status
  return FIELDS.publicStatus in values || status === undefined ? {} : { status }
}

/** The same audiences in another order are no change. */
function inOrder(chosen: string[], before: readonly string[] = []): string[] {
  return [...before.filter((key) => chosen.includes(key)), ...chosen.filter((key) => !before.includes(key))]
}

async function saveOrSend(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  values: Entered,
  memory: FormMemory,
): Promise<Submitted> {
  const seen = seenIn(memory)
  const saved = await saveDraft(desk, asked, incident, seen, values)
  if ('rejected' in saved) return refusedAt(FORMS.message, saved.rejected)
  if (saved.changed) {
    const isDraft = messageNumbered(saved.state.comms, seen.number)?.stage === 'draft'
    const notice = isDraft ? LOOK_AGAIN : undefined // the same request again may find it sent
    return { again: await openMessage(desk, asked.user, saved.state, seen.number, notice) }
  }
  const handled = await act(desk, asked, incident.id, { type: 'send-message', ...seen })
  if (handled.result === 'rejected') return refusedAt(FORMS.message, handled.rejection.rejected)
  return { again: await openMessage(desk, asked.user, handled.state, seen.number) }
}

const LOOK_AGAIN =
  '💾 *Saved as you changed it, and not sent yet.* Look below at how it will be seen, then press the button once more.'

async function decline(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  values: Entered,
  memory: FormMemory,
): Promise<Submitted> {
  const seen = seenIn(memory)
  const reason = entered(values, FIELDS.reason)
  const handled = await act(desk, asked, incident.id, { type: 'decline-message', ...seen, reason })
  return handled.result === 'rejected'
    ? refusedAt(FORMS.declineMessage, handled.rejection.rejected)
    : { closes: true }
}
