import type { App } from '@slack/bolt'
import { readCommand } from '../../core/grammar.ts'
import { readOnCallCommand } from '../../core/on-call/commands.ts'
import { readSwitchCommand } from '../../core/switch/grammar.ts'
import type { Message } from '../blocks.ts'
import { COMMAND, ON_CALL_COMMAND, SWITCH_COMMAND } from '../controls.ts'
import { ANSWER_BUDGET_MS, within } from '../deadline.ts'
import { FORM_OPEN, WORKING } from '../views/answers.ts'
import type { Asked, Desk } from './desk.ts'
import { follow, type Reply } from './follow.ts'
import { guarded } from './guard.ts'
import { followOnCall } from './on-call.ts'
import { openFormFor } from './open-form.ts'
import { createRecall } from './recall.ts'
import { respond } from './respond.ts'
import { followSwitch } from './switch-follow.ts'

/** `/incident …`, `/killswitch …` and `/oncall …`: what is asked is committed first, and the answer is the acknowledgement. */
export function listenToCommands(app: App, desk: Desk): void {
  answerTo(app, desk, COMMAND, (asked, text) => follow(desk, asked, readCommand(text, desk.policy)))
  answerTo(app, desk, SWITCH_COMMAND, (asked, text) =>
    followSwitch(desk, asked, readSwitchCommand(text, desk.policy)),
  )
  answerTo(app, desk, ON_CALL_COMMAND, (asked, text) =>
    followOnCall(desk, asked, readOnCallCommand(text, desk.policy)),
  )
}

function answerTo(
  app: App,
  desk: Desk,
  name: string,
  followed: (asked: Asked, text: string) => Promise<Reply>,
): void {
  const recalled = createRecall<Reply>(() => true)

  app.command(name, async ({ command, ack }) => {
    const { user_id: user, channel_id: channel, trigger_id: trigger, response_url: url } = command
    const key = `command:${trigger}`
    const text = command.text ?? ''
    const asked: Asked = { user, channel, via: 'command', key, typed: text }
    const answer = guarded(desk, key, () => recalled(key, () => followed(asked, text)), say).then((reply) =>
      'form' in reply ? openFormFor(desk, user, trigger, reply.form) : reply.message,
    )

    const first = await within(answer, ANSWER_BUDGET_MS)
    const reached = await tryAck(desk, () => ack(inAck(first.done ? first.value : WORKING)))
    if (first.done && reached) return
    const message = (await answer) ?? (first.done ? undefined : FORM_OPEN)
    if (message) await respond(url, message, desk.log)
  })
}

const say = (message: Message): Reply => ({ message })

function inAck(message: Message | undefined) {
  return message && ({ response_type: 'ephemeral', ...message } as const)
}

/**
 * Acknowledges as well as it can be done: what was asked is committed by now, and a socket that is being
 * refreshed, or a connection that Slack has given up, must not undo that.
 */
export async function tryAck(desk: Desk, ack: () => Promise<void>): Promise<boolean> {
  try {
    await ack()
    return true
  } catch (error) {
    desk.log.warn({ err: error }, 'a request could not be acknowledged')
    return false
  }
}
