import type { App, BlockAction, BlockElementAction } from '@slack/bolt'
import type { Message } from '../blocks.ts'
import { ANSWER_BUDGET_MS, within } from '../deadline.ts'
import { WORKING } from '../views/answers.ts'
import { noticeView } from '../views/form.ts'
import { tryAck } from './commands.ts'
import type { Asked, Desk } from './desk.ts'
import { guarded } from './guard.ts'
import { openFormFor } from './open-form.ts'
import { followPress, type Pressed } from './press.ts'
import { createRecall } from './recall.ts'
import { respond } from './respond.ts'

/** Every control of ours begins so. */
const OURS = /^incident\./

/** Buttons and menus, wherever they are: in messages, in answers to one person, on the home page. */
export function listenToActions(app: App, desk: Desk): void {
  const recalled = createRecall<Pressed>(() => true)

  app.action({ type: 'block_actions', action_id: OURS }, async ({ body, action, ack }) => {
    const key = `action:${body.trigger_id}:${action.action_id}`
    const asked: Asked = { user: body.user.id, ...placeOf(body), via: 'button', key }
    const press = { action: action.action_id, value: chosenIn(action) }
    const pressed = guarded(desk, key, () => recalled(key, () => followPress(desk, asked, press)), say)

    const first = await within(pressed, ANSWER_BUDGET_MS)
    await tryAck(desk, ack)
    if (!first.done) await tell(desk, body, WORKING)
    await pressed.then((became) => deliver(desk, body, became, !first.done))
  })
}

const say = (message: Message): Pressed => ({ message })
const DONE_AFTER_ALL = { text: '✅ Done.', blocks: [] }

async function deliver(desk: Desk, body: BlockAction, became: Pressed, late: boolean): Promise<void> {
  if ('quiet' in became) return late ? tell(desk, body, DONE_AFTER_ALL) : undefined
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
  const blocks =
    message.blocks.length > 0
      ? message.blocks
      : [{ type: 'section', text: { type: 'mrkdwn', text: message.text } } as const]
  try {
    await desk.slack.views.open({ trigger_id: body.trigger_id, view: noticeView('Tocsin', blocks) })
  } catch (error) {
    desk.log.warn({ err: error }, 'an answer could not be shown')
  }
}

function takesPlace(body: BlockAction, replace: boolean | 'direct'): boolean {
  if (replace === 'direct') return !isForOne(body) && body.channel?.id.startsWith('D') === true
  return replace && isForOne(body)
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
  return action.type === 'overflow' ? action.selected_option.value : undefined
}
