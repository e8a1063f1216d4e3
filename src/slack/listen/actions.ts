import type { App, BlockAction, BlockElementAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { Message } from '../blocks.ts'
import { ANSWER_BUDGET_MS, within } from '../deadline.ts'
import { WORKING } from '../views/answers.ts'
import { noticeView } from '../views/form.ts'
import { tryAck } from './commands.ts'
import type { Asked, Desk } from './desk.ts'
import { guarded } from './guard.ts'
import { openFormFor } from './open-form.ts'
import { followPress, type Press, type Pressed } from './press.ts'
import { followAlertPress } from './press-alert.ts'
import { createRecall } from './recall.ts'
import { respond } from './respond.ts'
import { followSwitchPress } from './switch-press.ts'

/** Every control of ours begins so. */
const OURS = /^(?:incident|switch|alert)\./
const ON_SWITCHES = 'switch.'
const ON_ALERTS = 'alert.'

/** Buttons and menus, wherever they are: in messages, in answers to one person, on the home page. */
export function listenToActions(app: App, desk: Desk): void {
  const recalled = createRecall<Pressed>(() => true)

  app.action({ type: 'block_actions', action_id: OURS }, async ({ body, action, ack }) => {
    const key = `action:${body.trigger_id}:${action.action_id}`
    const asked: Asked = { user: body.user.id, ...placeOf(body), via: 'button', key }
    const press = { action: action.action_id, value: chosenIn(action) }
    const pressed = guarded(desk, key, () => recalled(key, () => followed(desk, asked, press)), say)

    const first = await within(pressed, ANSWER_BUDGET_MS)
    await tryAck(desk, ack)
    if (!first.done && modalOf(body) === undefined) await tell(desk, body, WORKING)
    await pressed.then((became) => deliver(desk, body, became, !first.done))
  })
}

function followed(desk: Desk, asked: Asked, press: Press): Promise<Pressed> {
  if (press.action.startsWith(ON_SWITCHES)) return followSwitchPress(desk, asked, press)
  if (press.action.startsWith(ON_ALERTS)) return followAlertPress(desk, asked, press)
  return followPress(desk, asked, press)
}

const say = (message: Message): Pressed => ({ message })
const DONE_AFTER_ALL = { text: '✅ Done.', blocks: [] }

async function deliver(desk: Desk, body: BlockAction, became: Pressed, late: boolean): Promise<void> {
  const modal = modalOf(body)
  if ('quiet' in became) {
    if (became.again === undefined || !(modal !== undefined || isForOne(body)))
      return late ? tell(desk, body, DONE_AFTER_ALL) : undefined
    const now = await became.again()
    if (modal === undefined) return tell(desk, body, now, true)
    return show(desk, modal, noticeView(NOTICE, blocksOf(now)))
  }
  if (modal !== undefined) {
    const view = 'form' in became ? became.form : noticeView(NOTICE, blocksOf(became.message))
    return show(desk, modal, view)
  }
  if ('message' in became) return tell(desk, body, became.message, became.replace)
  const problem = await openFormFor(desk, body.user.id, body.trigger_id, became.form)
  if (problem) await tell(desk, body, problem)
}

/** Where there is no message to answer to (the home page), a small modal says it. */
async function tell(
  desk: Desk,
  body: BlockAction,
  message: Message,
  replace: boolean | 'direct' = false,
): Promise<void> {
  if (body.response_url)
    return respond(body.response_url, message, desk.log, { replace: takesPlace(body, replace) })
  try {
    const view = noticeView(NOTICE, blocksOf(message))
    await desk.slack.views.open({ trigger_id: body.trigger_id, view })
  } catch (error) {
    desk.log.warn({ err: error }, 'an answer could not be shown')
  }
}

function takesPlace(body: BlockAction, replace: boolean | 'direct'): boolean {
  if (replace === 'direct') return !isForOne(body) && body.channel?.id.startsWith('D') === true
  return replace && isForOne(body)
}

const NOTICE = 'Tocsin'

function blocksOf({ text, blocks }: Message): Message['blocks'] {
  return blocks.length > 0 ? blocks : [{ type: 'section', text: { type: 'mrkdwn', text } }]
}

/** What was pressed in a modal is answered in it: nothing else can be opened on top without losing it. */
function modalOf({ view }: BlockAction): string | undefined {
  return view?.type === 'modal' ? view.id : undefined
}

async function show(desk: Desk, modal: string, view: ModalView): Promise<void> {
  try {
    await desk.slack.views.update({ view_id: modal, view })
  } catch (error) {
    desk.log.warn({ err: error }, 'an answer could not be shown in its form')
  }
}

function isForOne(body: BlockAction): boolean {
  return 'is_ephemeral' in body.container && body.container.is_ephemeral === true
}

function placeOf(body: BlockAction): { channel?: string; threadTs?: string } {
  const channel = body.channel?.id
  const threadTs: unknown = body.message?.thread_ts
  return { ...(channel ? { channel } : {}), ...(typeof threadTs === 'string' ? { threadTs } : {}) }
}

function chosenIn(action: BlockElementAction): string | undefined {
  if (action.type === 'button') return action.value
  return action.type === 'overflow' || action.type === 'static_select'
    ? action.selected_option.value
    : undefined
}
