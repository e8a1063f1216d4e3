import { webApi } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { withoutAuthority } from '../../core/authority.ts'
import type { Message } from '../blocks.ts'
import { slackCode } from '../failure.ts'
import { NOT_OPENED, refusal, TOO_LATE } from '../views/answers.ts'
import type { Desk } from './desk.ts'

/** A trigger is good once and for 3 s. Slack says "too late" in two ways; the second names the argument only. */
const EXPIRED = new Set(['expired_trigger_id', 'invalid_trigger_id', 'trigger_expired'])
const USED = new Set(['exchanged_trigger_id', 'trigger_exchanged'])

/**
 * Opens a form for somebody who may send it. A guest is told at once, not after they have filled it in; who cannot be
 * found out about gets the form, and the question is asked again when it is sent.
 */
export async function openFormFor(
  desk: Desk,
  user: string,
  trigger: string,
  view: ModalView,
): Promise<Message | undefined> {
  const { standing } = await desk.people.person(user)
  const refused = standing === 'unknown' ? undefined : withoutAuthority(standing)
  return refused === undefined ? openForm(desk, trigger, view) : refusal(refused.rejected)
}

/** Opens a form. Gives what to tell the person when it cannot be opened; undefined when it is open. */
export async function openForm(desk: Desk, trigger: string, view: ModalView): Promise<Message | undefined> {
  try {
    await desk.slack.views.open({ trigger_id: trigger, view })
    return undefined
  } catch (error) {
    const code = slackCode(error) ?? ''
    if (USED.has(code)) return undefined // the same request again; its form is open already
    if (EXPIRED.has(code) || blamesTrigger(error)) return TOO_LATE
    desk.log.error({ err: error, pointers: pointersIn(error) }, 'a form could not be opened')
    return NOT_OPENED
  }
}

function blamesTrigger(error: unknown): boolean {
  return pointersIn(error).some((pointer) => pointer.includes('trigger_id'))
}

/** Where Slack says the arguments are wrong; names of fields, not what is in them. */
function pointersIn(error: unknown): string[] {
  if (!(error instanceof webApi.WebAPIPlatformError)) return []
  return (error.data.response_metadata?.messages ?? []).flatMap(
    (message) => message.match(/json-pointer:[^\]\s]*/g) ?? [],
  )
}
