import type { Message } from '../blocks.ts'
import { ANSWER_BUDGET_MS, within } from '../deadline.ts'
import type { Asked, Desk } from './desk.ts'

/** Says something to one person alone where they acted. It is an answer and nothing else, so a failure is only logged. */
export async function tellAside(desk: Desk, { user, channel }: Asked, message: Message): Promise<void> {
  if (channel === undefined) return
  const { standing } = await desk.people.person(user)
  if (standing === 'bot') return
  const told = desk.slack.chat
    .postEphemeral({ channel, user, ...message })
    .catch((error) => desk.log.warn({ err: error }, 'an answer could not be shown'))
  await within(told, ANSWER_BUDGET_MS)
}
