import type { Message } from '../blocks.ts'
import { type Entered, entered, enteredLevers, FIELDS } from '../fields.ts'
import { LEFT } from '../views/levers-left.ts'
import { carriedOut } from '../views/switch-answers.ts'
import type { Asked, Desk } from './desk.ts'
import { switchCalled } from './switch-desk.ts'
import { done, keepAs, one } from './switch-follow.ts'

/** What somebody who resolves an incident decided about one of its kill switches. */
type Left = { key: string; choice: keyof typeof LEFT; reason: string; owner: string }

/** The decisions in the form; `wrong` when one lacks its reason. */
export function leftIn(values: Entered, person: string): Left[] | { wrong: string; sentence: string } {
  const reason = entered(values, FIELDS.keepReason).trim()
  const owner = entered(values, FIELDS.person) || person
  const all = enteredLevers(values).flatMap(([key, chosen]) => {
    const choice = Object.values(LEFT).find((known) => known === chosen)
    return choice === undefined ? [] : [{ key, choice, reason, owner }]
  })
  if (reason === '' && all.some(({ choice }) => choice === LEFT.keep))
    return { wrong: FIELDS.keepReason, sentence: 'Say why it stays pulled, in a few words.' }
  return all
}

/** Does what was decided, one after the other, and says what became of each. */
export async function decideLeft(desk: Desk, asked: Asked, incident: string, left: Left[]): Promise<Message> {
  const messages: Message[] = []
  for (const { key, choice, reason, owner } of left) {
    const state = await switchCalled(desk, key)
    if (state === undefined) continue
    const by: Asked = { ...asked, key: `${asked.key}:${choice}` }
    if (choice === LEFT.keep) messages.push(await keepAs(desk, by, state, reason, owner))
    else if (choice === LEFT.later) messages.push(await one(desk, by, state, 'later'))
    else
      messages.push(
        await done(desk, by, [state], { act: 'restore', reason: `${incident} is resolved`, incident }),
      )
  }
  const blocks = messages.flatMap((message) => message.blocks)
  return messages.length === 0 ? carriedOut([], 'restore') : { text: messages[0]?.text ?? '', blocks }
}
