import type { OnCallIntent } from '../../core/on-call/commands.ts'
import { rungsInOrder } from '../../core/on-call/rungs.ts'
import type { Message } from '../blocks.ts'
import { ON_CALL_WITHIN_MS } from '../limits.ts'
import { refusal, unclear } from '../views/answers.ts'
import { onCallHelp, onCallMessage } from '../views/on-call.ts'
import type { Asked, Desk } from './desk.ts'

/** Does what was meant with `/oncall`. */
export async function followOnCall(
  desk: Desk,
  asked: Asked,
  intent: OnCallIntent,
): Promise<{ message: Message }> {
  if (intent.intent === 'help') return { message: onCallHelp(desk.policy) }
  if (intent.intent === 'unclear') return { message: unclear(intent.sentence, intent.examples, '/oncall') }
  const { standing } = await desk.people.person(asked.user)
  if (standing !== 'member')
    return { message: refusal('Only full members of the workspace see who is on call. Ask somebody who is.') }
  const keys = intent.rung === undefined ? rungsInOrder(desk.policy) : [intent.rung]
  const signal = AbortSignal.timeout(ON_CALL_WITHIN_MS)
  const rungs = await Promise.all(
    keys.map(async (key) => {
      const rung = desk.policy.rungs[key]
      return { key, name: rung?.name ?? key, behind: await desk.onCall.behind(rung?.page ?? [], signal) }
    }),
  )
  return { message: onCallMessage(rungs, desk.policy, intent.rung === undefined) }
}
