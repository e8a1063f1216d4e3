import type { App, BlockAction, BlockElementAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { CommsCommand } from '../../core/comms/comms.ts'
import { messageNumbered } from '../../core/comms/comms.ts'
import type { Incident } from '../../core/incident/incident.ts'
import { IN_COMMS, readControl } from '../controls.ts'
import { ANSWER_BUDGET_MS, within } from '../deadline.ts'
import { slackCode } from '../failure.ts'
import type { Entered } from '../fields.ts'
import { LIMITS } from '../limits.ts'
import { words } from '../mrkdwn.ts'
import { readSeenMessage } from '../views/comms-approval.ts'
import { declineForm } from '../views/comms-forms.ts'
import { draftView } from '../views/comms-message.ts'
import { commsPanel } from '../views/comms-panel.ts'
import { readMemory } from '../views/form.ts'
import { tryAck } from './commands.ts'
import { communication, openMessage, writingView } from './communication.ts'
import { type Asked, act, type Desk } from './desk.ts'
import { guarded } from './guard.ts'
import { createRecall } from './recall.ts'
import { saveDraft } from './submit-comms.ts'

const OURS = /^comms\./

/** What a press in the modal comes to: what it shows next, or a sentence when it stays as it is. */
type Next = { view: ModalView } | { told: string } | undefined

/** The modal of messages changes what it shows, in its place. */
export function listenToComms(app: App, desk: Desk): void {
  const recalled = createRecall<Next>(() => true)

  app.action({ type: 'block_actions', action_id: OURS }, async ({ body, action, ack }) => {
    const { view, user, trigger_id: trigger } = body as BlockAction
    if (view === undefined) return tryAck(desk, ack).then(() => undefined)
    const key = `comms:${trigger}:${action.action_id}`
    const asked: Asked = { user: user.id, via: 'modal', key }
    const press = { action: action.action_id.split(':')[0] ?? '', value: chosenIn(action) }
    const memory = readMemory(view.private_metadata)
    const next = guarded(
      desk,
      key,
      () =>
        recalled(key, () => follow(desk, asked, press, { id: memory.incident, values: view.state.values })),
      ({ text }) => ({ told: text }),
    )
    await within(next, ANSWER_BUDGET_MS)
    await tryAck(desk, ack)
    await next.then((shown) => show(desk, view, shown))
  })
}

type Press = { action: string; value: string | undefined }
type Form = { id: string | undefined; values: Entered }

/** A select brings only what was chosen in it, so the incident is the form's. */
async function follow(desk: Desk, asked: Asked, { action, value }: Press, form: Form): Promise<Next> {
  const control = action === IN_COMMS.other ? { id: form.id ?? '', saw: value ?? '' } : readControl(value)
  const incident = control && (await desk.incidents.load(control.id))
  if (!control || !incident)
    return { told: 'This belongs to no incident that I know. Close it and begin again.' }
  const { saw } = control
  switch (action) {
    case IN_COMMS.panel:
      return toPanel(desk, asked, incident, saw, form.values)
    case IN_COMMS.write:
    case IN_COMMS.other:
      return { view: writingView(await communication(desk, incident), saw) }
    case IN_COMMS.open:
      return { view: await openMessage(desk, asked.user, incident, Number(saw)) }
    case IN_COMMS.again:
    case IN_COMMS.byHand:
      return onFailed(desk, asked, incident, saw, action)
    default:
      return onMessage(desk, asked, incident, { action, saw, values: form.values })
  }
}

/** Back to all of them. What was changed in a draft is kept. */
async function toPanel(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  saw: string,
  values: Entered,
): Promise<Next> {
  const seen = readSeenMessage(saw)
  if (seen === undefined) return { view: commsPanel(await communication(desk, incident)) }
  const saved = await saveDraft(desk, asked, incident, seen, values)
  if ('rejected' in saved) return told(desk, asked, incident, seen.number, saved.rejected)
  return { view: commsPanel(await communication(desk, saved.state)) }
}

async function onMessage(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  { action, saw, values }: { action: string; saw: string; values: Entered },
): Promise<Next> {
  const seen = readSeenMessage(saw)
  const message = seen && messageNumbered(incident.comms, seen.number)
  if (seen === undefined || message === undefined)
    return {
      view: commsPanel(await communication(desk, incident), '✋ That message is not remembered any more.'),
    }
  switch (action) {
    case IN_COMMS.save: {
      const saved = await saveDraft(desk, asked, incident, seen, values)
      if ('rejected' in saved) return told(desk, asked, incident, seen.number, saved.rejected)
      return {
        view: await openMessage(desk, asked.user, saved.state, seen.number, '💾 Saved. Nothing is sent yet.'),
      }
    }
    case IN_COMMS.edit:
      return message.stage === 'waiting'
        ? { view: draftView(await communication(desk, incident), message) }
        : { view: await openMessage(desk, asked.user, incident, seen.number) }
    case IN_COMMS.decline:
      return message.stage === 'waiting'
        ? { view: declineForm(await communication(desk, incident), message) }
        : { view: await openMessage(desk, asked.user, incident, seen.number) }
    case IN_COMMS.approve:
      return does(desk, asked, incident, { type: 'approve-message', ...seen })
    default:
      return does(desk, asked, incident, { type: 'drop-message', number: seen.number })
  }
}

function onFailed(desk: Desk, asked: Asked, incident: Incident, saw: string, action: string): Promise<Next> {
  const [number = '', ...rest] = saw.split(':')
  const type = action === IN_COMMS.again ? 'resend-message' : 'tell-by-hand'
  return does(desk, asked, incident, { type, number: Number(number), target: rest.join(':') })
}

type Aimed = Extract<CommsCommand, { number: number }>

/** Does it, and shows the message as it is then, with why when it was refused. */
async function does(desk: Desk, asked: Asked, incident: Incident, command: Aimed): Promise<Next> {
  const handled = await act(desk, asked, incident.id, command)
  if (handled.result === 'rejected')
    return told(desk, asked, incident, command.number, handled.rejection.rejected)
  return { view: await openMessage(desk, asked.user, handled.state, command.number) }
}

async function told(
  desk: Desk,
  asked: Asked,
  incident: Incident,
  number: number,
  why: string,
): Promise<Next> {
  const now = (await desk.incidents.load(incident.id)) ?? incident
  return { view: await openMessage(desk, asked.user, now, number, refused(why)) }
}

function refused(why: string): string {
  return `✋ ${words(why, LIMITS.sectionText - 10)}`
}

/** The modal may have gone on, or was closed, in the meantime. */
const OVER = new Set(['hash_conflict', 'not_found'])

async function show(desk: Desk, view: { id: string; hash: string }, next: Next): Promise<void> {
  if (next === undefined) return
  const shown = 'view' in next ? next.view : undefined
  if (shown === undefined) return desk.log.warn({ told: 'told' in next }, 'a press in a form led nowhere')
  try {
    await desk.slack.views.update({ view_id: view.id, hash: view.hash, view: shown })
  } catch (error) {
    if (!OVER.has(slackCode(error) ?? '')) desk.log.warn({ err: error }, 'a form could not be changed')
  }
}

function chosenIn(action: BlockElementAction): string | undefined {
  if (action.type === 'button') return action.value
  return action.type === 'static_select' ? action.selected_option.value : undefined
}
