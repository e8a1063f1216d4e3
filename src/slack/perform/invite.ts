import { slackCode } from '../failure.ts'
import { expand } from '../references.ts'
import { notInvitedMessage } from '../views/not-invited.ts'
import { DONE, type Hands, type IncidentOwed, inOwnChannel, type Perform } from './hands.ts'
import { postOnce } from './post.ts'

/** Slack takes this many at once. */
const AT_ONCE = 100

/** Why one person cannot be invited, in words for the others. */
const WHY: Record<string, string> = {
  user_is_restricted: 'a guest who may not see this channel',
  ura_max_channels: 'a guest who is in as many channels as they may be',
  cant_invite: 'cannot be invited',
  user_not_found: 'not in this workspace',
  users_not_found: 'not in this workspace',
  org_user_not_in_team: 'not in this workspace',
  invitee_cant_see_channel: 'cannot see this channel',
  no_external_invite_permission: 'belongs to another organisation',
  user_disabled: 'deactivated',
}

/** No failure: the bot itself, and who is there already. */
const FINE = new Set(['already_in_channel', 'cant_invite_self'])

type NotInvited = { who: string; why: string }

/** Invites one person, or everybody whom the incident concerns, and says who could not be invited. */
export const invite: Perform = (owed, hands, signal) =>
  inOwnChannel(owed, async (channel) => {
    const { users, failed } = await invited(owed, hands)
    for (let from = 0; from < users.length; from += AT_ONCE) {
      failed.push(...(await inviteAll(channel, users.slice(from, from + AT_ONCE), hands, signal)))
    }
    if (signal.aborted) return { outcome: 'unknown', why: 'not all could be invited in time' }
    if (failed.length > 0) await postOnce(owed, { channel }, notInvitedMessage(owed.state, failed), hands)
    return DONE
  })

async function invited(owed: IncidentOwed, hands: Hands): Promise<{ users: string[]; failed: NotInvited[] }> {
  if (typeof owed.args.user === 'string') return { users: [owed.args.user], failed: [] }
  const { state, policy } = owed
  const named = await expand(policy.severities[state.severity].invite, hands.people, hands.groups)
  const { userId } = await hands.identity()
  const wanted = new Set([state.declaredBy, ...Object.values(state.roles), ...named.found])
  const missing = named.missing.map((who) => ({
    who,
    why: 'named in policy.yml, but nobody here has this name',
  }))
  return { users: [...wanted].filter((user) => user !== '' && user !== userId), failed: missing }
}

/** All at once; when Slack refuses the lot because of some, one by one. */
async function inviteAll(
  channel: string,
  users: string[],
  hands: Hands,
  signal: AbortSignal,
): Promise<NotInvited[]> {
  const code = await inviteSome(channel, users, hands)
  if (code === undefined) return []
  if (users.length === 1) return FINE.has(code) ? [] : users.map((who) => ({ who, why: WHY[code] ?? code }))
  const failed: NotInvited[] = []
  for (const user of users) {
    if (signal.aborted) break
    failed.push(...(await inviteAll(channel, [user], hands, signal)))
  }
  return failed
}

/** Undefined when they are in; otherwise Slack's reason, if it is about the people. Throws all other failures. */
async function inviteSome(channel: string, users: string[], hands: Hands): Promise<string | undefined> {
  try {
    await hands.channels.asMember(channel, () =>
      hands.slack.conversations.invite({ channel, users: users.join(',') }),
    )
    return undefined
  } catch (error) {
    const code = slackCode(error)
    if (code !== undefined && (FINE.has(code) || code in WHY)) return code
    throw error
  }
}
