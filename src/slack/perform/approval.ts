import { unapproved } from '../../core/comms/approval.ts'
import { type Copy, type Message, messageNumbered } from '../../core/comms/comms.ts'
import { APPROVERS_ASKED_MAX } from '../../core/limits.ts'
import { ROLE_REFERENCE } from '../../core/policy.ts'
import { NONE } from '../../core/policy-promises.ts'
import type { Outcome } from '../../engine/outcome.ts'
import { afterPart, outcomeOf, slackCode } from '../failure.ts'
import { expand } from '../references.ts'
import { approvalMessage } from '../views/comms-approval.ts'
import { DONE, type Hands, type IncidentOwed, ok, type Perform } from './hands.ts'
import { postOnce } from './post.ts'

/** Asks everybody who may approve it, each directly and once for a revision. */
export const askApproval: Perform = async (owed, hands) => {
  const message = messageNumbered(owed.state.comms, Number(owed.args.message))
  if (message?.stage !== 'waiting') return DONE // decided in the meantime
  const { number, revision } = message
  const wanted = await approvers(owed, message, hands)
  const asked = message.copies.filter((copy) => copy.revision === revision).map(({ user }) => user)
  if (wanted.length === 0 && asked.length === 0)
    return {
      outcome: 'give-up',
      why: `nobody who may approve message ${number} can be found; give somebody the role, or choose other audiences`,
    }
  const copies: Omit<Copy, 'revision'>[] = []
  let sent = owed.maybeSent
  for (const user of wanted.filter((person) => !asked.includes(person))) {
    try {
      const { channel } = await hands.slack.conversations.open({ users: user })
      if (channel?.id === undefined) continue
      const ts = await postOnce(
        { ...owed, maybeSent: owed.maybeSent },
        { channel: channel.id },
        approvalMessage(owed.state, message, owed.policy),
        hands,
      )
      sent = true
      copies.push({ user, channel: channel.id, ts })
    } catch (error) {
      const outcome = outcomeOf(error, hands.now())
      if (outcome.outcome === 'give-up') {
        hands.log.warn({ incident: owed.stream, err: error }, 'somebody could not be asked for approval')
        continue
      }
      // Those who were asked are found again by our key before anybody is asked twice.
      return sent ? afterPart(outcome) : outcome
    }
  }
  if (copies.length === 0) return noneReached(wanted.length > asked.length, number)
  return ok({ type: 'record-asked', number, revision, copies })
}

function noneReached(wasWanted: boolean, number: number): Outcome {
  if (!wasWanted) return DONE
  return { outcome: 'give-up', why: `nobody could be asked to approve message ${number}` }
}

/** What those who were asked have before them, as things stand. A copy that is gone needs no change. */
export const syncApproval: Perform = async (owed, hands) => {
  const message = messageNumbered(owed.state.comms, Number(owed.args.message))
  if (message === undefined) return DONE
  const newest = Math.max(...message.copies.map(({ revision }) => revision))
  for (const copy of message.copies.filter(({ revision }) => revision === newest)) {
    const shown = approvalMessage(owed.state, message, owed.policy, copy.revision)
    try {
      await hands.slack.chat.update({ channel: copy.channel, ts: copy.ts, ...shown })
    } catch (error) {
      if (!COPY_GONE.has(slackCode(error) ?? '')) throw error
    }
  }
  return DONE
}

const COPY_GONE = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
])

/** Who may say yes to what still lacks it, without who wrote it where that does not count. Only full members. */
async function approvers(owed: IncidentOwed, message: Message, hands: Hands): Promise<string[]> {
  const { state, policy } = owed
  const found = new Set<string>()
  for (const key of unapproved(message, policy.audiences)) {
    const audience = policy.audiences[key]
    if (audience === undefined || audience.approve === NONE) continue
    const roles = audience.approve.filter((reference) => reference.startsWith(ROLE_REFERENCE))
    const others = audience.approve.filter((reference) => !reference.startsWith(ROLE_REFERENCE))
    const holders = roles.flatMap((role) => state.roles[role.slice(ROLE_REFERENCE.length)] ?? [])
    const { found: people } = await expand(others, hands.people, hands.groups)
    for (const user of [...holders, ...people])
      if (user !== message.by || audience.approveOwn) found.add(user)
  }
  const members = await Promise.all(
    [...found].slice(0, APPROVERS_ASKED_MAX).map(async (user) => {
      const profile = await hands.people.profile(user).catch(() => undefined)
      return profile === undefined || profile.standing === 'member' ? [user] : []
    }),
  )
  return members.flat()
}
