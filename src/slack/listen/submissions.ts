import type { App, ViewOutput } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { clip } from '../../core/text.ts'
import type { Message } from '../blocks.ts'
import { FORMS } from '../controls.ts'
import { ANSWER_BUDGET_MS, within } from '../deadline.ts'
import { entered, FIELDS } from '../fields.ts'
import { LIMITS } from '../limits.ts'
import { declared, WORKING } from '../views/answers.ts'
import { addedMessage } from '../views/captured.ts'
import { type FormMemory, noticeView, readMemory } from '../views/form.ts'
import { originOf } from './alert-desk.ts'
import { judged } from './classifier-form.ts'
import { tryAck } from './commands.ts'
import { type Asked, act, assignment, begin, type Desk } from './desk.ts'
import { checked } from './follow-page.ts'
import { guarded } from './guard.ts'
import { addMessage } from './message-shortcut.ts'
import { type FormCommand, fieldOf, readForm } from './read-form.ts'
import { createRecall } from './recall.ts'
import { isAlertForm, submitAlert } from './submit-alert.ts'
import { isCommsForm, submitComms } from './submit-comms.ts'
import { isReviewForm, submitReview } from './submit-review.ts'
import { isSwitchForm, submitSwitch } from './switch-submit.ts'

/** What becomes of a submitted form: a field error, the form with a field more, a last word in its place, or it just closes. */
export type Submitted =
  | { errors: Record<string, string> }
  | { again: ModalView }
  | { last: ModalView }
  | { closes: true }

export const NO_INCIDENT = 'This form belongs to no incident. Close it and begin again.'
const OURS = /^form\./

export function listenToSubmissions(app: App, desk: Desk): void {
  const recalled = createRecall<Submitted>((submitted) => 'last' in submitted || 'closes' in submitted)

  app.view({ type: 'view_submission', callback_id: OURS }, async ({ body, view, ack }) => {
    const key = `submission:${view.id}:${view.hash}`
    const broken = (message: Message): Submitted => refusedAt(view.callback_id, message.text)
    const outcome = guarded(
      desk,
      key,
      () => recalled(key, () => submit(desk, { user: body.user.id, view, key })),
      broken,
    )
    const submitted = outcome.then((became) => shownIn(view, became))

    const first = await within(submitted, ANSWER_BUDGET_MS)
    await tryAck(desk, () => ack(response(first.done ? first.value : { last: notice(WORKING) })))
    if (!first.done) await submitted.then((late) => finish(desk, view.id, late))
  })
}

async function submit(
  desk: Desk,
  { user, view, key }: { user: string; view: ViewOutput; key: string },
): Promise<Submitted> {
  const { callback_id: form, state, private_metadata } = view
  const memory = readMemory(private_metadata)
  const { incident, channel } = memory
  const asked: Asked = { user, via: 'modal', key, ...(channel ? { channel } : {}) }
  if (isSwitchForm(form)) return onSwitches(desk, asked, view, memory)
  if (isAlertForm(form)) return onAlerts(desk, asked, view, memory)
  if (form === FORMS.declare) return declare(desk, asked, view, memory)
  if (form === FORMS.triage) return triage(desk, asked, view, memory)
  if (form === FORMS.addMessage) return capture(desk, asked, view, memory)
  if (isCommsForm(form)) return submitComms(desk, asked, view, memory)
  if (isReviewForm(form)) return submitReview(desk, asked, view, memory)
  const command = readForm(form, state.values)
  if ('wrong' in command) return { errors: { [command.wrong]: command.why ?? WRONG[form] ?? WRONG_CHOICE } }
  if (incident === undefined) return refusedAt(form, NO_INCIDENT)
  const handled = await act(desk, asked, incident, await completed(desk, command))
  return handled.result === 'rejected' ? refusedAt(form, handled.rejection.rejected) : { closes: true }
}

async function onSwitches(
  desk: Desk,
  asked: Asked,
  view: ViewOutput,
  memory: FormMemory,
): Promise<Submitted> {
  const submitted = await submitSwitch(desk, asked, view, memory)
  // With its buttons: somebody who may not is offered to ask those who may.
  if ('message' in submitted) return { last: noticeView('Kill switches', submitted.message.blocks) }
  return { errors: { [submitted.wrong]: submitted.sentence } }
}

async function onAlerts(desk: Desk, asked: Asked, view: ViewOutput, memory: FormMemory): Promise<Submitted> {
  const submitted = await submitAlert(desk, asked, view, memory)
  return 'done' in submitted
    ? { closes: true }
    : { errors: { [submitted.wrong]: fieldError(submitted.sentence) } }
}

async function declare(desk: Desk, asked: Asked, view: ViewOutput, memory: FormMemory): Promise<Submitted> {
  const found = await judged(desk, view, memory)
  if ('missing' in found) return { errors: found.missing }
  if ('again' in found) return found
  const origin = memory.alert === undefined ? undefined : await originOf(desk, memory.alert)
  if (origin && 'taken' in origin) return refusedAt(FORMS.declare, origin.taken)
  const title = entered(view.state.values, FIELDS.title)
  const handled = await begin(desk, asked, { title, ...found, ...(origin && { alert: origin }) })
  if (handled.result === 'rejected') return refusedAt(FORMS.declare, handled.rejection.rejected)
  return { last: notice(declared(handled.state), `${handled.id} is declared`) }
}

async function capture(desk: Desk, asked: Asked, view: ViewOutput, memory: FormMemory): Promise<Submitted> {
  const became = await addMessage(desk, asked, { values: view.state.values, memory })
  if ('rejected' in became) return refusedAt(FORMS.addMessage, became.rejected)
  return { last: notice(addedMessage(became.added, became.at), 'Added') }
}

const WRONG_CHOICE = 'This choice does not exist any more. Choose another one.'
const WRONG: Record<string, string> = { [FORMS.page]: 'Choose a person, or whoever stands behind a rung.' }
async function triage(desk: Desk, asked: Asked, view: ViewOutput, memory: FormMemory): Promise<Submitted> {
  const found = await judged(desk, view, memory)
  if ('missing' in found) return { errors: found.missing }
  if ('again' in found) return found
  if (memory.incident === undefined || 'severity' in found) return refusedAt(FORMS.triage, NO_INCIDENT)
  const handled = await act(desk, asked, memory.incident, { type: 'triage', ...found })
  return handled.result === 'rejected'
    ? refusedAt(FORMS.triage, handled.rejection.rejected)
    : { closes: true }
}

async function completed(desk: Desk, command: FormCommand) {
  if (command.type === 'assign-role') return assignment(desk, command.role, command.user)
  if (command.type === 'page') return { ...command, to: await checked(desk, command.to) }
  if (command.type === 'escalate' && command.to) return { ...command, to: await checked(desk, command.to) }
  return command
}

/** Errors of fields know no markup. */
function fieldError(sentence: string): string {
  return clip(sentence.replace(/[`*]/g, ''), LIMITS.errorText)
}

export function refusedAt(form: string, sentence: string): Submitted {
  return { errors: { [fieldOf(form, sentence)]: fieldError(sentence) } }
}

/** An error at a field that the form does not have is shown by Slack as trouble with the connection. */
function shownIn({ blocks }: ViewOutput, submitted: Submitted): Submitted {
  if (!('errors' in submitted)) return submitted
  const fields = blocks.flatMap((block) => (block.type === 'input' ? [block.block_id ?? ''] : []))
  const [first] = fields
  const entries = Object.entries(submitted.errors)
  if (first === undefined) return { last: told(`✋ ${entries.map(([, why]) => why).join('\n')}`) }
  return { errors: Object.fromEntries(entries.map(([at, why]) => [fields.includes(at) ? at : first, why])) }
}

function told(text: string): ModalView {
  return noticeView('Tocsin', [{ type: 'section', text: { type: 'plain_text', text } }])
}

/** A message in place of the form, without its controls: nothing in a modal can be answered to. */
function notice({ blocks }: Message, title = 'Tocsin'): ModalView {
  return noticeView(
    title,
    blocks.filter(({ type }) => type !== 'actions'),
  )
}

function response(submitted: Submitted) {
  if ('errors' in submitted) return { response_action: 'errors', errors: submitted.errors } as const
  if ('again' in submitted) return { response_action: 'update', view: submitted.again } as const
  return 'last' in submitted ? ({ response_action: 'update', view: submitted.last } as const) : undefined
}

/** The form was replaced by "working on it"; now by how it went. */
async function finish(desk: Desk, viewId: string, submitted: Submitted): Promise<void> {
  const [error] = 'errors' in submitted ? Object.values(submitted.errors) : []
  const said = error === undefined ? '✅ Done.' : `✋ ${error}`
  const view = 'last' in submitted ? submitted.last : 'again' in submitted ? submitted.again : told(said)
  try {
    await desk.slack.views.update({ view_id: viewId, view })
  } catch (failure) {
    desk.log.warn({ err: failure }, 'how a form went could not be shown')
  }
}
